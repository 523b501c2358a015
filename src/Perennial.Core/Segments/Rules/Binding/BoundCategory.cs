using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>Binds a test of the cycle of a category to where customers stand in it.</summary>
static class BoundCategory
{
    public static BoundRule Bind(CategoryTest test, IReadOnlyList<IReadOnlyList<CategoryStand>> cycles)
    {
        CategoryStand?[] stands =
            [.. cycles.Select(mine => mine.FirstOrDefault(stand => stand.Category == test.Category))];
        if (test.Window is { } window) return new BoundWindow(Expected(stands), window);
        var positive = Positive(test.Column, test.Comparison!, stands);
        return test.Comparison!.Negated ? new BoundNot(positive) : positive;
    }

    static BoundRule Positive(Column column, Comparison comparison, CategoryStand?[] stands)
    {
        if (column == CycleColumns.Status) return new BoundStands(stands, comparison);
        if (column == CycleColumns.NextOrderExpectedAt)
            return new BoundDates(Expected(stands), [.. comparison.WholeRanges()]);
        if (column == CycleColumns.Position)
        {
            return new BoundPosition([.. stands.Select(stand => stand?.LastDay ?? int.MinValue)],
                Numbers(stands, stand => stand.CycleDays), [.. comparison.NumberRanges()]);
        }
        return new BoundRanges<double>(Numbers(stands, stand => Value(column, stand)),
            [.. comparison.NumberRanges().Select(range => (range.From, range.To))]);
    }

    /// <summary>The value of a column of numbers; NaN where there is none.</summary>
    public static double Value(Column column, CategoryStand stand) =>
        column == CycleColumns.Days ? stand.CycleDays
        : column == CycleColumns.DaysLow ? stand.CycleDaysLow
        : column == CycleColumns.DaysHigh ? stand.CycleDaysHigh
        : column == CycleColumns.BuyChance30 ? stand.BuyChance30
        : column == CycleColumns.BuyChance90 ? stand.BuyChance90
        : throw new ArgumentException($"A category has no {column.Name}.");

    static Instant[] Expected(CategoryStand?[] stands) =>
        [.. stands.Select(stand => stand?.ExpectedAt ?? Instant.None)];

    static double[] Numbers(CategoryStand?[] stands, Func<CategoryStand, double> of) =>
        [.. stands.Select(stand => stand is null ? double.NaN : of(stand))];
}

/// <summary>The status of today is one of some.</summary>
sealed class BoundStands(CategoryStand?[] stands, Comparison comparison) : BoundRule
{
    readonly bool[] wanted = [false, .. CycleStatuses.Names.Select(comparison.HoldsOf)];

    public override int Cost => 2;

    public override bool Holds(int row, RuleMoment moment) =>
        stands[row] is { } stand && wanted[(int)stand.StatusOn(moment.Today)];

    public override Instant NextEdge(int row, RuleMoment moment)
    {
        var next = int.MaxValue;
        foreach (var day in stands[row]?.Changes ?? [])
            if (day > moment.Today) next = Math.Min(next, day);
        return next == int.MaxValue ? Instant.Never : moment.Calendar.StartOf(next);
    }
}
