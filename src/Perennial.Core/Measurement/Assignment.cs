using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Perennial.Core.Measurement;

/// <summary>Puts customers into arms by hashing: the same customer always into the same arm, without a list.</summary>
public static class Assignment
{
    /// <summary>A number on [0, 1) that follows from a salt and a customer's key alone: the first eight bytes of
    /// SHA-256(salt | key), most significant first, divided by 2⁶⁴.</summary>
    /// <param name="salt">One per experiment, so that experiments do not line up.</param>
    /// <param name="customerKey">The customer's own key.</param>
    public static double Uniform(string salt, string customerKey) => Uniform(salt, Encoding.UTF8.GetBytes(customerKey));

    /// <summary>The same from the key's UTF-8 bytes.</summary>
    /// <param name="salt">One per experiment.</param>
    /// <param name="customerKey">The customer's own key.</param>
    public static double Uniform(string salt, ReadOnlySpan<byte> customerKey)
    {
        var length = Encoding.UTF8.GetMaxByteCount(salt.Length) + 1 + customerKey.Length;
        var bytes = length <= 256 ? stackalloc byte[length] : new byte[length];
        var at = Encoding.UTF8.GetBytes(salt, bytes);
        bytes[at++] = (byte)'|';
        customerKey.CopyTo(bytes[at..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..(at + customerKey.Length)], hash);
        var share = BinaryPrimitives.ReadUInt64BigEndian(hash) / 18_446_744_073_709_551_616.0;
        // The topmost hashes round up to 1, which no arm would take.
        return Math.Min(share, Math.BitDecrement(1.0));
    }
}
