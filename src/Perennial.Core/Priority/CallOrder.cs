using Perennial.Core.Scoring;

namespace Perennial.Core.Priority;

/// <summary>Puts ranked customers into the order in which they are called.</summary>
static class CallOrder
{
    public static int[] Of(Population population, byte[] tier)
    {
        var others = tier.AsSpan().Count((byte)PriorityLists.Tiers);
        var (listed, rest) = (new int[tier.Length - others], new int[others]);
        var (nextListed, nextRest) = (0, 0);
        for (var i = 0; i < tier.Length; i++)
        {
            if (tier[i] < PriorityLists.Tiers) listed[nextListed++] = i;
            else rest[nextRest++] = i;
        }

        var order = new int[2][];
        Parallel.Invoke(
            () => order[0] = Listed(population, tier, listed),
            () => order[1] = ByRecency(population, rest));
        return [.. order[0], .. order[1]];
    }

    // Tier in the top three bits, the complement of the score below: ascending keys are tiers in order, each with
    // its best score first. Scores beyond 61 bits (2e16 euros × orders) are equal here and decided by the rest.
    static int[] Listed(Population population, byte[] tier, int[] customers)
    {
        const ulong scoreMask = (1UL << 61) - 1;
        var (cents, orders) = (population.MonetaryCents, population.Frequency);
        var keys = new ulong[customers.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var customer = customers[i];
            var high = Math.BigMul((ulong)cents[customer], (ulong)orders[customer], out var score);
            if (high != 0 || score > scoreMask) score = scoreMask;
            keys[i] = ((ulong)tier[customer] << 61) | (scoreMask - score);
        }
        return Sorted(population, keys, customers);
    }

    static int[] ByRecency(Population population, int[] customers)
    {
        const long centsMask = (1L << 40) - 1;
        var (days, cents, lastDay) = (population.Days, population.MonetaryCents, population.SortedDays[^1]);
        var keys = new ulong[customers.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var customer = customers[i];
            var money = Math.Min(cents[customer], centsMask);
            keys[i] = ((ulong)(lastDay - days[customer]) << 40) | (ulong)(centsMask - money);
        }
        return Sorted(population, keys, customers);
    }

    static int[] Sorted(Population population, ulong[] keys, int[] customers)
    {
        RadixSort.Sort(ref keys, ref customers);
        var ties = PriorityLists.ByRecency(population);
        EqualRuns.Sort(keys, customers, (a, b) => TopList.Compare(population, ties, a, b));
        return customers;
    }
}
