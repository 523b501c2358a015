using Perennial.Core.Profiles;

namespace Perennial.Core.Lifetime;

/// <summary>The columns of what a customer is worth over time.</summary>
public static class LifetimeColumns
{
    const string LifetimeSource =
        "Fader, Hardie and Lee 2005 (BG/NBD); Batislam, Denizel and Filiztekin 2007 (MBG/NBD)";

    /// <summary>Probability that the customer still buys.</summary>
    public static Column<double> PAlive { get; } = new()
    {
        Name = "p_alive", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "probability 0..1",
        Formula = "How likely the customer is to buy again at all, by how often they bought and how long they have "
            + "been silent.",
        Source = LifetimeSource,
    };

    /// <summary>Purchases to expect in the next 365 days.</summary>
    public static Column<double> ExpectedOrders365d { get; } = new()
    {
        Name = "expected_orders_365d", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun,
        Unit = "days with an order",
        Formula = "Days with an order to expect in the next 365 days; no value where too few customers came back.",
        Source = LifetimeSource,
    };

    /// <summary>Value to expect of the next purchase.</summary>
    public static Column<double> ExpectedSpend { get; } = new()
    {
        Name = "expected_spend", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "currency",
        Formula = "What the next purchase (all orders of a day) should be worth: the customer's own repeat purchases, "
            + "drawn towards those of all customers where they are few.",
        Source = "Fader and Hardie 2013 (Gamma-Gamma)",
    };

    /// <summary>Customer lifetime value over 365 days.</summary>
    public static Column<long> Clv { get; } = new()
    {
        Name = "clv", Type = ColumnType.Money, Kind = ColumnKind.ScoringRun, Unit = "currency",
        Formula = "Revenue to expect in the next 365 days, each month's less by the monthly discount: expected "
            + "purchases times expected spend.",
        Source = LifetimeSource,
    };

    /// <summary>All of them, in the order of files and screens.</summary>
    internal static IReadOnlyList<Column> All =>
    [
        PAlive, ExpectedOrders365d, ExpectedSpend, Clv,
    ];
}
