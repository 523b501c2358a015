using Perennial.Core.Statistics;

namespace Perennial.Core.Rfm;

/// <summary>Cut points of equal groups: SQL's NTILE, alone or nested as Hughes does.</summary>
/// <remarks>
/// Where customers do not divide evenly the first groups (the lowest scores) hold one more, as in SQL. A limit
/// is the first customer above it, so the same scores come out again for a subset.
/// </remarks>
sealed class NTileLimits(Population population, int bins, bool tieBySecondMeasure)
{
    public RfmCutPoints Independent() => new()
    {
        Bins = bins,
        R = Limits(Sorted(All(), population.Days, population.MonetaryCents), population.Days, population.MonetaryCents),
        F = [OfFrequency(All())],
        M = [OfMonetary(All())],
    };

    public RfmCutPoints Nested()
    {
        var byDay = Sorted(All(), population.Days, population.MonetaryCents);
        List<CutPoints> f = [], m = [];
        foreach (var r in Tiles(byDay))
        {
            var byFrequency = Sorted(r, population.Frequency, population.MonetaryCents);
            f.Add(Limits(byFrequency, population.Frequency, population.MonetaryCents));
            foreach (var rf in Tiles(byFrequency)) m.Add(OfMonetary(rf));
        }
        return new RfmCutPoints
        {
            Bins = bins,
            R = Limits(byDay, population.Days, population.MonetaryCents),
            F = f,
            M = m,
        };
    }

    CutPoints OfFrequency(int[] customers) => Limits(
        Sorted(customers, population.Frequency, population.MonetaryCents), population.Frequency,
        population.MonetaryCents);

    CutPoints OfMonetary(int[] customers) => Limits(
        Sorted(customers, population.MonetaryCents, population.Frequency), population.MonetaryCents,
        population.Frequency);

    int[] All() => [.. Enumerable.Range(0, population.Count)];

    int[] Sorted(int[] customers, long[] measure, long[] second)
    {
        var sorted = (int[])customers.Clone();
        var keys = Array.ConvertAll(sorted, customer => RadixSort.Key(measure[customer]));
        RadixSort.Sort(keys, sorted);
        EqualStretches.Sort(keys, sorted, (a, b) =>
        {
            var bySecond = tieBySecondMeasure ? second[a].CompareTo(second[b]) : 0;
            return bySecond != 0 ? bySecond : population.Key(a).SequenceCompareTo(population.Key(b));
        });
        return sorted;
    }

    IEnumerable<int[]> Tiles(int[] sorted)
    {
        for (var tile = 0; tile < bins; tile++)
            yield return sorted[Start(sorted.Length, tile)..Start(sorted.Length, tile + 1)];
    }

    int Start(int count, int tile) => tile * (count / bins) + Math.Min(tile, count % bins);

    CutPoints Limits(int[] sorted, long[] measure, long[] second)
    {
        var limits = new double[bins - 1];
        var ties = new TiePoint[bins - 1];
        for (var i = 0; i < limits.Length; i++)
        {
            var start = Start(sorted.Length, i + 1);
            var first = start < sorted.Length ? sorted[start] : -1;
            limits[i] = first < 0 ? double.MaxValue : measure[first];
            ties[i] = first < 0 ? new TiePoint(null, "") : new TiePoint(
                tieBySecondMeasure ? second[first] : null,
                System.Text.Encoding.UTF8.GetString(population.Key(first)));
        }
        return new CutPoints { Limits = limits, LimitScoresHigher = true, Ties = ties };
    }
}
