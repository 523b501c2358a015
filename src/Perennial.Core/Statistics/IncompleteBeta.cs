namespace Perennial.Core.Statistics;

/// <summary>The regularised incomplete beta function I_x(p, q), and the x at which it is a probability.</summary>
/// <remarks>By Lentz' continued fraction (W. Press et al., Numerical Recipes, 3rd edition, 6.4), its inverse by
/// safeguarded Newton steps.</remarks>
public static class IncompleteBeta
{
    /// <summary>I_x(p, q): the share of a Beta distribution that lies below x.</summary>
    /// <param name="x">0..1; values outside count as the nearer end.</param>
    /// <param name="p">Above 0.</param>
    /// <param name="q">Above 0.</param>
    public static double Below(double x, double p, double q) =>
        Below(x, 1 - x, p, q, GammaFunctions.LogBeta(p, q));

    /// <summary>As the other, with 1 − x (which may be small where x is nearly 1) and ln B(p, q) known, and to a
    /// relative error.</summary>
    public static double Below(
        double x, double rest, double p, double q, double logBeta, double enough = 3e-16)
    {
        if (!(x > 0)) return 0;
        if (!(rest > 0)) return 1;
        var front = Math.Exp(p * Math.Log(x) + q * Math.Log(rest) - logBeta);
        return x < (p + 1) / (p + q + 2)
            ? front * Fraction(x, p, q, enough) / p
            : 1 - front * Fraction(rest, q, p, enough) / q;
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
        var logBeta = GammaFunctions.LogBeta(p, q);
        // In v = ln(odds) the function is smooth over the whole line: Newton, kept inside a bracket by bisection.
        var (low, high) = (-700.0, 700.0);
        var v = Math.Log(p / q);
        for (var i = 0; i < 200; i++)
        {
            var (x, rest) = (1 / (1 + Math.Exp(-v)), 1 / (1 + Math.Exp(v)));
            var error = Below(x, rest, p, q, logBeta) - probability;
            if (error > 0) high = v;
            else low = v;
            var slope = Math.Exp(p * Math.Log(x) + q * Math.Log(rest) - logBeta);
            var next = v - error / slope;
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (Math.Abs(next - v) <= 1e-14 * Math.Max(1, Math.Abs(v))) return Math.Exp(next);
            v = next;
        }
        return Math.Exp(v);
    }

    /// <summary>1 − I_x(k, shape) for a whole k, which is a sum of k terms.</summary>
    public static double WholeSurvival(double x, double shape, int k)
    {
        var (term, sum) = (1.0, 1.0);
        for (var j = 1; j < k; j++)
        {
            term *= (shape + j - 1) / j * x;
            sum += term;
        }
        return sum * Math.Exp(shape * Math.Log(1 - x));
    }

    static double Fraction(double x, double p, double q, double enough)
    {
        const double tiny = 1e-300;
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
