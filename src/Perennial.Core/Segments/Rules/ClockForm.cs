using Perennial.Core.Parts;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules;

/// <summary>How a clock column follows from fact columns and today: what a rule on it is turned into.</summary>
/// <param name="Since">What is counted from: a calendar day, or an instant that lies on one.</param>
/// <param name="Per">What the days since then are divided by; null if they are the value themselves.</param>
public sealed record ClockForm(Column Since, Column<double>? Per)
{
    // By name: an idea that brings a clock column brings the columns it follows from.
    static readonly (string Name, string Since, string? Per)[] known =
    [
        ("recency_days", "last_order_day", null),
        ("cycle_position", "last_order_day", "cycle_days"),
        ("prospect_recency_days", "prospect_last_action_at", null),
    ];

    /// <summary>The form of a clock column; null if the column is none, or rules cannot use it.</summary>
    public static ClockForm? Of(Column column)
    {
        if (column.Kind != ColumnKind.Clock) return null;
        foreach (var (name, since, per) in known)
        {
            if (column.Name != name || Columns.Find(since) is not { } from) continue;
            if (per is null) return new ClockForm(from, null);
            return Columns.Find(per) is Column<double> divisor && from is Column<int>
                ? new ClockForm(from, divisor) : null;
        }
        return null;
    }

    /// <summary>The calendar day that is counted from; null if there is none.</summary>
    internal int? DayIn(ProfileTable table, int row, ShopCalendar calendar)
    {
        if (Since is Column<Instant> instants)
            return table.Values(instants)[row] is { HasValue: true } at ? calendar.DayOf(at) : null;
        var days = (Column<int>)Since;
        return table.Values(days)[row] is var day && day != days.NoValue ? day : null;
    }
}
