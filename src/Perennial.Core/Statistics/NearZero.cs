namespace Perennial.Core.Statistics;

/// <summary>Logarithms near 1 and exponentials near 0, without the digits that subtracting would lose.</summary>
/// <remarks>.NET's own LogP1 and ExpM1 are plain ln(1 + y) and exp(y) − 1.</remarks>
public static class NearZero
{
    /// <summary>ln(1 + y), exact where y is tiny.</summary>
    /// <param name="y">Above −1.</param>
    public static double LogOnePlus(double y)
    {
        if (y > 0.5) return Math.Log(1 + y);
        // What rounding of 1 + y lost is given back (Kahan).
        var sum = 1 + y;
        return sum == 1 ? y : Math.Log(sum) * y / (sum - 1);
    }

    /// <summary>ln(1 + exp(u)) without overflow.</summary>
    public static double LogOnePlusExp(double u) => u > 0 ? u + LogOnePlus(Math.Exp(-u)) : LogOnePlus(Math.Exp(u));

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
}
