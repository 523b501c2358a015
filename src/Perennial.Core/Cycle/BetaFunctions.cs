namespace Perennial.Core.Cycle;

/// <summary>The gamma and beta functions that the cycle's closed forms need.</summary>
/// <remarks>
/// Log-gamma by Lanczos' sum (g = 7, nine terms; relative error below 1e-14), the incomplete beta function by Lentz'
/// continued fraction (W. Press et al., Numerical Recipes, 3rd edition, 6.4), its inverse by safeguarded Newton steps.
/// </remarks>
public static class BetaFunctions
{
    static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>ln Γ(x).</summary>
    /// <param name="x">Above 0.</param>
    /// <returns>The logarithm; NaN where x is not above 0.</returns>
    public static double LnGamma(double x)
    {
        if (!(x > 0)) return double.NaN;
        // Γ(x) = Γ(x + 1) / x keeps the sum where it is accurate.
        if (x < 0.5) return LnGamma(x + 1) - Math.Log(x);
        x -= 1;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (x + i);
        var t = x + 7.5;
        return 0.91893853320467274 + (x + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }

    /// <summary>ln B(p, q) = ln Γ(p) + ln Γ(q) − ln Γ(p + q).</summary>
    public static double LnBeta(double p, double q) => LnGamma(p) + LnGamma(q) - LnGamma(p + q);

    /// <summary>The regularised incomplete beta function I_x(p, q).</summary>
    /// <param name="x">0..1; values outside count as the nearer end.</param>
    /// <param name="p">Above 0.</param>
    /// <param name="q">Above 0.</param>
    public static double Incomplete(double x, double p, double q) => Incomplete(x, 1 - x, p, q, LnBeta(p, q));

    /// <summary>As the other, with 1 − x (which may be small where x is nearly 1) and ln B(p, q) known.</summary>
    public static double Incomplete(double x, double rest, double p, double q, double lnBeta)
    {
        if (!(x > 0)) return 0;
        if (!(rest > 0)) return 1;
        var front = Math.Exp(p * Math.Log(x) + q * Math.Log(rest) - lnBeta);
        return x < (p + 1) / (p + q + 2)
            ? front * Fraction(x, p, q) / p
            : 1 - front * Fraction(rest, q, p) / q;
    }

    /// <summary>The x at which I_x(p, q) is a probability.</summary>
    /// <param name="probability">0..1.</param>
    /// <param name="p">Above 0.</param>
    /// <param name="q">Above 0.</param>
    /// <returns>The odds x / (1 − x), which keep their digits where x is nearly 1.</returns>
    public static double InverseOdds(double probability, double p, double q)
    {
        if (probability <= 0) return 0;
        if (probability >= 1) return double.PositiveInfinity;
        var lnBeta = LnBeta(p, q);
        // In v = ln(odds) the function is smooth over the whole line: Newton, kept inside a bracket by bisection.
        var (low, high) = (-700.0, 700.0);
        var v = Math.Log(p / q);
        for (var i = 0; i < 200; i++)
        {
            var (x, rest) = (1 / (1 + Math.Exp(-v)), 1 / (1 + Math.Exp(v)));
            var error = Incomplete(x, rest, p, q, lnBeta) - probability;
            if (error > 0) high = v;
            else low = v;
            var slope = Math.Exp(p * Math.Log(x) + q * Math.Log(rest) - lnBeta);
            var next = v - error / slope;
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (Math.Abs(next - v) <= 1e-14 * Math.Max(1, Math.Abs(v))) return Math.Exp(next);
            v = next;
        }
        return Math.Exp(v);
    }

    /// <summary>1 − I_x(k, shape) for a whole k, which is a sum of k terms.</summary>
    internal static double WholeSurvival(double x, double shape, int k)
    {
        var (term, sum) = (1.0, 1.0);
        for (var j = 1; j < k; j++)
        {
            term *= (shape + j - 1) / j * x;
            sum += term;
        }
        return sum * Math.Exp(shape * Math.Log(1 - x));
    }

    static double Fraction(double x, double p, double q)
    {
        const double tiny = 1e-300;
        const double enough = 3e-16;
        var c = 1.0;
        var d = 1 - (p + q) * x / (p + 1);
        if (Math.Abs(d) < tiny) d = tiny;
        d = 1 / d;
        var result = d;
        for (var m = 1; m <= 10_000; m++)
        {
            var even = m * (q - m) * x / ((p + 2 * m - 1) * (p + 2 * m));
            (c, d) = (Kept(1 + even / c), 1 / Kept(1 + even * d));
            result *= d * c;
            var odd = -(p + m) * (p + q + m) * x / ((p + 2 * m) * (p + 2 * m + 1));
            (c, d) = (Kept(1 + odd / c), 1 / Kept(1 + odd * d));
            result *= d * c;
            if (Math.Abs(d * c - 1) <= enough) break;
        }
        return result;

        static double Kept(double value) => Math.Abs(value) < tiny ? tiny : value;
    }
}
