using Perennial.Core.Rfm;

namespace Perennial.Core.Priority;

/// <summary>
/// The call order: the top lists by recency, frequency and money merged, customers on all three first, then those
/// on R and F, R and M, F and M, on one list, and then everybody else by recency.
/// </summary>
/// <remarks>
/// Within tiers 1 to 5 the highest priority score (revenue × orders) comes first; within tier 6 the most recent.
/// What is equal is ordered by day of the last order, revenue, orders, and the customer's key.
/// </remarks>
public static class PriorityLists
{
    /// <summary>Number of tiers.</summary>
    public const int Tiers = 6;

    /// <summary>The tier of a customer on these lists, 1..6.</summary>
    public static byte TierOf(bool onR, bool onF, bool onM) => (onR, onF, onM) switch
    {
        (true, true, true) => 1,
        (true, true, false) => 2,
        (true, false, true) => 3,
        (false, true, true) => 4,
        (false, false, false) => 6,
        _ => 5,
    };

    /// <summary>Ranks a population.</summary>
    /// <param name="population">Customers with an order.</param>
    /// <param name="options">How long the lists are.</param>
    /// <returns>Each customer's tier; the customers in call order; what it took to be on each list.</returns>
    /// <exception cref="BadInputException">The options name no list.</exception>
    public static (byte[] Tier, int[] InOrder, PriorityLimits Limits) Rank(
        Population population, PriorityOptions options)
    {
        var length = options.ListLength(population.Count);
        long[][] sorted = [population.SortedDays, population.SortedFrequency, population.SortedMonetaryCents];
        long[][][] measures = [ByRecency(population), ByFrequency(population), ByMoney(population)];
        var members = new bool[3][];
        var last = new int[3];
        Parallel.For(0, 3, Cores.All, list =>
        {
            members[list] = new bool[population.Count];
            last[list] = TopList.Select(population, measures[list], sorted[list], length, members[list]);
        });
        var tier = new byte[population.Count];
        for (var i = 0; i < tier.Length; i++) tier[i] = TierOf(members[0][i], members[1][i], members[2][i]);
        var limits = new PriorityLimits(
            KeyOf(population, last[0]), KeyOf(population, last[1]), KeyOf(population, last[2]));
        return (tier, CallOrder.Of(population, tier), limits);
    }

    /// <summary>The tier of a customer by the frozen limits of an earlier ranking.</summary>
    public static byte TierOf(PriorityLimits limits, int day, int frequency, long monetaryCents, ReadOnlySpan<byte> key)
    {
        long[] own = [day, monetaryCents, frequency];
        return TierOf(
            Reaches(own, [limits.R.LastOrderDay, limits.R.MonetaryCents, limits.R.Frequency], key, limits.R.Key),
            Reaches([own[2], own[1], own[0]],
                [limits.F.Frequency, limits.F.MonetaryCents, limits.F.LastOrderDay], key, limits.F.Key),
            Reaches([own[1], own[2], own[0]],
                [limits.M.MonetaryCents, limits.M.Frequency, limits.M.LastOrderDay], key, limits.M.Key));
    }

    internal static long[][] ByRecency(Population p) => [p.Days, p.MonetaryCents, p.Frequency];

    static long[][] ByFrequency(Population p) => [p.Frequency, p.MonetaryCents, p.Days];

    static long[][] ByMoney(Population p) => [p.MonetaryCents, p.Frequency, p.Days];

    static bool Reaches(long[] own, long[] limit, ReadOnlySpan<byte> key, string limitKey)
    {
        for (var i = 0; i < own.Length; i++)
            if (own[i] != limit[i]) return own[i] > limit[i];
        return key.SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(limitKey)) <= 0;
    }

    static PriorityKey KeyOf(Population population, int customer) => new(
        (int)population.Days[customer], (int)population.Frequency[customer], population.MonetaryCents[customer],
        System.Text.Encoding.UTF8.GetString(population.Key(customer)));
}
