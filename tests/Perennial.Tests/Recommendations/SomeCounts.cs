using Perennial.Core.Recommendations;

namespace Perennial.Tests.Recommendations;

/// <summary>Counts of customers, each given by their products.</summary>
static class SomeCounts
{
    public static CoOccurrence Of(int[][] customers)
    {
        var counts = new CoOccurrence();
        foreach (var products in customers) counts.Change([], products);
        return counts;
    }

    /// <summary>All counts as text, the same for the same counts.</summary>
    public static string Text(CoOccurrence counts, int products)
    {
        var pairs = Enumerable.Range(0, products)
            .SelectMany(high => (counts.PairsOf(high) ?? new Dictionary<int, int>()).OrderBy(pair => pair.Key)
            .Select(pair => $"{high}-{pair.Key}:{pair.Value}"));
        var single = Enumerable.Range(0, products).Select(counts.CustomersOf);
        return $"{counts.Customers} | {string.Join(' ', single)} | {string.Join(' ', pairs)}";
    }
}
