namespace Perennial.Core.Measurement;

/// <summary>The Gamma function's logarithm, and the share of a Gamma distribution above a value.</summary>
static class GammaFunctions
{
    // Lanczos' coefficients for g = 607/128 (P. Godfrey, 2001); relative error below 1e-14.
    static readonly double[] Lanczos =
    [
        0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
        -0.49191381609762019978, .33994649984811888699e-4, .46523628927048575665e-4, -.98374475304879564677e-4,
        .15808870322491248884e-3, -.21026444172410488319e-3, .21743961811521264320e-3, -.16431810653676389022e-3,
        .84418223983852743293e-4, -.26190838401581408670e-4, .36899182659531622704e-5,
    ];

    /// <summary>ln Γ(x) for positive x.</summary>
    public static double Log(double x)
    {
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (x + i);
        var t = x + 607.0 / 128 + .5;
        return (x + .5) * Math.Log(t) - t + Math.Log(Math.Sqrt(2 * Math.PI) * sum / x);
    }

    /// <summary>The share of a Gamma distribution of scale 1 that lies above a value: Q(shape, x) = Γ(shape, x) /
    /// Γ(shape). By the series below shape + 1, by Lentz's continued fraction above (Numerical Recipes, 6.2).</summary>
    public static double UpperShare(double shape, double x)
    {
        if (x <= 0) return 1;
        var factor = Math.Exp(shape * Math.Log(x) - x - Log(shape));
        return Math.Clamp(x < shape + 1 ? 1 - factor * Series(shape, x) : factor * Fraction(shape, x), 0, 1);
    }

    const int Steps = 20_000;

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
