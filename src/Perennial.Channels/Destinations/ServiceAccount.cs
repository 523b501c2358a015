using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Perennial.Channels.Outgoing;
using Perennial.Core;

namespace Perennial.Channels.Destinations;

/// <summary>A Google service account: a signed statement is exchanged for a token.</summary>
/// <remarks>Source: Google identity, "Using OAuth 2.0 for server to server applications"; RFC 7523.</remarks>
sealed class ServiceAccount : IDisposable
{
    const string Scope = "https://www.googleapis.com/auth/spreadsheets";
    const int SecondsValid = 3600;

    readonly string email;
    readonly string? keyId;
    readonly RSA key = RSA.Create();

    /// <summary>Reads the JSON that Google hands out for an account.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public ServiceAccount(string credentials, DestinationSettings settings)
    {
        var place = $"destination '{settings.Name}', credentials";
        try
        {
            using var json = JsonDocument.Parse(credentials);
            var root = json.RootElement;
            email = root.GetProperty("client_email").GetString()!;
            keyId = root.TryGetProperty("private_key_id", out var id) ? id.GetString() : null;
            var address = root.TryGetProperty("token_uri", out var uri) ? uri.GetString()! : "";
            TokenAddress = AddressGuard.Check(
                address.Length > 0 ? address : "https://oauth2.googleapis.com/token", settings.Receiver);
            key.ImportFromPem(root.GetProperty("private_key").GetString()!);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or ArgumentException or CryptographicException)
        {
            throw new BadInputException(place, "They are not those of a service account.",
                "Put the whole JSON file that Google gives into the variable.");
        }
    }

    /// <summary>Where tokens come from.</summary>
    public Uri TokenAddress { get; }

    /// <summary>The request for a token.</summary>
    public HttpRequestMessage Request(DateTimeOffset now) => new(HttpMethod.Post, TokenAddress)
    {
        Content = new FormUrlEncodedContent(
        [
            new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            new("assertion", Assertion(now)),
        ]),
    };

    /// <summary>The signed statement.</summary>
    public string Assertion(DateTimeOffset now)
    {
        var issued = now.ToUnixTimeSeconds();
        var head = ChangeJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("alg", "RS256");
            json.WriteString("typ", "JWT");
            if (keyId is not null) json.WriteString("kid", keyId);
            json.WriteEndObject();
        });
        var claims = ChangeJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("iss", email);
            json.WriteString("scope", Scope);
            json.WriteString("aud", TokenAddress.ToString());
            json.WriteNumber("iat", issued);
            json.WriteNumber("exp", issued + SecondsValid);
            json.WriteEndObject();
        });
        var signed = $"{Base64(head.Span)}.{Base64(claims.Span)}";
        var signature = key.SignData(
            Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64(signature)}";
    }

    static string Base64(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    public void Dispose() => key.Dispose();
}
