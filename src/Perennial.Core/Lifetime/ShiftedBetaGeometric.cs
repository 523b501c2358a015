using Perennial.Core.Statistics;

namespace Perennial.Core.Lifetime;

/// <summary>
/// sBG: contracts that are renewed or not at the end of each period, each customer with a beta distributed probability
/// to cancel.
/// </summary>
/// <remarks>P. S. Fader and B. G. S. Hardie, "How to project customer retention", Journal of Interactive Marketing
/// 21(1), 2007.</remarks>
/// <param name="Alpha">Of the probability to cancel, with mean α / (α + β).</param>
/// <param name="Beta">Of the same.</param>
public sealed record ShiftedBetaGeometric(double Alpha, double Beta)
{
    /// <summary>Share of the customers still there after <paramref name="periods"/> renewals.</summary>
    public double Survival(int periods) =>
        Math.Exp(GammaFunctions.LogBeta(Alpha, Beta + periods) - GammaFunctions.LogBeta(Alpha, Beta));

    /// <summary>Probability to cancel at renewal number <paramref name="period"/>, from 1.</summary>
    public double Probability(int period) =>
        Math.Exp(GammaFunctions.LogBeta(Alpha + 1, Beta + period - 1) - GammaFunctions.LogBeta(Alpha, Beta));

    /// <summary>Log-likelihood of a cohort.</summary>
    /// <param name="remaining">Customers at the start, after the first renewal, after the second …</param>
    public double LogLikelihood(IReadOnlyList<double> remaining)
    {
        var before = GammaFunctions.LogBeta(Alpha, Beta);
        var sum = remaining[^1] * (GammaFunctions.LogBeta(Alpha, Beta + remaining.Count - 1) - before);
        for (var period = 1; period < remaining.Count; period++)
        {
            sum += (remaining[period - 1] - remaining[period])
                * (GammaFunctions.LogBeta(Alpha + 1, Beta + period - 1) - before);
        }
        return sum;
    }
}
