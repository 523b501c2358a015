using Perennial.Core.Profiles;

namespace Perennial.Ui;

/// <summary>The catalogue in the groups that people look for.</summary>
static class ColumnGroups
{
    static readonly Column[] scores =
    [
        Columns.RecencyDays, Columns.Frequency, Columns.Monetary, Columns.R, Columns.F, Columns.M, Columns.Rfm,
        Columns.Fm, Columns.Fxm, Columns.RfmSegment, Columns.PreviousRfmSegment,
    ];

    static readonly Column[] priority =
        [Columns.Lifecycle, Columns.PriorityTier, Columns.PriorityRank, Columns.PriorityScore];

    /// <summary>Every column once; what has no group of its own belongs to the purchases.</summary>
    public static readonly IReadOnlyList<(string Title, IReadOnlyList<Column> Columns)> All =
    [
        ("Purchases", [.. Columns.Shown.Where(column => !scores.Contains(column) && !priority.Contains(column))]),
        ("Scores", scores),
        ("Lifecycle and priority", priority),
    ];
}
