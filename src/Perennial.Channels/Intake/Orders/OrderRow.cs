using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perennial.Channels.Intake.Orders;

/// <summary>An order on its way from the file to its customer's history.</summary>
/// <param name="Key">Whose it is.</param>
/// <param name="AtMs">When: milliseconds since 1970.</param>
/// <param name="Cents">How much.</param>
[StructLayout(LayoutKind.Sequential)]
readonly record struct OrderRow(ShortKey Key, long AtMs, long Cents);

/// <summary>
/// A customer's key in 16 bytes: itself with its length if it has at most 15 bytes, which nearly all numbers
/// have; else a hash, the length and the place of its text.
/// </summary>
/// <param name="Low">First eight bytes, or the hash.</param>
/// <param name="High">Up to seven more and the length in the uppermost byte; or for a long key 0xff, 15 bits of
/// length and 41 bits of place.</param>
readonly record struct ShortKey(ulong Low, ulong High)
{
    public const int MaxInline = 15;

    /// <summary>Longer keys are not taken on the fast path.</summary>
    public const int MaxLength = 0x7fff;

    const int PlaceBits = 41;

    /// <summary>True if the key's text stands elsewhere.</summary>
    public bool IsLong => High >> 56 == 0xff;

    /// <summary>Length of the key in bytes.</summary>
    public int Length => unchecked(IsLong ? (int)(High >> PlaceBits) & MaxLength : (int)(High >> 56));

    /// <summary>Place of a long key's text.</summary>
    public long Place => (long)(High & ((1UL << PlaceBits) - 1));

    /// <summary>What equal keys share: the whole of a short one, hash and length of a long one.</summary>
    public ulong HighToCompare => IsLong ? High & ~((1UL << PlaceBits) - 1) : High;

    /// <summary>A hash of all bits: the uppermost choose the partition, the lowest the slot.</summary>
    public ulong Hash
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            unchecked
            {
                var high = Math.BigMul(Low ^ 0xa0761d6478bd642f, HighToCompare ^ 0xe7037ed1a0b428db, out var low);
                return high ^ low ^ (Low * 0x9e3779b97f4a7c15);
            }
        }
    }

    /// <summary>The key of a text of at most <see cref="MaxInline"/> bytes.</summary>
    /// <param name="text">Its first byte; 16 bytes may be read from there.</param>
    /// <param name="length">Its length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ShortKey Inline(byte* text, int length)
    {
        unchecked
        {
            var low = *(ulong*)text;
            var high = *(ulong*)(text + 8);
            var size = (ulong)length << 56;
            if (length >= 8) return new ShortKey(low, (high & ((1UL << ((length - 8) * 8)) - 1)) | size);
            return new ShortKey(low & ((1UL << (length * 8)) - 1), size);
        }
    }

    /// <summary>The key of a longer text that was put in a place.</summary>
    public static ShortKey Long(ReadOnlySpan<byte> text, long place) =>
        new(HashOf(text), unchecked(0xffUL << 56 | (ulong)text.Length << PlaceBits | (ulong)place));

    /// <summary>Writes an inline key's text.</summary>
    public void CopyTo(Span<byte> into)
    {
        Span<ulong> words = [Low, High];
        MemoryMarshal.AsBytes(words)[..Length].CopyTo(into);
    }

    static ulong HashOf(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var hash = 0x8ebc6af09c88c6e3UL ^ (ulong)text.Length;
            for (; text.Length >= 8; text = text[8..])
                hash = Mix(hash ^ MemoryMarshal.Read<ulong>(text));
            foreach (var b in text) hash = Mix(hash ^ b);
            return hash;
        }
    }

    static ulong Mix(ulong value)
    {
        unchecked
        {
            var high = Math.BigMul(value, 0x9e3779b97f4a7c15, out var low);
            return high ^ low;
        }
    }
}
