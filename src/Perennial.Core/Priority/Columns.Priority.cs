namespace Perennial.Core.Profiles;

public static partial class Columns
{
    /// <summary>Which of the top lists the customer is on.</summary>
    public static Column<byte> PriorityTier { get; } = new()
    {
        Name = "priority_tier", Type = ColumnType.Score, Kind = ColumnKind.Run, Unit = "1..6",
        Formula = "1 on the top lists by R, F and M; 2 on R and F; 3 on R and M; 4 on F and M; 5 on one; 6 on none.",
        Source = "Perennial",
    };

    /// <summary>Place in the call order.</summary>
    public static Column<int> PriorityRank { get; } = new()
    {
        Name = "priority_rank", Type = ColumnType.Count, Kind = ColumnKind.Run, Unit = "rank",
        Formula = "Place in the order of tiers; within tiers 1 to 5 by priority score, within tier 6 by recency.",
        Source = "Perennial",
    };

    /// <summary>Cumulative revenue times orders.</summary>
    public static Column<double> PriorityScore { get; } = new()
    {
        Name = "priority_score", Type = ColumnType.Number, Kind = ColumnKind.Fact, Unit = "currency x orders",
        Formula = "Revenue times orders.", Source = "Perennial",
    };
}
