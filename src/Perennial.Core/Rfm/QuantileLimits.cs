using Perennial.Core.Statistics;

namespace Perennial.Core.Rfm;

/// <summary>Cut points at quantiles: ties together, percentile cuts, one-time-buyer floor, and rfm's own
/// variant.</summary>
static class QuantileLimits
{
    /// <summary>Right-closed quantiles, as pandas qcut. Days of the last order are left-closed, which is the same
    /// as days of recency right-closed.</summary>
    public static RfmCutPoints TiesTogether(Population population, int bins) => Each(population, bins,
        (sorted, recency) => new CutPoints { Limits = Even(sorted, bins), LimitScoresHigher = recency });

    public static RfmCutPoints PercentileCuts(Population population, int bins, IReadOnlyList<double> shares) =>
        Each(population, bins, (sorted, recency) => new CutPoints
        {
            Limits = [.. shares.Select(share => Quantiles.At(sorted, share))],
            LimitScoresHigher = recency,
        });

    /// <summary>R package rfm 0.3.0, R/utils.R::bins: the quantile plus one unit, left-closed. The unit is a day,
    /// an order and a currency unit, which is why it is offered for comparison only.</summary>
    public static RfmCutPoints RfmR(Population population, int bins) => new()
    {
        Bins = bins,
        R = new() { Limits = Shifted(population.SortedDays, bins, -1), LimitScoresHigher = false },
        F = [new() { Limits = Shifted(population.SortedFrequency, bins, 1), LimitScoresHigher = true }],
        M = [new() { Limits = Shifted(population.SortedMonetaryCents, bins, 100), LimitScoresHigher = true }],
    };

    /// <summary>Patch Retention's reading: F 1 is one order, R 1 is lost; quantiles of the rest share
    /// 2..bins.</summary>
    public static RfmCutPoints OneTimeBuyerFloor(Population population, int bins, int lostAfterDays)
    {
        var firstActiveDay = population.AsOfDay - lostAfterDays + 1;
        var active = RadixSort.Sorted(Array.FindAll(population.Days, day => day >= firstActiveDay));
        var repeaters = RadixSort.Sorted(Array.FindAll(population.Frequency, orders => orders > 1));
        return new RfmCutPoints
        {
            Bins = bins,
            R = new() { Limits = [firstActiveDay, .. Even(active, bins - 1)], LimitScoresHigher = true },
            F = [new() { Limits = [1, .. Even(repeaters, bins - 1)], LimitScoresHigher = false }],
            M = [new() { Limits = Even(population.SortedMonetaryCents, bins), LimitScoresHigher = false }],
        };
    }

    static RfmCutPoints Each(Population population, int bins, Func<long[], bool, CutPoints> limits)
    {
        var found = new CutPoints[3];
        Parallel.Invoke(
            () => found[2] = limits(population.SortedMonetaryCents, false),
            () => (found[0], found[1]) =
                (limits(population.SortedDays, true), limits(population.SortedFrequency, false)));
        return new RfmCutPoints { Bins = bins, R = found[0], F = [found[1]], M = [found[2]] };
    }

    static double[] Shifted(long[] sorted, int bins, double unit) =>
        [.. Even(sorted, bins).Select(limit => limit + unit)];

    // Nobody to compare with (all lost, or all one-time buyers): a limit that none can pass.
    internal static double[] Even(long[] sorted, int bins)
    {
        var limits = new double[bins - 1];
        for (var i = 0; i < limits.Length; i++)
            limits[i] = sorted.Length == 0 ? double.MaxValue : Quantiles.At(sorted, i + 1, bins);
        return limits;
    }
}
