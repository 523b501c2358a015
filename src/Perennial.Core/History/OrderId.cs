using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Perennial.Core.History;

/// <summary>
/// An order's 128-bit id, which makes importing it again harmless: it follows from what names the order.
/// </summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct OrderId(UInt128 Value)
{
    /// <summary>The id of an order that the shop numbered: the first 16 bytes of SHA-256.</summary>
    /// <param name="source">The system that gave the number: two shops may both have an order 1001.</param>
    /// <param name="number">The order number as that system writes it.</param>
    public static OrderId Numbered(string source, string number)
    {
        var bytes = Encoding.UTF8.GetBytes($"order:{source}:{number.Trim()}");
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return new OrderId(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>The id of an order that the shop numbered, from the number's UTF-8 bytes: for files, where making a
    /// string of each number would cost more than hashing it.</summary>
    /// <param name="source">The system that gave the number.</param>
    /// <param name="number">The order number, trimmed.</param>
    public static OrderId Numbered(string source, ReadOnlySpan<byte> number)
    {
        var length = "order:"u8.Length + Encoding.UTF8.GetMaxByteCount(source.Length) + 1 + number.Length;
        var bytes = length <= 256 ? stackalloc byte[length] : new byte[length];
        "order:"u8.CopyTo(bytes);
        var at = "order:"u8.Length;
        at += Encoding.UTF8.GetBytes(source, bytes[at..]);
        bytes[at++] = (byte)':';
        number.CopyTo(bytes[at..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..(at + number.Length)], hash);
        return new OrderId(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>The id of an order without a number: who, when, how much, and the how-manieth such row it is.</summary>
    /// <param name="customer">Who ordered.</param>
    /// <param name="at">When.</param>
    /// <param name="grossCents">How much, before discount.</param>
    /// <param name="occurrence">0 for the first order of that customer, instant and amount in a file, then 1, 2, …
    /// Two equal purchases of one day stay two, and the same file again adds none.</param>
    /// <remarks>
    /// No hash is needed: instant, amount and occurrence fit into 128 bits side by side, so no two orders of one
    /// customer share an id (amounts below 2^40 cents, 11 billion in currency units, and fewer than 2^24 equal rows),
    /// and the customer's own id, itself a hash, keeps different customers' orders apart.
    /// </remarks>
    public static OrderId Unnumbered(CustomerId customer, Instant at, long grossCents, int occurrence)
    {
        const int occurrenceBits = 24;
        var amount = unchecked(((ulong)grossCents << occurrenceBits) ^ (uint)occurrence);
        return new OrderId(customer.Value ^ new UInt128(unchecked((ulong)at.UnixMs), amount));
    }

    /// <summary>Writes the id as 16 bytes, most significant first: its form in the store.</summary>
    public void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>Reads an id from its 16 bytes.</summary>
    public static OrderId From(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));
}
