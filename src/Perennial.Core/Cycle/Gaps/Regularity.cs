namespace Perennial.Core.Cycle.Gaps;

/// <summary>How regular gaps between purchases are, as the shape k of a gamma distribution: 1 is random, 12 like
/// clockwork.</summary>
public static class Regularity
{
    /// <summary>Wheat and Morrison's estimate from two gaps of each customer.</summary>
    /// <param name="gaps">Two consecutive gaps of each customer, days.</param>
    /// <returns>k and the number of customers; k is 0 where there is nobody or no variation.</returns>
    /// <remarks>
    /// M = x₁/(x₁+x₂) and k = (1 − 4 Var M) / (8 Var M). The variance is taken about one half, which is M's mean
    /// whichever of the gaps comes first, so that nothing has to be drawn at random (R. D. Wheat and D. G. Morrison,
    /// Estimating purchase regularity with two interpurchase times, 1990).
    /// </remarks>
    public static (double K, int Customers) WheatMorrison(IEnumerable<(double First, double Second)> gaps)
    {
        var (sum, count) = (0.0, 0);
        foreach (var (first, second) in gaps)
        {
            if (!(first + second > 0)) continue;
            var off = first / (first + second) - 0.5;
            sum += off * off;
            count++;
        }
        if (count == 0 || sum <= 0) return (0, count);
        var variance = sum / count;
        return (Math.Max(0, (1 - 4 * variance) / (8 * variance)), count);
    }

    /// <summary>Minka's estimate of k from one customer's gaps (T. Minka, Estimating a gamma distribution,
    /// 2002).</summary>
    /// <returns>k; null where fewer than two gaps, or equal gaps, cannot say.</returns>
    public static double? Minka(GapSums x) => Spread(x) is { } s
        ? (3 - s + Math.Sqrt((s - 3) * (s - 3) + 24 * s)) / (12 * s) : null;

    /// <summary>Thom's estimate of k from one customer's gaps (H. C. S. Thom, A note on the gamma distribution,
    /// 1958).</summary>
    /// <returns>k; null where fewer than two gaps, or equal gaps, cannot say.</returns>
    public static double? Thom(GapSums x) => Spread(x) is { } s ? (1 + Math.Sqrt(1 + 4 * s / 3)) / (4 * s) : null;

    /// <summary>The squared reciprocal of the coefficient of variation (variance with n − 1).</summary>
    /// <returns>k; null where fewer than two gaps, or equal gaps, cannot say.</returns>
    public static double? ByVariation(IReadOnlyList<double> gaps)
    {
        if (gaps.Count < 2) return null;
        var mean = gaps.Average();
        var variance = gaps.Sum(gap => (gap - mean) * (gap - mean)) / (gaps.Count - 1);
        return variance > 0 ? mean * mean / variance : null;
    }

    // Logarithm of the arithmetic over the geometric mean; rounding alone makes less than 1e-12 of equal gaps.
    static double? Spread(GapSums x)
    {
        if (x.Gaps < 2) return null;
        var s = Math.Log(x.SumDays / x.Gaps) - x.SumLn / x.Gaps;
        return s > 1e-12 ? s : null;
    }
}
