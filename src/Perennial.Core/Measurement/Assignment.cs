using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Perennial.Core.Measurement;

/// <summary>
/// Who is in which part of an experiment: a number that follows from the experiment and the customer's key alone, so
/// that every machine gives the same answer, today and in a year, without keeping anything.
/// </summary>
public static class Assignment
{
    /// <summary>A customer's number in an experiment, uniform over customers and independent between salts.</summary>
    /// <param name="salt">Names the experiment, e.g. "pressure" or "holdout-2026".</param>
    /// <param name="customerKey">The customer's own key.</param>
    /// <returns>The first 8 bytes, most significant first, of SHA-256 over salt, "|" and key in UTF-8, divided by
    /// 2⁶⁴ and rounded down to a multiple of 2⁻⁵³: at least 0, below 1.</returns>
    public static double Uniform(string salt, string customerKey) =>
        Uniform(salt, Encoding.UTF8.GetBytes(customerKey));

    /// <summary>As <see cref="Uniform(string, string)"/>, from the key's UTF-8 bytes.</summary>
    public static double Uniform(string salt, ReadOnlySpan<byte> customerKey)
    {
        const int bytesOnStack = 256;
        var length = Encoding.UTF8.GetMaxByteCount(salt.Length) + 1 + customerKey.Length;
        var bytes = length <= bytesOnStack ? stackalloc byte[bytesOnStack] : new byte[length];
        var at = Encoding.UTF8.GetBytes(salt, bytes);
        bytes[at++] = (byte)'|';
        customerKey.CopyTo(bytes[at..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..(at + customerKey.Length)], hash);
        // 53 bits are what a double holds; more would round the last customers up to 1.
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
