namespace Perennial.Core.Statistics;

/// <summary>Orders what a sort by 64-bit keys left undecided: items whose keys are equal.</summary>
static class EqualStretches
{
    public static void Sort(ReadOnlySpan<ulong> keys, Span<int> items, Comparison<int> decide)
    {
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start]) end++;
            if (end - start > 1) items[start..end].Sort(decide);
            start = end;
        }
    }
}
