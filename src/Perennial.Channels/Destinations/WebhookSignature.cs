using System.Security.Cryptography;
using System.Text;
using Perennial.Core;

namespace Perennial.Channels.Destinations;

/// <summary>Signs messages as Standard Webhooks says: HMAC-SHA256 over id, time and body.</summary>
/// <remarks>Source: standard-webhooks specification, "Signature scheme", version v1.</remarks>
sealed class WebhookSignature
{
    const string Prefix = "whsec_";

    readonly byte[][] keys;

    /// <summary>One key, or several while one is being replaced by another: messages carry a signature by each.
    /// </summary>
    /// <exception cref="BadInputException">A secret is not one.</exception>
    public WebhookSignature(IReadOnlyList<string> secrets, string place) =>
        keys = [.. secrets.Select(secret => Key(secret, place))];

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    public string Sign(string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{unixSeconds}."), .. body];
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }

    static byte[] Key(string secret, string place)
    {
        var text = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var key = new byte[text.Length];
        if (Convert.TryFromBase64String(text, key, out var length) && length is >= 24 and <= 64) return key[..length];
        throw new BadInputException(place, "The secret is not one for webhooks.",
            "Use whsec_ and 24 to 64 random bytes in base64: echo whsec_$(openssl rand -base64 32).");
    }
}
