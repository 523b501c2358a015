using Perennial.Core.Statistics;

namespace Perennial.Core.Cycle.Forecasts;

/// <summary>The chance of an order within some days, calibrated on what the shop's customers did after days of the past
/// year.</summary>
/// <remarks>
/// For repeat buyers two forecasts are fitted to the same past and compared on customers left out of the fitting: the
/// model of gaps, calibrated by a logistic regression on its logit, ln(1+n), ln(1+silence) and ln(1+tenure); and a
/// plain logistic regression on ln(1+n), ln(1+silence) and ln(1+tenure). The better one is used. Those who
/// bought once have the curve of
/// first returns, calibrated likewise.
/// </remarks>
public sealed record HorizonModel
{
    /// <summary>Days ahead.</summary>
    public required int Days { get; init; }

    /// <summary>The share of all customers with an order who bought again in the days before the run; null where the
    /// past is too short to say.</summary>
    public double? BaseShare { get; init; }

    /// <summary>Calibrates the model of gaps; null leaves it as it is.</summary>
    public Logistic? Calibrator { get; init; }

    /// <summary>The plain logistic regression; null where it was not fitted.</summary>
    public Logistic? Plain { get; init; }

    /// <summary>Calibrates the curve of first returns; null leaves it as it is.</summary>
    public Logistic? SingleCalibrator { get; init; }

    /// <summary>How much more often than on the days calibrated on customers are to buy in the days to come, by the
    /// season and by how levels last: added to every calibrated chance on the scale of its logit.</summary>
    public double Level { get; init; }

    /// <summary>How uncertain the level is, as one standard deviation on the same scale: how far all chances together
    /// may run too high or too low. Null of runs that did not ask.</summary>
    public double? LevelError { get; init; }

    /// <summary>Whether the past holds the season of the days to come.</summary>
    public bool KnowsSeason { get; init; }

    /// <summary>Whether the plain regression is used, because the model of gaps did not beat it or was not
    /// fitted.</summary>
    public bool Fallback { get; init; }

    /// <summary>The model of gaps before calibration, on repeat buyers; null where it could not be compared.</summary>
    public ForecastScore? Uncalibrated { get; init; }

    /// <summary>The model of gaps, calibrated.</summary>
    public ForecastScore? Calibrated { get; init; }

    /// <summary>The plain regression.</summary>
    public ForecastScore? PlainLogistic { get; init; }

    /// <summary>Recency alone.</summary>
    public ForecastScore? Recency { get; init; }

    /// <summary>In words: which forecast is used, and why.</summary>
    public required string Verdict { get; init; }

    /// <summary>How far the mean of some chances may lie off, in 95 of 100 runs, for the level alone: 1.96 standard
    /// deviations of the level, times how much a mean of such chances moves with it. NaN where no chance is known, or
    /// the run did not ask.</summary>
    /// <param name="chances">Each 0..1; NaN is left out.</param>
    public double MayBeOff(IEnumerable<double> chances)
    {
        var (moves, count) = (0.0, 0);
        foreach (var chance in chances)
        {
            if (double.IsNaN(chance)) continue;
            moves += chance * (1 - chance);
            count++;
        }
        return count == 0 || LevelError is not { } error ? double.NaN : 1.96 * error * moves / count;
    }

    /// <summary>Whether the chance of a buyer follows from what the shop's customers did; where not, the level is not
    /// added either.</summary>
    internal bool IsCalibrated(in Buyer buyer) => buyer.Sums.Gaps == 0 ? SingleCalibrator is not null
        : Fallback && Plain is not null || Calibrator is not null;

    /// <summary>The chance of one buyer.</summary>
    /// <param name="buyer">Who.</param>
    /// <param name="gapChance">By the model of gaps; for one who bought once by the curve of first returns. NaN where
    /// there is none.</param>
    /// <returns>The chance, 0..1; NaN where nothing can be said.</returns>
    public double Chance(in Buyer buyer, double gapChance)
    {
        Span<double> features = stackalloc double[5];
        if (buyer.Sums.Gaps == 0)
        {
            if (double.IsNaN(gapChance) || SingleCalibrator is null) return gapChance;
            SingleFeatures(buyer, gapChance, features);
            return SingleCalibrator.Probability(features, Level);
        }
        if (Fallback && Plain is not null)
        {
            PlainFeatures(buyer, features);
            return Plain.Probability(features, Level);
        }
        if (double.IsNaN(gapChance) || Calibrator is null) return gapChance;
        GapFeatures(buyer, gapChance, features);
        return Calibrator.Probability(features, Level);
    }

    internal static void GapFeatures(in Buyer buyer, double gapChance, Span<double> into)
    {
        into[0] = 1;
        into[1] = Logit(gapChance);
        into[2] = Math.Log(1 + buyer.Sums.Gaps);
        into[3] = Math.Log(1 + buyer.SilenceDays);
        into[4] = Math.Log(1 + buyer.TenureDays);
    }

    internal static void PlainFeatures(in Buyer buyer, Span<double> into)
    {
        into[0] = 1;
        into[1] = Math.Log(1 + buyer.Sums.Gaps);
        into[2] = Math.Log(1 + buyer.SilenceDays);
        into[3] = Math.Log(1 + buyer.TenureDays);
    }

    internal static void SingleFeatures(in Buyer buyer, double curveChance, Span<double> into)
    {
        into[0] = 1;
        into[1] = Logit(curveChance);
        into[2] = Math.Log(1 + buyer.SilenceDays);
    }

    static double Logit(double p)
    {
        var kept = Math.Clamp(p, 1e-6, 1 - 1e-6);
        return Math.Log(kept / (1 - kept));
    }
}
