using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Perennial.Core;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Checks signatures of Amazon SNS by its certificates, each fetched once.</summary>
/// <remarks>The address of the certificate stands in the message itself, so it is followed only to Amazon's own
/// hosts: else anybody could sign with a certificate of their own, or make this program call addresses inside the
/// shop's network.</remarks>
sealed partial class SnsCertificates(FetchFile fetch)
{
    const int Most = 32;

    readonly ConcurrentDictionary<string, X509Certificate2> known = new(StringComparer.Ordinal);

    [GeneratedRegex(@"^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\z")]
    private static partial Regex Host();

    /// <summary>Whether an address is one of Amazon SNS itself.</summary>
    public static Uri? AmazonAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
        && address.IsDefaultPort && address.Authority == address.Host && !address.OriginalString.Contains('@')
        && Host().IsMatch(address.Host) ? address : null;

    /// <summary>Whether an envelope is signed by Amazon.</summary>
    public async ValueTask<bool> IsSigned(SnsEnvelope envelope, Instant now, CancellationToken cancel)
    {
        if (envelope.Signed() is not { } signed) return false;
        if (await Certificate(envelope.SigningCertUrl, cancel) is not { } certificate) return false;
        var at = now.ToDateTimeOffset().UtcDateTime;
        if (at < certificate.NotBefore.ToUniversalTime() || at > certificate.NotAfter.ToUniversalTime()) return false;
        using var key = certificate.GetRSAPublicKey();
        HashAlgorithmName? algorithm = envelope.SignatureVersion switch
        {
            "1" => HashAlgorithmName.SHA1,
            "2" => HashAlgorithmName.SHA256,
            _ => null,
        };
        return key is not null && algorithm is { } hash
            && key.VerifyData(signed, envelope.Signature, hash, RSASignaturePadding.Pkcs1);
    }

    async Task<X509Certificate2?> Certificate(string text, CancellationToken cancel)
    {
        if (AmazonAddress(text) is not { } address
            || !address.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal) || address.Query.Length > 0)
            return null;
        if (known.TryGetValue(address.AbsoluteUri, out var before)) return before;
        if (await fetch(address, cancel) is not { } file) return null;
        try
        {
            var certificate = X509CertificateLoader.LoadCertificate(file);
            if (known.Count >= Most) known.Clear();
            return known.GetOrAdd(address.AbsoluteUri, certificate);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
