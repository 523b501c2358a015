namespace Perennial.Insights;

/// <summary>Customers whose value lies between two numbers.</summary>
/// <param name="From">From this on.</param>
/// <param name="To">Below this; null in the last, which has no end.</param>
/// <param name="Customers">How many.</param>
/// <param name="Share">Of all with a value.</param>
/// <param name="Rule">The rule that finds them.</param>
public sealed record Bin(double From, double? To, int Customers, double Share, string Rule);

/// <summary>How the values of a column are spread.</summary>
/// <param name="Column">The column.</param>
/// <param name="Customers">Customers with a value.</param>
/// <param name="Mean">Their mean; null without any.</param>
/// <param name="Median">Half have less; null without any.</param>
/// <param name="Bins">From small to large; empty without any value.</param>
public sealed record Distribution(string Column, int Customers, double? Mean, double? Median, IReadOnlyList<Bin> Bins)
{
    const int UsualBins = 10;

    /// <summary>The spread of values, those that are NaN left out, in about ten bins of equal round width; the last
    /// takes the hundredth that lies beyond.</summary>
    public static Distribution Of(string column, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value))];
        Array.Sort(sorted);
        if (sorted.Length == 0) return new(column, 0, null, null, []);
        var least = Math.Min(0, sorted[0]);
        var most = sorted[(int)((sorted.Length - 1) * 0.99)];
        var width = RoundUp((most - least) / UsualBins);
        var first = Math.Floor(least / width);
        // Multiples rather than sums: .1 three times would not be .3.
        var bins = Math.Max(1, (int)Math.Ceiling(Math.Round(most / width - first, 6)));
        return Of(column, sorted, [.. Enumerable.Range(0, bins).Select(i => Math.Round((first + i) * width, 8))]);
    }

    /// <summary>The spread of values over given edges.</summary>
    /// <param name="column">The column.</param>
    /// <param name="sorted">Ascending, without NaN.</param>
    /// <param name="edges">Where each bin begins, ascending; nothing lies below the first.</param>
    public static Distribution Of(string column, double[] sorted, IReadOnlyList<double> edges)
    {
        if (sorted.Length == 0) return new(column, 0, null, null, []);
        var bins = new List<Bin>();
        var at = 0;
        for (var i = 0; i < edges.Count; i++)
        {
            var below = i + 1 < edges.Count ? edges[i + 1] : double.PositiveInfinity;
            var start = at;
            while (at < sorted.Length && sorted[at] < below) at++;
            bins.Add(new Bin(edges[i], i + 1 < edges.Count ? below : null, at - start,
                (double)(at - start) / sorted.Length, RuleText.Between(column, edges[i], below)));
        }
        return new(column, sorted.Length, sorted.Average(), sorted[(sorted.Length - 1) / 2], bins);
    }

    static double RoundUp(double value)
    {
        if (!(value > 1e-7)) return 1e-6;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var step in (double[])[1, 2, 2.5, 5]) if (value <= step * power * 1.000001) return step * power;
        return 10 * power;
    }
}
