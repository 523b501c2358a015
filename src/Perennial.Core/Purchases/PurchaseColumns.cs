using Perennial.Core.Profiles;

namespace Perennial.Core.Purchases;

/// <summary>The columns that follow from purchases alone: what was bought, and the measures that RFM and the call order
/// compare.</summary>
public static class PurchaseColumns
{
    const string Own = "Perennial";
    const string RfmSource = "Hughes, Strategic Database Marketing; conventions as in rfm 0.3.0";

    /// <summary>Instant of the first counted order.</summary>
    public static Column<Instant> FirstOrderAt { get; } = new()
    {
        Name = "first_order_at", Type = ColumnType.Instant, Kind = ColumnKind.Fact, Unit = "UTC",
        Formula = "When the first order was placed; fully returned orders do not count.", Source = Own,
    };

    /// <summary>Instant of the last counted order.</summary>
    public static Column<Instant> LastOrderAt { get; } = new()
    {
        Name = "last_order_at", Type = ColumnType.Instant, Kind = ColumnKind.Fact, Unit = "UTC",
        Formula = "When the last order was placed; fully returned orders do not count.", Source = Own,
    };

    /// <summary>Number of orders that were not fully returned.</summary>
    public static Column<int> Orders { get; } = new()
    {
        Name = "orders", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "orders",
        Formula = "Orders placed; fully returned orders do not count.", Source = Own,
    };

    /// <summary>Number of fully returned orders.</summary>
    public static Column<int> ReturnedOrders { get; } = new()
    {
        Name = "returned_orders", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "orders",
        Formula = "Orders of which everything was given back.", Source = Own,
    };

    /// <summary>Net revenue over all orders.</summary>
    public static Column<long> Revenue { get; } = new()
    {
        Name = "revenue", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Sum over all orders of goods minus discounts minus refunds.", Source = Own,
    };

    /// <summary>Revenue divided by orders.</summary>
    public static Column<double> AverageOrderValue { get; } = new()
    {
        Name = "average_order_value", Type = ColumnType.Number, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Revenue divided by orders.", Source = Own,
    };

    /// <summary>Share of what was paid that was given back.</summary>
    public static Column<double> RefundRate { get; } = new()
    {
        Name = "refund_rate", Type = ColumnType.Number, Kind = ColumnKind.Fact, Unit = "share 0..1",
        Formula = "Refunds divided by goods minus discounts; no value where nothing was paid.", Source = Own,
    };

    /// <summary>Net revenue minus cost of the orders whose cost is known.</summary>
    public static Column<long> Margin { get; } = new()
    {
        Name = "margin", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Net revenue minus cost of goods, over the orders whose cost is known.", Source = Own,
    };

    /// <summary>Mean days from one purchase day to the next.</summary>
    public static Column<double> MeanGapDays { get; } = new()
    {
        Name = "mean_gap_days", Type = ColumnType.Number, Kind = ColumnKind.Fact, Unit = "days",
        Formula = "Mean days from one purchase day to the next; orders of one day are one purchase day.",
        Source = "Novo, customer latency",
    };

    /// <summary>Days between the last two purchase days.</summary>
    public static Column<int> LastGapDays { get; } = new()
    {
        Name = "last_gap_days", Type = ColumnType.Days, Kind = ColumnKind.Fact, Unit = "days",
        Formula = "Days between the last two purchase days.", Source = "Novo, customer latency",
    };

    /// <summary>Days between the first two purchase days.</summary>
    public static Column<int> FirstGapDays { get; } = new()
    {
        Name = "first_gap_days", Type = ColumnType.Days, Kind = ColumnKind.Fact, Unit = "days",
        Formula = "Days from the first purchase day to the second.", Source = "Novo, customer latency",
    };

