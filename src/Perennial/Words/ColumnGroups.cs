using Perennial.Core.AtRisk;
using Perennial.Core.Cycle;
using Perennial.Core.FactScores;
using Perennial.Core.Lifecycle;
using Perennial.Core.Lifetime;
using Perennial.Core.Parts;
using Perennial.Core.Pressure;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Promotion;
using Perennial.Core.Prospects;
using Perennial.Core.Purchases;
using Perennial.Core.Recommendations;
using Perennial.Core.Rfm;
using Perennial.Core.Support;

namespace Perennial.Words;

/// <summary>The catalogue in the groups that people look for.</summary>
static class ColumnGroups
{
    static readonly Column[] scores =
    [
        RfmColumns.R, RfmColumns.F, RfmColumns.M, RfmColumns.Rfm, RfmColumns.Fm, RfmColumns.Fxm, RfmColumns.RfmSegment,
        RfmColumns.PreviousRfmSegment, LifecycleColumns.Stage, PriorityColumns.Tier, PriorityColumns.Rank,
        PurchaseColumns.PriorityScore,
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
        var index when index >= AtRiskColumns.AtRisk.Index => "Lifetime",
        var index when index >= FactScoreColumns.Support.Times.Index => "Beyond purchases",
        var index when index >= SupportColumns.OpenTickets.Index => "Support",
        var index when index >= RecommendationColumns.Rebuy1.Index => "Recommendations",
        var index when index >= ProspectColumns.RecencyDays.Index => "Prospect",
        var index when index >= PromotionColumns.ShareOrders.Index => "Promotion",
        var index when index >= LifetimeColumns.PAlive.Index => "Lifetime",
        var index when index >= PressureColumns.Contacts7d.Index => "Pressure",
        var index when index >= CycleColumns.Days.Index => "Cycle",
        _ => "Purchases",
    };
}
