using Perennial.Core.Rfm;
using Perennial.Core.Statistics;

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

    const int MostScoreBits = 61;
    const int MostMoneyBits = 40;

    // The tier above the complement of the score: ascending keys are tiers in order, each with its best score first.
    // Keys take as few bits as the scores at hand allow, for every eleven bits cost a pass over memory. Scores beyond
    // 61 bits (2e16 euros × orders) are equal here and decided by the rest.
    static int[] Listed(Population population, byte[] tier, int[] customers)
    {
        var (cents, orders) = (population.MonetaryCents, population.Frequency);
        var keys = GC.AllocateUninitializedArray<ulong>(customers.Length);
        var most = 0UL;
        for (var i = 0; i < keys.Length; i++)
        {
            var high = Math.BigMul((ulong)cents[customers[i]], (ulong)orders[customers[i]], out var score);
            keys[i] = high != 0 ? ulong.MaxValue : score;
            most = Math.Max(most, keys[i]);
        }
        var bits = Math.Min(MostScoreBits, Bits(most));
        var mask = (1UL << bits) - 1;
        for (var i = 0; i < keys.Length; i++)
            keys[i] = ((ulong)tier[customers[i]] << bits) | (mask - Math.Min(keys[i], mask));
        return Sorted(population, keys, customers);
    }

    static int[] ByRecency(Population population, int[] customers)
    {
        if (customers.Length == 0) return customers;
        var (days, cents, lastDay) = (population.Days, population.MonetaryCents, population.SortedDays[^1]);
        var bits = Math.Min(MostMoneyBits, Bits((ulong)population.SortedMonetaryCents[^1]));
        var mask = (1L << bits) - 1;
        var keys = GC.AllocateUninitializedArray<ulong>(customers.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            var customer = customers[i];
            var money = Math.Min(cents[customer], mask);
            keys[i] = ((ulong)(lastDay - days[customer]) << bits) | (ulong)(mask - money);
        }
        return Sorted(population, keys, customers);
    }

    static int Bits(ulong value) => 64 - System.Numerics.BitOperations.LeadingZeroCount(value);

    static int[] Sorted(Population population, ulong[] keys, int[] customers)
    {
        RadixSort.Sort(keys, customers);
        var ties = PriorityLists.ByRecency(population);
        EqualStretches.Sort(keys, customers, (a, b) => TopList.Compare(population, ties, a, b));
        return customers;
    }
}
