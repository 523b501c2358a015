
namespace Perennial.Core.Rfm;

/// <summary>Cut points given by hand, as lower bounds of the scores (rfm's recency_bins and so on).</summary>
static class FixedLimits
{
    public static RfmCutPoints Find(Population population, RfmOptions options)
    {
        Check("recency limits", options.RecencyLimits, options.Bins);
        Check("frequency limits", options.FrequencyLimits, options.Bins);
        Check("monetary limits", options.MonetaryLimits, options.Bins);
        return new RfmCutPoints
        {
            Bins = options.Bins,
            // Recency below a bound scores better, so the day must lie after it; bounds descend as days.
            R = new()
            {
                Limits = [.. options.RecencyLimits.Reverse().Select(days => population.AsOfDay - days)],
                LimitScoresHigher = false,
            },
            F = [new() { Limits = [.. options.FrequencyLimits], LimitScoresHigher = true }],
            M = [new() { Limits = [.. options.MonetaryLimits.Select(limit => Math.Round(limit * 100))],
                LimitScoresHigher = true }],
        };
    }

    static void Check(string name, IReadOnlyList<double> limits, int bins)
    {
        if (limits.Count != bins - 1)
        {
            throw new BadInputException(name, $"{limits.Count} limits make {limits.Count + 1} scores, not {bins}.",
                $"Give {bins - 1} limits, or set the number of bins to {limits.Count + 1}.");
        }
        for (var i = 0; i < limits.Count; i++)
        {
            if (double.IsNaN(limits[i]) || double.IsInfinity(limits[i]) || (i > 0 && limits[i] < limits[i - 1]))
                throw new BadInputException(name, $"Limit {i + 1} is {limits[i]}.", "Give numbers in ascending order.");
        }
    }
}
