using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules;

/// <summary>How a clock column follows from fact columns and today: what a rule on it is turned into.</summary>
/// <param name="Day">The calendar day counted from.</param>
/// <param name="Per">What the days since then are divided by; null if they are the value themselves.</param>
public sealed record ClockForm(Column<int> Day, Column<double>? Per)
{
    // By name: an idea that brings a clock column brings the columns it follows from.
    static readonly (string Name, string Day, string? Per)[] known =
    [
        ("recency_days", "last_order_day", null),
        ("cycle_position", "last_order_day", "cycle_days"),
        ("prospect_recency_days", "last_favourable_day", null),
    ];

    /// <summary>The form of a clock column; null if the column is none, or rules cannot use it.</summary>
    public static ClockForm? Of(Column column)
    {
        foreach (var (name, day, per) in known)
        {
            if (column.Name != name || column.Kind != ColumnKind.Clock) continue;
            if (Columns.Find(day) is not Column<int> from) return null;
            return per is null ? new ClockForm(from, null)
                : Columns.Find(per) is Column<double> divisor ? new ClockForm(from, divisor) : null;
        }
        return null;
    }
}
