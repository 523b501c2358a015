using Perennial.Core.Rfm;

namespace Perennial.Core.Priority;

/// <summary>Selects the best N customers by a measure without sorting everybody.</summary>
/// <remarks>
/// Ties at the end of the list are resolved by the other measures in a stated order, and then by the customer's
/// key (first in byte order wins), so that the list has exactly the length asked for, always the same members.
/// </remarks>
static class TopList
{
    /// <summary>Marks the members.</summary>
    /// <param name="population">Whom to choose from.</param>
    /// <param name="measures">The measure, then what breaks its ties; more is better.</param>
    /// <param name="sortedFirst">The first measure in ascending order.</param>
    /// <param name="length">How many, 0..population.</param>
    /// <param name="isMember">Takes the marks.</param>
    /// <returns>The last member, or −1 if the list is empty.</returns>
    public static int Select(
        Population population, long[][] measures, long[] sortedFirst, int length, bool[] isMember)
    {
        if (length == 0) return -1;
        var first = measures[0];
        var limit = sortedFirst[^length];
        var candidates = GC.AllocateUninitializedArray<int>(first.AsSpan().Count(limit));
        var next = 0;
        for (var customer = 0; customer < first.Length; customer++)
        {
            if (first[customer] < limit) continue;
            if (first[customer] == limit)
            {
                candidates[next++] = customer;
                continue;
            }
            isMember[customer] = true;
            length--;
        }
        foreach (var measure in measures.AsSpan(1))
        {
            if (candidates.Length == length) break;
            candidates = Decide(candidates, measure, ref length, isMember);
        }
        // Whoever is left is equal in every measure, or all of them fit.
        if (candidates.Length > length)
            Array.Sort(candidates, (a, b) => population.Key(a).SequenceCompareTo(population.Key(b)));
        foreach (var customer in candidates.AsSpan(0, length)) isMember[customer] = true;
        return Worst(population, measures, candidates.AsSpan(0, length));
    }

    static int[] Decide(int[] candidates, long[] measure, ref int length, bool[] isMember)
    {
        var values = GC.AllocateUninitializedArray<long>(candidates.Length);
        for (var i = 0; i < values.Length; i++) values[i] = measure[candidates[i]];
        var limit = NthLargest(values, length);
        var undecided = GC.AllocateUninitializedArray<int>(values.AsSpan().Count(limit));
        var next = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < limit) continue;
            if (values[i] == limit)
            {
                undecided[next++] = candidates[i];
                continue;
            }
            isMember[candidates[i]] = true;
            length--;
        }
        return undecided;
    }

    // Counts values by their leading bits, then sorts only those that share the bits of the one sought.
    static long NthLargest(long[] values, int n)
    {
        const int buckets = 1 << 16;
        var (least, most) = (long.MaxValue, long.MinValue);
        foreach (var value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        var shift = Math.Max(0, 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(most - least)) - 16);
        var count = new int[buckets];
        foreach (var value in values) count[(int)((value - least) >> shift)]++;
        var bucket = buckets - 1;
        while (count[bucket] < n) n -= count[bucket--];
        var sharing = Array.FindAll(values, value => (value - least) >> shift == bucket);
        Array.Sort(sharing);
        return sharing[^n];
    }

    /// <summary>Compares two customers as the list does: negative if the first is the better one.</summary>
    public static int Compare(Population population, long[][] measures, int a, int b)
    {
        foreach (var measure in measures)
        {
            if (measure[a] != measure[b]) return measure[a] > measure[b] ? -1 : 1;
        }
        return population.Key(a).SequenceCompareTo(population.Key(b));
    }

    static int Worst(Population population, long[][] measures, ReadOnlySpan<int> customers)
    {
        var worst = customers[0];
        foreach (var customer in customers)
            if (Compare(population, measures, customer, worst) > 0) worst = customer;
        return worst;
    }
}
