using Perennial.Core.Statistics;

namespace Perennial.Core.Lifetime;

/// <summary>
/// Gamma-Gamma: what a purchase is worth, as far as a customer's few purchases say, and the others' for the rest.
/// </summary>
/// <remarks>P. S. Fader and B. G. S. Hardie, "The Gamma-Gamma model of monetary value", 2013. The first purchase is
/// left out, so that x here is the x of the purchase models.</remarks>
/// <param name="P">Shape of one customer's purchase values.</param>
/// <param name="Q">Shape of the differences between customers; the mean is infinite unless above 1.</param>
/// <param name="Gamma">Their scale, in currency.</param>
public sealed record GammaGamma(double P, double Q, double Gamma)
{
    /// <summary>Mean value of a purchase over all customers; null where the mean is infinite.</summary>
    public double? PopulationMean => Q > 1 ? P * Gamma / (Q - 1) : null;

    /// <summary>Value to expect of a customer's next purchase; null where it would be infinite.</summary>
    /// <param name="x">Repeat purchases; 0 gives the mean of the population.</param>
    /// <param name="mean">Their mean value, not negative.</param>
    public double? Expected(int x, double mean) =>
        P * x + Q > 1 ? (Gamma + x * mean) * P / (P * x + Q - 1) : null;

    /// <summary>Log-likelihood of the customers who bought again.</summary>
    public double LogLikelihood(SpendPatterns patterns)
    {
        var ofCount = new double[patterns.MostPurchases + 1];
        for (var x = 1; x < ofCount.Length; x++)
        {
            ofCount[x] = GammaFunctions.LogGamma(P * x + Q) - GammaFunctions.LogGamma(P * x)
                + P * x * Math.Log(x);
        }
        var constant = Q * Math.Log(Gamma) - GammaFunctions.LogGamma(Q);
        return patterns.Sum((from, to) =>
        {
            var part = 0.0;
            for (var i = from; i < to; i++)
            {
                var (x, mean) = (patterns.X[i], patterns.Mean[i]);
                part += constant + ofCount[x] + (P * x - 1) * patterns.LogMean[i]
                    - (P * x + Q) * Math.Log(Gamma + mean * x);
            }
            return part;
        });
    }
}
