using Perennial.Core.Profiles;

namespace Perennial.Core.Priority;

/// <summary>The columns of the call order.</summary>
public static class PriorityColumns
{
    /// <summary>Which of the top lists the customer is on.</summary>
    public static Column<byte> Tier { get; } = new()
    {
        Name = "priority_tier", Type = ColumnType.Score, Kind = ColumnKind.ScoringRun, Unit = "1..6",
        Formula = "1 on the top lists by R, F and M; 2 on R and F; 3 on R and M; 4 on F and M; 5 on one; 6 on none.",
        Source = "Perennial",
    };

    /// <summary>Place in the call order.</summary>
    public static Column<int> Rank { get; } = new()
    {
        Name = "priority_rank", Type = ColumnType.Count, Kind = ColumnKind.ScoringRun, Unit = "rank",
        Formula = "Place in the order of tiers; within tiers 1 to 5 by priority score, within tier 6 by recency. "
            + "Prospects with a favourable action by prospect_tier: behind all customers, before them, or tier by tier "
            + "(setting prospects.call_order).",
        Source = "Perennial",
    };
}
