namespace Perennial.Insights;

/// <summary>Writes the rules that lead from a number to its customers.</summary>
static class RuleText
{
    /// <summary>column = 'name'</summary>
    public static string Is(string column, string name) => $"{column} = '{name.Replace("'", "''")}'";

    /// <summary>in segment 'name'</summary>
    public static string InSegment(string name) => $"in segment '{name.Replace("'", "''")}'";

    /// <summary>Values from a number on and below another; an infinite end is left out.</summary>
    public static string Between(string column, double from, double below)
    {
        var least = double.IsNegativeInfinity(from) ? "" : $"{column} >= {Number(from)}";
        if (double.IsPositiveInfinity(below)) return least.Length == 0 ? $"{column} is known" : least;
        return (least.Length == 0 ? "" : least + " and ") + $"{column} < {Number(below)}";
    }

    /// <summary>First orders from a day on and before another.</summary>
    public static string FirstOrder(DateOnly from, DateOnly before) =>
        $"first_order_at >= '{from:yyyy-MM-dd}' and first_order_at < '{before:yyyy-MM-dd}'";

    // Long enough to tell neighbouring edges apart, and never in powers of ten, which rules do not know.
    static string Number(double value) => value.ToString("0.########");
}
