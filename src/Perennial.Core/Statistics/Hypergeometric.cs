namespace Perennial.Core.Statistics;

/// <summary>The two hypergeometric functions that lifetime models need, where nothing cancels.</summary>
public static class Hypergeometric
{
    /// <summary>Gauss' F(1, b; c; z) by his continued fraction (DLMF 15.7), whose every convergent is positive
    /// here.</summary>
    /// <param name="b">Positive.</param>
    /// <param name="c">Above b.</param>
    /// <param name="z">In 0..1; at 1 the result is finite only where c &gt; b + 1.</param>
    public static double One(double b, double c, double z)
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

    /// <summary>∫₀^∞ e^(−w) (1 + w/z)^(−s) dw = z U(1, 2 − s, z), Tricomi's function (DLMF 13.4.4): the discounted
    /// share of a falling rate that is left, by double exponential quadrature (Takahasi and Mori 1974).</summary>
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
            sum += Math.Exp(-w - s * NearZero.LogOnePlus(w / z)) * w * (1 + shrink);
        }
        return sum * step;
    }
}
