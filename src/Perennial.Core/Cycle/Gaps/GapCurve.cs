using Perennial.Core.Statistics;

namespace Perennial.Core.Cycle.Gaps;

/// <summary>What one customer's past gaps between purchases add up to: all that the models need of them.</summary>
/// <param name="Gaps">Number of gaps n: purchase days less one.</param>
/// <param name="SumDays">Their sum S, days; each at least 1 and at most the cap.</param>
/// <param name="SumLn">The sum L of their natural logarithms.</param>
public readonly record struct GapSums(int Gaps, double SumDays, double SumLn)
{
    /// <summary>These gaps and one more.</summary>
    public GapSums With(double gapDays) => new(Gaps + 1, SumDays + gapDays, SumLn + Math.Log(gapDays));

    /// <summary>These gaps without one of them.</summary>
    public GapSums Without(double gapDays) => new(Gaps - 1, SumDays - gapDays, SumLn - Math.Log(gapDays));
}

/// <summary>
/// Gaps between purchases of one regularity: x | r ~ Gamma(k, rate k·r), r ~ Gamma(a, rate b), so that 1/r is the mean
/// gap for every k. All in closed form.
/// </summary>
/// <param name="K">Regularity: 1 is random, 12 like clockwork.</param>
/// <param name="A">Shape of the rates.</param>
/// <param name="B">Rate of the rates, days.</param>
public readonly record struct GapCurve(double K, double A, double B)
{
    /// <summary>The density of a customer's gaps, as its natural logarithm.</summary>
    public double LnDensity(GapSums x)
    {
        var shape = A + K * x.Gaps;
        return GammaFunctions.LogGamma(shape) - GammaFunctions.LogGamma(A) + A * Math.Log(B)
            - shape * Math.Log(B + K * x.SumDays) + (K - 1) * x.SumLn
            + x.Gaps * (K * Math.Log(K) - GammaFunctions.LogGamma(K));
    }

    /// <summary>The chance that the next gap is no longer than some days, given the past ones: the percentile of the
    /// present silence.</summary>
    public double Percentile(GapSums x, double silenceDays)
    {
        if (silenceDays <= 0) return 0;
        var scale = B + K * x.SumDays;
        var total = scale + K * silenceDays;
        var shape = A + K * x.Gaps;
        return IncompleteBeta.Below(
            K * silenceDays / total, scale / total, K, shape, GammaFunctions.LogBeta(K, shape));
    }

    /// <summary>The days within which the next gap ends with a probability, given the past ones.</summary>
    public double Quantile(GapSums x, double probability) =>
        (B + K * x.SumDays) / K * IncompleteBeta.InverseOdds(probability, K, A + K * x.Gaps);

    /// <summary>The chance of a purchase in the next days of a customer who still buys and has been silent for
    /// some.</summary>
    public double Returns(GapSums x, double silenceDays, double withinDays)
    {
        var still = 1 - Percentile(x, silenceDays);
        return still <= 0 ? 0 : 1 - (1 - Percentile(x, silenceDays + withinDays)) / still;
    }
}
