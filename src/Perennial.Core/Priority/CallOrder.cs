using Perennial.Core.Scoring;

namespace Perennial.Core.Priority;

/// <summary>Puts ranked customers into the order in which they are called.</summary>
static class CallOrder
{
    public static int[] Of(Population population, byte[] tier)
    {
        var listed = new List<int>();
        var others = new List<int>(population.Count);
        for (var i = 0; i < tier.Length; i++) (tier[i] < PriorityLists.Tiers ? listed : others).Add(i);

        var order = new int[2][];
        Parallel.Invoke(
            () => order[0] = Listed(population, tier, [.. listed]),
            () => order[1] = ByRecency(population, [.. others]));
        return [.. order[0], .. order[1]];
    }

    // Tier in the top three bits, the complement of the score below: ascending keys are tiers in order, each with
    // its best score first. Scores beyond 61 bits (2e16 euros × orders) are equal here and decided by the rest.
    static int[] Listed(Population population, byte[] tier, int[] customers)
    {
        const ulong scoreMask = (1UL << 61) - 1;
        return Sorted(population, customers, customer =>
        {
            var product = (UInt128)population.MonetaryCents[customer] * (ulong)population.Frequency[customer];
            var score = UInt128.Min(product, scoreMask);
            return ((ulong)tier[customer] << 61) | (scoreMask - (ulong)score);
        });
    }

    static int[] ByRecency(Population population, int[] customers)
    {
        if (customers.Length == 0) return customers;
        var lastDay = customers.Max(customer => population.Days[customer]);
        const long centsMask = (1L << 40) - 1;
        return Sorted(population, customers, customer =>
        {
            var cents = Math.Min(population.MonetaryCents[customer], centsMask);
            return ((ulong)(lastDay - population.Days[customer]) << 40) | (ulong)(centsMask - cents);
        });
    }

    static int[] Sorted(Population population, int[] customers, Func<int, ulong> key)
    {
        var keys = Array.ConvertAll(customers, customer => key(customer));
        RadixSort.Sort(ref keys, ref customers);
        var ties = PriorityLists.ByRecency(population);
        EqualRuns.Sort(keys, customers, (a, b) => TopList.Compare(population, ties, a, b));
        return customers;
    }
}
