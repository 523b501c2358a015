using Perennial.Core.Cycle;
using Perennial.Core.Segments.Rules;

namespace Perennial.Data.Rules;

/// <summary>Tests of the purchase cycle of one category of products.</summary>
sealed class CategorySql(ConditionSql sql)
{
    /// <summary>Writes the positive test.</summary>
    public void Add(CategoryTest test)
    {
        sql.Append("exists (select 1 from category_cycle k where k.shard = p.shard"
            + $" and k.customer_id = p.customer_id and k.category = {sql.Value(test.Category)} and ");
        if (test.Window is { } window) sql.Window("k.expected_at", window.Bounds(sql.Moment));
        else Value(test, test.Comparison!);
        sql.Append(")");
    }

    void Value(CategoryTest test, Comparison comparison)
    {
        if (test.Column == CycleColumns.Status) Status(comparison);
        else if (test.Column == CycleColumns.NextOrderExpectedAt) sql.Dates("k.expected_at", comparison.WholeRanges());
        else if (test.Column == CycleColumns.Position) Position(comparison);
        else sql.Ranges($"k.{test.Column.Name}", [$"k.{test.Column.Name}"], comparison.NumberRanges());
    }

    void Position(Comparison comparison)
    {
        sql.Append("(k.cycle_days > 0 and ");
        sql.Ranges(() => $"({sql.Value((long)sql.Moment.Today)} - k.last_day)"
            + " / (case when k.cycle_days > 0 then k.cycle_days end)", ["k.cycle_days"], comparison.NumberRanges());
        sql.Append(")");
    }

    void Status(Comparison comparison)
    {
        var wanted = CycleStatuses.Names.Index().Where(name => comparison.HoldsOf(name.Item))
            .Select(name => (CycleStatus)(name.Index + 1)).ToList();
        sql.Append("(");
        foreach (var (index, status) in wanted.Index())
        {
            if (index > 0) sql.Append(" or ");
            sql.Append($"({Days(status)})");
        }
        sql.Append(wanted.Count == 0 ? "1 = 0)" : ")");
    }

    string Days(CycleStatus status) => status switch
    {
        CycleStatus.Recent => $"{Before("soon_day")} and {Before("inactive_day")}",
        CycleStatus.Soon => $"{From("soon_day")} and {Before("late_day")} and {Before("inactive_day")}",
        CycleStatus.Late => $"{From("late_day")} and {Before("very_late_day")} and {Before("inactive_day")}",
        CycleStatus.VeryLate => $"{From("very_late_day")} and {Before("inactive_day")}",
        CycleStatus.Inactive => From("inactive_day"),
        _ => $"k.soon_day is null and {Before("inactive_day")}",
    };

    // A condition in SQL is never unknown.
    string Before(string day) => $"k.{day} is not null and k.{day} > {sql.Value((long)sql.Moment.Today)}";

    string From(string day) => $"k.{day} is not null and k.{day} <= {sql.Value((long)sql.Moment.Today)}";
}
