using Perennial.Core.Profiles;

namespace Perennial.Words;

/// <summary>The catalogue in the groups that people look for.</summary>
static class ColumnGroups
{
    static readonly Column[] scores =
    [
        Columns.R, Columns.F, Columns.M, Columns.Rfm, Columns.Fm, Columns.Fxm, Columns.RfmSegment,
        Columns.PreviousRfmSegment, Columns.Lifecycle, Columns.PriorityTier, Columns.PriorityRank,
        Columns.PriorityScore,
    ];

    /// <summary>Every column once: scores, and the others by where their definition comes from, in the order of the
    /// catalogue.</summary>
    public static readonly IReadOnlyList<(string Title, IReadOnlyList<Column> Columns)> All =
    [
        ("Scores", scores),
        .. Columns.Shown.Where(column => !scores.Contains(column)).GroupBy(TitleOf)
            .Select(group => (group.Key, (IReadOnlyList<Column>)[.. group])),
    ];

    // The catalogue keeps the columns of an idea together; the first of each says where the idea begins.
    static string TitleOf(Column column) => column.Index switch
    {
        var index when index >= Columns.Rebuy1.Index => "Recommendations",
        var index when index >= Columns.ProspectRecencyDays.Index => "Prospect",
        var index when index >= Columns.PromotionShareOrders.Index => "Promotion",
        var index when index >= Columns.PAlive.Index => "Lifetime",
        var index when index >= Columns.Contacts7d.Index => "Pressure",
        var index when index >= Columns.CycleDays.Index => "Cycle",
        _ => "Purchases",
    };
}
