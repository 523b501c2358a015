namespace Perennial.Tests.Planning;

/// <summary>Whether the two arms of many drawn shops differ: where they do not, the chances of so much difference are
/// spread evenly.</summary>
static class UniformTest
{
    /// <summary>Kolmogorov-Smirnov at 0.1 %: Smirnov's limit, 1.949 / sqrt(n).</summary>
    public const double Limit = 1.949;

    /// <summary>How far chances are from being spread evenly, to be compared with the limit.</summary>
    public static double Distance(IEnumerable<double> chances)
    {
        var p = chances.Order().ToArray();
        var most = p.Select((value, index) =>
            Math.Max(value - index / (double)p.Length, (index + 1) / (double)p.Length - value)).Max();
        return most * Math.Sqrt(p.Length);
    }

    /// <summary>Whether two groups of some fifty differ: two-sided, by the normal distribution with ties corrected for.
    /// </summary>
    public static double MannWhitney(List<double> one, List<double> other)
    {
        var all = one.Concat(other).Order().ToArray();
        double Rank(double value)
        {
            var first = Array.FindIndex(all, each => each == value);
            var last = Array.FindLastIndex(all, each => each == value);
            return (first + last) / 2.0 + 1;
        }
        var (n, m) = ((double)one.Count, (double)other.Count);
        var u = one.Sum(Rank) - n * (n + 1) / 2;
        var ties = all.GroupBy(value => value).Sum(same => Math.Pow(same.Count(), 3) - same.Count());
        var total = n + m;
        var variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)));
        var z = Math.Abs(u - n * m / 2) / Math.Sqrt(variance);
        return 2 * (1 - Normal(z));
    }

    // Abramowitz and Stegun, 26.2.17: to 7.5e-8.
    static double Normal(double z)
    {
        var t = 1 / (1 + 0.2316419 * z);
        var sum = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * sum;
    }
}
