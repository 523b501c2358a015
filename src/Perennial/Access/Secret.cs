using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Perennial.Access;

/// <summary>Random texts that let somebody in. The store knows their hashes only.</summary>
static class Secret
{
    const int LinkBytes = 16, SessionBytes = 32, KeyBytes = 32;

    /// <summary>What API keys begin with, so that one is recognised where it should not be.</summary>
    public const string KeyPrefix = "pk_";

    /// <summary>For a link that works once and not for long: 128 bits.</summary>
    public static string ForLink() => Random(LinkBytes);

    /// <summary>For a session: 256 bits.</summary>
    public static string ForSession() => Random(SessionBytes);

    /// <summary>For a program: 256 bits.</summary>
    public static string ForKey() => KeyPrefix + Random(KeyBytes);

    /// <summary>An id that tells nothing and is no secret: 128 bits.</summary>
    public static string Id() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>SHA-256 in hexadecimal. A secret of 128 random bits needs no slow hash: nobody can try them all.
    /// </summary>
    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
