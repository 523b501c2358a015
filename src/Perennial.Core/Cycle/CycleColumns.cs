using Perennial.Core.Profiles;

namespace Perennial.Core.Cycle;

/// <summary>The columns of the purchase cycle.</summary>
public static class CycleColumns
{
    const string Own = "Perennial";
    const string OwnCycle = "Perennial; gamma gaps after Platzer and Reutterer 2016 (MBG/CNBD-k)";

    /// <summary>Usual days from one purchase to the next.</summary>
    public static Column<double> Days { get; } = new()
    {
        Name = "cycle_days", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "days",
        Formula = "Half of the time the next purchase comes within so many days of the last, judged by the customer's "
            + "own gaps and, the fewer those are, by everybody's; no value after one purchase.",
        Source = OwnCycle,
    };

    /// <summary>Days below which the next purchase comes one time in five.</summary>
    public static Column<double> DaysLow { get; } = new()
    {
        Name = "cycle_days_low", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "days",
        Formula = "One time in five the next purchase comes sooner than this.", Source = OwnCycle,
    };

    /// <summary>Days above which the next purchase comes one time in five.</summary>
    public static Column<double> DaysHigh { get; } = new()
    {
        Name = "cycle_days_high", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "days",
        Formula = "One time in five the next purchase comes later than this.", Source = OwnCycle,
    };

    /// <summary>The day the next order is expected.</summary>
    public static Column<Instant> NextOrderExpectedAt { get; } = new()
    {
        Name = "next_order_expected_at", Type = ColumnType.Instant, Kind = ColumnKind.ScoringRun,
        Unit = "UTC",
        Formula = "The start of the day of the last order plus cycle_days.", Source = OwnCycle,
    };

    /// <summary>How far through their cycle the customer is.</summary>
    public static Column<double> Position { get; } = new()
    {
        Name = "cycle_position", Type = ColumnType.Number, Kind = ColumnKind.Clock, Unit = "cycles",
        Formula = "Days since the last order divided by cycle_days: 1 is when the next order is due.", Source = Own,
        ReadAt = (table, _, _) => CyclePosition.ReadAt(table),
    };

    /// <summary>Where the customer stands in their own cycle.</summary>
    public static Column<byte> Status { get; } = new()
    {
        Name = "cycle_status", Type = ColumnType.Label, Kind = ColumnKind.Status, Unit = "name", Modelled = true,
        Formula = "By the share of customers with such gaps who would have come back by now: recent below 30 %, soon "
            + "below 60 %, late below 85 %, very late, and inactive from 97 % where the chance to buy within 90 days "
            + "is below half of everybody's; cycle unknown after one purchase; inactive after 1,095 days whatever the "
            + "cycle. Limits can be set. It says where customers stand in their own rhythm: to choose who buys, go by "
            + "p_buy_90d.",
        Source = OwnCycle, Labels = CycleStatuses.Names,
    };

    /// <summary>Chance to buy within 30 days.</summary>
    public static Column<double> BuyChance30 { get; } = new()
    {
        Name = "p_buy_30d", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "share 0..1",
        Formula = "Chance of an order within 30 days of the scoring run, calibrated on what the shop's customers did "
            + "within 30 days of days of the past year, and on how that changes with time and season.",
        Source = OwnCycle,
    };

    /// <summary>Chance to buy within 90 days.</summary>
    public static Column<double> BuyChance90 { get; } = new()
    {
        Name = "p_buy_90d", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "share 0..1",
        Formula = "Chance of an order within 90 days of the scoring run, calibrated on what the shop's customers did "
            + "within 90 days of days of the past year, and on how that changes with time and season.",
        Source = OwnCycle,
    };

    /// <summary>Sum of the gaps between purchase days.</summary>
    public static Column<int> GapDaysSum { get; } = new()
    {
        Name = "gap_days_sum", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "days",
        Formula = "Sum of the days from one purchase day to the next, each no longer than a limit.",
        Source = OwnCycle, Shown = false,
    };

    /// <summary>Sum of the logarithms of the gaps between purchase days.</summary>
    public static Column<double> GapLnSum { get; } = new()
    {
        Name = "gap_ln_sum", Type = ColumnType.Number, Kind = ColumnKind.Fact, Unit = "ln days",
        Formula = "Sum of the natural logarithms of the days from one purchase day to the next, each no longer than a "
            + "limit.",
        Source = OwnCycle, Shown = false,
    };

    /// <summary>The gap before the last one.</summary>
    public static Column<int> GapBeforeLastDays { get; } = new()
    {
        Name = "gap_before_last_days", Type = ColumnType.Days, Kind = ColumnKind.Fact, Unit = "days",
        Formula = "Days between the third-last and the second-last purchase day, no longer than a limit.",
        Source = "Wheat and Morrison 1990", Shown = false,
    };

    /// <summary>All of them, in the order of files and screens.</summary>
    internal static IReadOnlyList<Column> All =>
    [
        Days, DaysLow, DaysHigh, NextOrderExpectedAt, Position, Status,
        BuyChance30, BuyChance90, GapDaysSum, GapLnSum, GapBeforeLastDays,
    ];
}