    /// <summary>Whether the customer ordered at least twice.</summary>
    public static Column<byte> MultiBuyer { get; } = new()
    {
        Name = "multi_buyer", Type = ColumnType.Flag, Kind = ColumnKind.Fact, Unit = "yes or no",
        Formula = "Two or more orders.", Source = Own,
    };

    /// <summary>Whether the last order came from a subscription.</summary>
    public static Column<byte> Continuity { get; } = new()
    {
        Name = "continuity", Type = ColumnType.Flag, Kind = ColumnKind.Fact, Unit = "yes or no",
        Formula = "The last order was placed by a running subscription.", Source = Own,
    };

    /// <summary>Calendar days since the last counted order.</summary>
    public static Column<int> RecencyDays { get; } = new()
    {
        Name = "recency_days", Type = ColumnType.Days, Kind = ColumnKind.Clock, Unit = "days",
        Formula = "Calendar days in the shop's time zone since the last order.", Source = RfmSource,
        ReadAt = PurchaseFold.ReadAt,
    };

    /// <summary>Number of orders, the F of RFM.</summary>
    public static Column<int> Frequency { get; } = new()
    {
        Name = "frequency", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "orders",
        Formula = "Number of orders that were not fully returned.", Source = RfmSource,
    };

    /// <summary>Total revenue, the M of RFM.</summary>
    public static Column<long> Monetary { get; } = new()
    {
        Name = "monetary", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Net revenue over all orders, at least 0.", Source = RfmSource,
    };

    /// <summary>Cumulative revenue times orders.</summary>
    public static Column<double> PriorityScore { get; } = new()
    {
        Name = "priority_score", Type = ColumnType.Number, Kind = ColumnKind.Fact, Unit = "currency x orders",
        Formula = "Revenue times orders.", Source = "Perennial",
    };

    /// <summary>Number of different days with a counted order.</summary>
    public static Column<int> PurchaseDays { get; } = new()
    {
        Name = "purchase_days", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "days",
        Formula = "Different days with an order; orders of one day are one purchase.",
        Source = "Fader, Hardie and Lee 2005 (transactions per period)",
    };

    /// <summary>Day of the first counted order, days since 1970-01-01 in the shop's calendar.</summary>
    public static Column<int> FirstOrderDay { get; } = new()
    {
        Name = "first_order_day", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "days since 1970-01-01",
        Formula = "The shop's calendar day of the first order.", Source = Own, Shown = false,
    };

    /// <summary>Day of the last counted order, days since 1970-01-01 in the shop's calendar.</summary>
    public static Column<int> LastOrderDay { get; } = new()
    {
        Name = "last_order_day", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "days since 1970-01-01",
        Formula = "The shop's calendar day of the last order.", Source = Own, Shown = false,
    };

    /// <summary>Net revenue of the first purchase day: what spend models leave out.</summary>
    public static Column<long> FirstDayRevenue { get; } = new()
    {
        Name = "first_day_revenue", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Net revenue of the orders of the first purchase day.", Source = "Fader and Hardie 2013",
        Shown = false,
    };

    /// <summary>Net revenue of the 365 days to the last counted order, itself included.</summary>
    public static Column<long> YearToLastRevenue { get; } = new()
    {
        Name = "year_to_last_revenue", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Net revenue of the orders of the 365 days to the last order, itself included.", Source = Own,
        Shown = false,
    };

    /// <summary>What follows the scores and the call order in the catalogue, in export order.</summary>
    internal static IReadOnlyList<Column> AfterScores =>
    [
        PriorityScore, FirstOrderAt, LastOrderAt, Orders, ReturnedOrders, Revenue, AverageOrderValue, RefundRate,
        Margin, MeanGapDays, LastGapDays, FirstGapDays, MultiBuyer, Continuity, PurchaseDays,
    ];

    /// <summary>Those kept only so that others can be computed from them.</summary>
    internal static IReadOnlyList<Column> Kept => [FirstOrderDay, LastOrderDay, FirstDayRevenue, YearToLastRevenue];
}
