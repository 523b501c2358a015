using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Perennial.Core.History;

/// <summary>What makes an activity, a contact or a response the same one when it arrives again: 128 bits.</summary>
/// <param name="Value">Uniformly distributed bits, or what <see cref="Unnumbered"/> puts side by side.</param>
/// <remarks>The customer is part of a fact's key in the store, so two customers' facts never meet.</remarks>
public readonly record struct FactId(UInt128 Value)
{
    /// <summary>No fact: a response that names no contact.</summary>
    public static readonly FactId None;

    /// <summary>The id of a fact that its source numbered (a tracker's message id, a provider's send id).</summary>
    /// <param name="source">The system that gave the number.</param>
    /// <param name="number">Its number, trimmed.</param>
    public static FactId Numbered(string source, string number)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"fact:{source}:{number}"), hash);
        return new FactId(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>The id of a fact without a number: when, what, and the how-manieth such row of the customer it is.
    /// </summary>
    /// <param name="at">When.</param>
    /// <param name="what">What tells facts of one instant apart: kind, channel and product, hashed by the
    /// caller.</param>
    /// <param name="occurrence">0 for the first such fact of the customer in a file, then 1, 2, …: two equal views
    /// of one second stay two, and the same file again adds none.</param>
    public static FactId Unnumbered(Instant at, uint what, int occurrence) =>
        new(new UInt128(unchecked((ulong)at.UnixMs), ((ulong)what << 32) | (uint)occurrence));

    /// <summary>Writes the id as 16 bytes, most significant first: its form in the store.</summary>
    public void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>Reads an id from its 16 bytes.</summary>
    public static FactId From(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));
}
