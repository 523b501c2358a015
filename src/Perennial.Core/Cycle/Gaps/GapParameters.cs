using Perennial.Core.Statistics;

namespace Perennial.Core.Cycle.Gaps;

/// <summary>What a shop's gaps between purchases were found to be: a mixture over regularities, rates that differ
/// between customers, and a chance of lapsing after each purchase. Frozen with a scoring run.</summary>
/// <param name="K">The regularities: the grid.</param>
/// <param name="Weights">The share of customers of each; together 1.</param>
/// <param name="A">Shape of the rates.</param>
/// <param name="B">Rate of the rates, days; B / (A − 1) is the mean gap where A is above 1.</param>
/// <param name="Alpha">First shape of the chance of lapsing.</param>
/// <param name="Beta">Second shape of the chance of lapsing.</param>
/// <param name="LogLikelihood">Of the customers fitted to.</param>
/// <param name="Customers">How many those were.</param>
public sealed record GapParameters(
    double[] K, double[] Weights, double A, double B, double Alpha, double Beta, double LogLikelihood, int Customers)
{
    /// <summary>The regularities that are tried: from bunched to like clockwork.</summary>
    public static readonly IReadOnlyList<double> Grid = [0.5, 0.8, 1, 1.5, 2, 3, 4.5, 7, 12];

    /// <summary>The mean regularity over customers.</summary>
    public double MeanK => K.Zip(Weights, (k, weight) => k * weight).Sum();

    /// <summary>The mean chance of lapsing after a purchase.</summary>
    public double MeanDropout => Alpha / (Alpha + Beta);

    /// <summary>The curve of one regularity.</summary>
    public GapCurve Curve(int component) => new(K[component], A, B);

    /// <summary>The chances that a customer lapsed right after the last of some purchases, and that they have not
    /// lapsed.</summary>
    /// <param name="gaps">Purchases less one.</param>
    public (double Lapsed, double Active) Dropout(int gaps)
    {
        // D = B(α+1, β+n) / B(α, β) and Q = B(α, β+n+1) / B(α, β); Q = D (β+n) / α.
        var lapsed = Math.Exp(GammaFunctions.LogBeta(Alpha + 1, Beta + gaps) - GammaFunctions.LogBeta(Alpha, Beta));
        return (lapsed, lapsed * (Beta + gaps) / Alpha);
    }
}
