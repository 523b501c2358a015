namespace Perennial.Insights;

/// <summary>One part of a whole.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Customers">How many are in it.</param>
/// <param name="Share">Of the whole, 0..1; 0 of nothing.</param>
/// <param name="Rule">The rule that finds them; empty where there is none.</param>
public sealed record Part(string Name, int Customers, double Share, string Rule)
{
    /// <summary>Parts that make up a whole.</summary>
    /// <param name="names">One for each.</param>
    /// <param name="counts">Customers of each.</param>
    /// <param name="rule">The rule of a name.</param>
    public static IReadOnlyList<Part> Of(
        IReadOnlyList<string> names, IReadOnlyList<int> counts, Func<string, string> rule)
    {
        var whole = counts.Sum();
        return [.. names.Zip(counts, (name, count) =>
            new Part(name, count, whole == 0 ? 0 : (double)count / whole, rule(name)))];
    }
}

/// <summary>Some customers split into parts: a row of a table, and a bar.</summary>
/// <param name="Name">Who they are.</param>
/// <param name="Customers">How many.</param>
/// <param name="Parts">The parts, in the same order in every row.</param>
/// <param name="Note">What is to be said of it; empty for nothing.</param>
/// <param name="Rule">The rule that finds them all.</param>
public sealed record SplitRow(string Name, int Customers, IReadOnlyList<Part> Parts, string Note, string Rule);
