using System.Security.Cryptography;
using System.Text;

namespace Perennial.Channels.Webhooks;

/// <summary>Compares signatures in constant time, so that nobody learns by the clock how much of a guess was
/// right.</summary>
static class Signature
{
    /// <summary>Whether one of the secrets makes this HMAC-SHA256 over a body, written in base64.</summary>
    public static bool IsBase64HmacSha256(IEnumerable<string> secrets, byte[] body, string? signature) =>
        TryBase64(signature, out var given) && AnyOf(secrets, secret => HMACSHA256.HashData(secret, body), given);

    /// <summary>Whether one of the secrets makes this HMAC-SHA256, written in hexadecimal digits.</summary>
    public static bool IsHexHmacSha256(IEnumerable<string> secrets, byte[] signed, string? signature)
    {
        if (signature is not { Length: 64 } || !signature.All(char.IsAsciiHexDigit)) return false;
        return AnyOf(secrets, secret => HMACSHA256.HashData(secret, signed), Convert.FromHexString(signature));
    }

    /// <summary>Whether one of the secrets is this one. Both are hashed, so that not even their lengths show.</summary>
    public static bool IsOneOf(IEnumerable<string> secrets, string given) =>
        AnyOf(secrets, SHA256.HashData, SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    public static bool TryBase64(string? text, out byte[] bytes)
    {
        bytes = [];
        if (text is not { Length: > 0 and <= 4096 }) return false;
        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, buffer, out var length)) return false;
        bytes = buffer[..length];
        return true;
    }

    /// <summary>Whether one of the secrets leads to these bytes. All are tried, whichever fits.</summary>
    public static bool AnyOf(IEnumerable<string> secrets, Func<byte[], byte[]> make, byte[] given)
    {
        var found = false;
        foreach (var secret in secrets.Where(secret => secret.Length > 0))
            found |= CryptographicOperations.FixedTimeEquals(make(Encoding.UTF8.GetBytes(secret)), given);
        return found;
    }
}
