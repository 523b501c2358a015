namespace Perennial.Core.Statistics;

/// <summary>The incomplete gamma function.</summary>
public static class IncompleteGamma
{
    const int Steps = 20_000;

    /// <summary>The share of a Gamma distribution of scale 1 that lies above a value: Q(shape, x) = Γ(shape, x) /
    /// Γ(shape). By the series below shape + 1, by Lentz' continued fraction above (W. Press et al., Numerical Recipes,
    /// 3rd edition, 6.2).</summary>
    /// <param name="shape">Above 0.</param>
    /// <param name="x">Any number; 1 where it is not above 0.</param>
    public static double Above(double shape, double x)
    {
        if (x <= 0) return 1;
        var factor = Math.Exp(shape * Math.Log(x) - x - GammaFunctions.LogGamma(shape));
        return Math.Clamp(x < shape + 1 ? 1 - factor * Series(shape, x) : factor * Fraction(shape, x), 0, 1);
    }

    static double Series(double shape, double x)
    {
        var term = 1 / shape;
        var sum = term;
        for (var n = 1; n <= Steps && term > sum * 1e-16; n++)
        {
            term *= x / (shape + n);
            sum += term;
        }
        return sum;
    }

    static double Fraction(double shape, double x)
    {
        const double tiny = 1e-300;
        var b = x + 1 - shape;
        var c = 1 / tiny;
        var d = 1 / b;
        var value = d;
        for (var i = 1; i <= Steps; i++)
        {
            var a = -i * (i - shape);
            b += 2;
            d = a * d + b;
            if (Math.Abs(d) < tiny) d = tiny;
            c = b + a / c;
            if (Math.Abs(c) < tiny) c = tiny;
            d = 1 / d;
            value *= d * c;
            if (Math.Abs(d * c - 1) < 1e-16) break;
        }
        return value;
    }
}
