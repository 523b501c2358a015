
namespace Perennial.Core.Rfm;

/// <summary>Finds the cut points of a population, and scores customers by them.</summary>
public static class RfmScoring
{
    /// <summary>Finds the cut points of a population.</summary>
    /// <exception cref="BadInputException">The population is empty, the number of bins is not 2..10, or the
    /// method's own limits are missing or do not ascend.</exception>
    public static RfmCutPoints FindCutPoints(Population population, RfmOptions options)
    {
        if (options.Bins is < 2 or > 10)
            throw new BadInputException("bins", $"{options.Bins} scores are not offered.", "Use 2 to 10.");
        RefuseEmpty(population);
        return options.Method switch
        {
            RfmMethod.TiesTogether => QuantileLimits.TiesTogether(population, options.Bins),
            RfmMethod.NTile => NTiles(population, options).Independent(),
            RfmMethod.Nested => NTiles(population, options).Nested(),
            RfmMethod.Fixed => FixedLimits.Find(population, options),
            RfmMethod.PercentileCuts => QuantileLimits.PercentileCuts(population, options.Bins, Shares(options)),
            RfmMethod.OneTimeBuyerFloor =>
                QuantileLimits.OneTimeBuyerFloor(population, options.Bins, options.LostAfterDays),
            RfmMethod.RankPercent => RankPercentLimits.Find(population, options.Bins),
            RfmMethod.RfmR => QuantileLimits.RfmR(population, options.Bins),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Method, "Not a method."),
        };
    }

    internal static void RefuseEmpty(Population population)
    {
        if (population.Count == 0)
            throw new BadInputException("scoring", "No customer has an order.", "Import orders first.");
    }

    /// <summary>The scores of one customer by frozen cut points.</summary>
    /// <param name="cuts">From any earlier population.</param>
    /// <param name="day">Day of the last order, days since 1970-01-01.</param>
    /// <param name="frequency">Orders.</param>
    /// <param name="monetaryCents">Revenue, cents.</param>
    /// <param name="key">The customer's key, for methods that cut ties.</param>
    public static (byte R, byte F, byte M) Score(
        RfmCutPoints cuts, long day, long frequency, long monetaryCents, ReadOnlySpan<byte> key)
    {
        var r = cuts.R.Score(day, monetaryCents, key);
        var fCuts = cuts.F.Count == 1 ? cuts.F[0] : cuts.F[r - 1];
        var f = fCuts.Score(frequency, monetaryCents, key);
        var mCuts = cuts.M.Count == 1 ? cuts.M[0] : cuts.M[(r - 1) * cuts.Bins + f - 1];
        return (r, f, mCuts.Score(monetaryCents, frequency, key));
    }

    /// <summary>The two-dimensional rating: the mean of F and M, halves rounded up.</summary>
    public static byte Fxm(byte f, byte m) => (byte)((f + m + 1) / 2);

    static NTileLimits NTiles(Population population, RfmOptions options) =>
        new(population, options.Bins, options.TieBySecondMeasure);

    static IReadOnlyList<double> Shares(RfmOptions options)
    {
        var shares = options.Percentiles;
        var ascending = shares.Zip(shares.Skip(1)).All(pair => pair.First <= pair.Second);
        if (shares.Count != options.Bins - 1 || !ascending || shares.Any(share => share is not (>= 0 and <= 1)))
        {
            throw new BadInputException(
                "percentiles", $"[{string.Join(", ", shares)}] does not cut {options.Bins} scores.",
                $"Give {options.Bins - 1} shares in ascending order, each in 0..1.");
        }
        return shares;
    }
}
