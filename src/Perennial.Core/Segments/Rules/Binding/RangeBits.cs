using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>Compares many values with a range at once.</summary>
static class RangeBits
{
    /// <summary>Sets the bit of each value from <paramref name="from"/> to <paramref name="to"/>, both included.
    /// </summary>
    public static void Add<T>(ReadOnlySpan<T> values, T from, T to, Span<ulong> bits)
        where T : unmanaged, INumber<T>
    {
        var (low, high) = (Vector256.Create(from), Vector256.Create(to));
        ref var start = ref MemoryMarshal.GetReference(values);
        var whole = values.Length / 64;
        for (var word = 0; word < whole; word++)
        {
            var found = 0UL;
            for (var first = 0; first < 64; first += Vector256<T>.Count)
            {
                var value = Vector256.LoadUnsafe(ref start, (nuint)(word * 64 + first));
                var inside = Vector256.GreaterThanOrEqual(value, low) & Vector256.LessThanOrEqual(value, high);
                found |= (ulong)inside.ExtractMostSignificantBits() << first;
            }
            bits[word] |= found;
        }
        for (var i = whole * 64; i < values.Length; i++)
            if (values[i] >= from && values[i] <= to) bits[i / 64] |= 1UL << (i % 64);
    }
}
