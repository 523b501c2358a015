using Perennial.Core.Measurement;

namespace Perennial.Core.Promotion;

/// <summary>One customer's shares, drawn towards what was to be expected at the dates of their purchases, and how far
/// they stand out from it.</summary>
/// <param name="Purchases">Share of purchases on promotion.</param>
/// <param name="Value">Share of value on promotion.</param>
/// <param name="Depth">What was taken off, as a share of value.</param>
/// <param name="Score">The three, weighted.</param>
/// <param name="Over">The score minus what was to be expected.</param>
/// <param name="Deviation">How far off the score may be: one standard deviation.</param>
readonly record struct PromotionScore(
    double Purchases, double Value, double Depth, double Score, double Over, double Deviation)
{
    public static PromotionScore Of(PromotionModel model, in PromotionEvidence seen)
    {
        var (purchases, value) = (model.Purchases!, model.Value!);
        var open = model.OpenMonth;
        var expectedShare = Expected(seen.ExpectedShare, purchases.Mean, seen.OpenPurchases, open?.Purchases);
        var expectedValue = Expected(seen.ExpectedValue, value.Mean, seen.OpenValue, open?.Value);
        var expectedDepth = Expected(seen.ExpectedDepth, model.Depth, seen.OpenValue, open?.Depth);
        var forShare = BetaPrior.Of(expectedShare, purchases.Size);
        var forValue = BetaPrior.Of(expectedValue, value.Size);
        var share = forShare.Shrunk(seen.Promoted, seen.Purchases);
        var promotedValue = seen.ValueShare * seen.Effective;
        var ofValue = forValue.Shrunk(promotedValue, seen.Effective);
        // Depth is drawn like value, of which it is a part.
        var depth = (value.Size * expectedDepth + seen.Effective * seen.Depth) / (value.Size + seen.Effective);

        var valueDeviation = forValue.DeviationOf(promotedValue, seen.Effective);
        var depthDeviation = valueDeviation * Math.Min(1, depth / Math.Max(ofValue, 1e-9));
        var score = Weighted(model, ofValue, share, depth);
        // The three rest on the same purchases: their errors add up rather than cancel.
        return new PromotionScore(share, ofValue, depth, score,
            score - Weighted(model, expectedValue, expectedShare, expectedDepth),
            Weighted(model, valueDeviation, forShare.DeviationOf(seen.Promoted, seen.Purchases), depthDeviation));
    }

    // Of months that are over the calendar told; of the running one the scoring run does.
    static double Expected(double over, double otherwise, double open, double? openMonth)
    {
        var closed = double.IsNaN(over) ? otherwise : over;
        return openMonth is { } then ? (1 - open) * closed + open * then : closed;
    }

    static double Weighted(PromotionModel model, double value, double purchases, double depth) =>
        model.Weights[0] * value + model.Weights[1] * purchases + model.Weights[2] * depth;
}

/// <summary>What the fold kept of one customer.</summary>
/// <param name="Purchases">Purchases, at least 1.</param>
/// <param name="Promoted">Of these on promotion.</param>
/// <param name="Effective">Effective purchases, (Σv)²/Σv².</param>
/// <param name="ValueShare">Share of value on promotion.</param>
/// <param name="Depth">Share of value taken off.</param>
/// <param name="ExpectedShare">Expected at those dates; NaN where not known.</param>
/// <param name="ExpectedValue">Likewise of value.</param>
/// <param name="ExpectedDepth">Likewise of depth.</param>
readonly record struct PromotionEvidence(
    int Purchases, int Promoted, double Effective, double ValueShare, double Depth, double ExpectedShare,
    double ExpectedValue, double ExpectedDepth)
{
    /// <summary>Share of the purchases that are of the month that was not over at the scoring run; 0..1.</summary>
    public double OpenPurchases { get; init; }

    /// <summary>Likewise of value.</summary>
    public double OpenValue { get; init; }
}
