namespace Perennial.Core.Statistics;

/// <summary>Logarithms of the gamma and beta functions, to about fifteen digits.</summary>
public static class GammaFunctions
{
    static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>ln Γ(x): Stirling's series, small arguments raised to 10 first (DLMF 5.11.1, 5.5.1).</summary>
    /// <param name="x">Above 0.</param>
    /// <returns>The logarithm; NaN where x is not above 0.</returns>
    public static double LogGamma(double x)
    {
        if (!(x > 0)) return double.NaN;
        var raised = 1.0;
        for (; x < 10; x++) raised *= x;
        var inverse = 1 / x;
        var square = inverse * inverse;
        var series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680
            - square * (1.0 / 1188 - square * (691.0 / 360_360 - square * (1.0 / 156)))))));
        return (x - 0.5) * Math.Log(x) - x + HalfLogTwoPi + series - Math.Log(raised);
    }

    /// <summary>ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b).</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);
}
