namespace Perennial.Core.Scoring;

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
        var from = new ulong[values.Length];
        for (var i = 0; i < from.Length; i++) from[i] = unchecked((ulong)(values[i] - least));
        var to = new ulong[from.Length];
        foreach (var shift in Digits(from))
        {
            var next = BucketStarts(from, shift);
            foreach (var key in from) to[next[Digit(key, shift)]++] = key;
            (from, to) = (to, from);
        }
        var sorted = new long[from.Length];
        for (var i = 0; i < sorted.Length; i++) sorted[i] = unchecked((long)from[i] + least);
        return sorted;
    }

    /// <summary>Sorts items by their keys, ascending and stable; both arrays are left in the new order.</summary>
    public static void Sort(ref ulong[] keys, ref int[] items)
    {
        var (toKeys, toItems) = (new ulong[keys.Length], new int[items.Length]);
        foreach (var shift in Digits(keys))
        {
            var next = BucketStarts(keys, shift);
            for (var i = 0; i < keys.Length; i++)
            {
                var place = next[Digit(keys[i], shift)]++;
                toKeys[place] = keys[i];
                toItems[place] = items[i];
            }
            (keys, toKeys) = (toKeys, keys);
            (items, toItems) = (toItems, items);
        }
    }

    /// <summary>A key whose unsigned order is the signed order of the value.</summary>
    public static ulong Key(long value) => unchecked((ulong)value) ^ (1UL << 63);

    static int Digit(ulong key, int shift) => (int)((key >> shift) & (Buckets - 1));

    static List<int> Digits(ReadOnlySpan<ulong> keys)
    {
        var shifts = new List<int>();
        ulong differs = 0;
        foreach (var key in keys) differs |= key ^ keys[0];
        for (var shift = 0; shift < 64; shift += DigitBits)
            if (((differs >> shift) & (Buckets - 1)) != 0) shifts.Add(shift);
        return shifts;
    }

    static int[] BucketStarts(ReadOnlySpan<ulong> keys, int shift)
    {
        var next = new int[Buckets];
        foreach (var key in keys) next[Digit(key, shift)]++;
        var start = 0;
        for (var bucket = 0; bucket < Buckets; bucket++) (next[bucket], start) = (start, start + next[bucket]);
        return next;
    }
}
