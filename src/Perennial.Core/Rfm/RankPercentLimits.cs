
namespace Perennial.Core.Rfm;

/// <summary>Score = ceiling(bins × average rank / customers); equal values share their average rank.</summary>
static class RankPercentLimits
{
    public static RfmCutPoints Find(Population population, int bins) => new()
    {
        Bins = bins,
        R = Of(population.SortedDays, bins),
        F = [Of(population.SortedFrequency, bins)],
        M = [Of(population.SortedMonetaryCents, bins)],
    };

    static CutPoints Of(long[] sorted, int bins)
    {
        var limits = new double[bins - 1];
        Array.Fill(limits, -double.MaxValue);
        for (var first = 0; first < sorted.Length;)
        {
            var last = first;
            while (last + 1 < sorted.Length && sorted[last + 1] == sorted[first]) last++;
            // Ranks count from 1: the average of first+1 .. last+1 is (first + last + 2) / 2.
            var twiceRank = (long)first + last + 2;
            var score = (int)((bins * twiceRank + 2L * sorted.Length - 1) / (2L * sorted.Length));
            for (var i = score - 1; i < limits.Length; i++) limits[i] = sorted[first];
            first = last + 1;
        }
        return new CutPoints { Limits = limits, LimitScoresHigher = false };
    }
}
