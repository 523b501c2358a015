using Perennial.Core.Profiles;

namespace Perennial.Core.AtRisk;

/// <summary>The column of money at risk.</summary>
public static class AtRiskColumns
{
    /// <summary>What a late customer's own rhythm would bring in a year, less what is to be expected now.</summary>
    public static Column<long> AtRisk { get; } = new()
    {
        Name = "at_risk", Type = ColumnType.Money, Kind = ColumnKind.ScoringRun, Unit = "currency a year",
        Formula = "What the own rhythm of a late or very late customer would bring in 365 days (365 / cycle_days x "
            + "expected_spend, at most what the 365 days to the last order brought), less what is to be expected of "
            + "them (expected_orders_365d x expected_spend); at least 0. No value for anybody else.",
        Source = "Perennial; perennial validate cycle says how right both parts were",
    };

    /// <summary>All of them, in the order of files and screens.</summary>
    internal static IReadOnlyList<Column> All => [AtRisk];
}
