namespace Perennial.Core.Lifetime;

/// <summary>Logarithms of the gamma and beta functions, to about fifteen digits.</summary>
static class GammaFunctions
{
    static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>ln Γ(x) for positive x: Stirling's series, small arguments raised to 10 first (DLMF 5.11.1,
    /// 5.5.1).</summary>
    public static double LogGamma(double x)
    {
        var raised = 1.0;
        for (; x < 10; x++) raised *= x;
        var inverse = 1 / x;
        var square = inverse * inverse;
        var series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680
            - square * (1.0 / 1188 - square * (691.0 / 360_360 - square * (1.0 / 156)))))));
        return (x - 0.5) * Math.Log(x) - x + HalfLogTwoPi + series - Math.Log(raised);
    }

    /// <summary>ln B(a, b) for positive a and b.</summary>
    public static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    /// <summary>ln(1 + exp(u)) without overflow.</summary>
    public static double LogOnePlusExp(double u) => u > 0 ? u + LogOnePlus(Math.Exp(-u)) : LogOnePlus(Math.Exp(u));

    /// <summary>ln(1 + y), exact where y is tiny.</summary>
    public static double LogOnePlus(double y)
    {
        if (y > 0.5) return Math.Log(1 + y);
        // What rounding of 1 + y lost is given back (Kahan).
        var sum = 1 + y;
        return sum == 1 ? y : Math.Log(sum) * y / (sum - 1);
    }

    /// <summary>exp(y) − 1, exact where y is tiny.</summary>
    public static double ExpMinusOne(double y)
    {
        if (Math.Abs(y) > 0.5) return Math.Exp(y) - 1;
        var power = Math.Exp(y);
        if (power == 1) return y;
        return power - 1 == -1 ? -1 : (power - 1) * y / Math.Log(power);
    }

    /// <summary>(1 − ratio^−c) / c, which is ln(ratio) at c = 0 and smooth around it.</summary>
    /// <param name="logRatio">ln(ratio), not negative.</param>
    /// <param name="c">Any number.</param>
    public static double PowerGap(double logRatio, double c) =>
        Math.Abs(c * logRatio) < 1e-12 ? logRatio : -ExpMinusOne(-c * logRatio) / c;

    /// <summary>The hypergeometric function F(1, b; c; z) by Gauss' continued fraction (DLMF 15.7), whose every
    /// convergent is positive here.</summary>
    /// <param name="b">Positive.</param>
    /// <param name="c">Above b.</param>
    /// <param name="z">In 0..1; at 1 the result is finite only where c &gt; b + 1.</param>
    public static double HypergeometricOne(double b, double c, double z)
    {
        const int mostSteps = 20_000;
        if (z == 0) return 1;
        // Lentz's method for 1 - a1 z / (1 - a2 z / (1 - ...)).
        double value = 1, numeratorRatio = 1, denominatorRatio = 0;
        for (var step = 1; step <= mostSteps; step++)
        {
            var n = step / 2;
            var term = (step % 2 == 1
                ? (b + n) * (c + n - 1) / ((c + 2 * n - 1) * (c + 2 * n))
                : n * (c - b + n - 1) / ((c + 2 * n - 2) * (c + 2 * n - 1))) * z;
            if (step == 1) term = b / c * z;
            denominatorRatio = 1 / (1 - term * denominatorRatio);
            numeratorRatio = 1 - term / numeratorRatio;
            var change = numeratorRatio * denominatorRatio;
            value *= change;
            if (Math.Abs(change - 1) < 2e-16) break;
        }
        return 1 / value;
    }

    /// <summary>∫₀^∞ e^(−w) (1 + w/z)^(−s) dw: the discounted share of a falling rate that is left, by double
    /// exponential quadrature (Takahasi and Mori 1974).</summary>
    /// <param name="s">Any number.</param>
    /// <param name="z">Positive.</param>
    public static double DiscountIntegral(double s, double z)
    {
        const double step = 1.0 / 32;
        var sum = 0.0;
        for (var i = -224; i <= 192; i++)
        {
            var y = i * step;
            var shrink = Math.Exp(-y);
            var w = Math.Exp(y - shrink);
            if (w is 0 or > 745) continue;
            sum += Math.Exp(-w - s * LogOnePlus(w / z)) * w * (1 + shrink);
        }
        return sum * step;
    }
}
