using System.Buffers;
using System.Runtime.InteropServices;

namespace Perennial.Core.Statistics;

/// <summary>
/// Sorts by 64-bit keys, eleven bits at a time from the least significant, skipping digits that all keys share:
/// a million days, counts or amounts take a few passes over memory instead of twenty comparisons each.
/// </summary>
public static class RadixSort
{
    const int DigitBits = 11;
    const int Buckets = 1 << DigitBits;

    /// <summary>A sorted copy of signed values.</summary>
    public static long[] Sorted(ReadOnlySpan<long> values)
    {
        if (values.IsEmpty) return [];
        var (least, most) = (long.MaxValue, long.MinValue);
        foreach (var value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return unchecked((ulong)(most - least)) <= ushort.MaxValue
            ? SortedByCounting(values, least, (int)(most - least)) : SortedByDigits(values, least);
    }

    // Days and numbers of orders have few different values: count each, and write them out again.
    static long[] SortedByCounting(ReadOnlySpan<long> values, long least, int range)
    {
        var count = new int[range + 1];
        foreach (var value in values) count[(int)(value - least)]++;
        var sorted = new long[values.Length];
        var start = 0;
        for (var offset = 0; offset <= range; offset++)
        {
            sorted.AsSpan(start, count[offset]).Fill(least + offset);
            start += count[offset];
        }
        return sorted;
    }

    static long[] SortedByDigits(ReadOnlySpan<long> values, long least)
    {
        var (from, to, count) = (Rent(values.Length), Rent(values.Length), values.Length);
        for (var i = 0; i < count; i++) from[i] = unchecked((ulong)(values[i] - least));
        foreach (var shift in Digits(from.AsSpan(0, count)))
        {
            Pass(from.AsSpan(0, count), to, shift);
            (from, to) = (to, from);
        }
        var sorted = GC.AllocateUninitializedArray<long>(count);
        for (var i = 0; i < count; i++) sorted[i] = unchecked((long)from[i] + least);
        Return(from, to);
        return sorted;
    }

    /// <summary>Sorts items by their keys, ascending and stable; both are left in the new order.</summary>
    public static void Sort(Span<ulong> keys, Span<int> items)
    {
        var most = 0UL;
        foreach (var key in keys) most = Math.Max(most, key);
        var placeBits = Bits((ulong)keys.Length);
        if (Bits(most) + placeBits <= 64) SortPacked(keys, items, placeBits);
        else SortPairs(keys, items);
    }

    // Key and place in one number: half the memory traffic of moving two arrays.
    static void SortPacked(Span<ulong> keys, Span<int> items, int placeBits)
    {
        var (from, to) = (Rent(keys.Length), Rent(keys.Length));
        for (var i = 0; i < keys.Length; i++) from[i] = (keys[i] << placeBits) | (uint)i;
        foreach (var shift in Digits(keys))
        {
            Pass(from.AsSpan(0, keys.Length), to, shift + placeBits);
            (from, to) = (to, from);
        }
        // The other buffer takes the items as they were, two to a place.
        var before = MemoryMarshal.Cast<ulong, int>(to.AsSpan())[..items.Length];
        items.CopyTo(before);
        var placeMask = (1UL << placeBits) - 1;
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = from[i] >> placeBits;
            items[i] = before[(int)(from[i] & placeMask)];
        }
        Return(from, to);
    }

    // Keys too long to share a number with their places: 64-bit keys of many millions of items.
    static void SortPairs(Span<ulong> keys, Span<int> items)
    {
        var pairs = new (ulong Key, int Place)[keys.Length];
        for (var i = 0; i < pairs.Length; i++) pairs[i] = (keys[i], i);
        Array.Sort(pairs);
        var before = items.ToArray();
        for (var i = 0; i < pairs.Length; i++) (keys[i], items[i]) = (pairs[i].Key, before[pairs[i].Place]);
    }

    static void Pass(ReadOnlySpan<ulong> from, Span<ulong> to, int shift)
    {
        Span<int> next = stackalloc int[Buckets];
        unchecked
        {
            foreach (var key in from) next[Digit(key, shift)]++;
            var start = 0;
            for (var bucket = 0; bucket < Buckets; bucket++) (next[bucket], start) = (start, start + next[bucket]);
            foreach (var key in from) to[next[Digit(key, shift)]++] = key;
        }
    }

    // Fresh memory costs more than the sort: the system hands it out page by page, cleared. So it is borrowed.
    static ulong[] Rent(int length) => ArrayPool<ulong>.Shared.Rent(length);

    static void Return(ulong[] first, ulong[] second)
    {
        ArrayPool<ulong>.Shared.Return(first);
        ArrayPool<ulong>.Shared.Return(second);
    }

    static int Bits(ulong value) => 64 - System.Numerics.BitOperations.LeadingZeroCount(value);

    /// <summary>A key whose unsigned order is the signed order of the value.</summary>
    public static ulong Key(long value) => unchecked((ulong)value) ^ (1UL << 63);

    static int Digit(ulong key, int shift) => unchecked((int)(key >> shift)) & (Buckets - 1);

    static List<int> Digits(ReadOnlySpan<ulong> keys)
    {
        var shifts = new List<int>();
        ulong differs = 0;
        foreach (var key in keys) differs |= key ^ keys[0];
        for (var shift = 0; shift < 64; shift += DigitBits)
            if (((differs >> shift) & (Buckets - 1)) != 0) shifts.Add(shift);
        return shifts;
    }
}
