using Perennial.Core.Lifecycle;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;

namespace Perennial.Core.Parts;

/// <summary>
/// The catalogue: every computed column, in the order of files and screens. The profile table, the store's
/// columns, CSV headers and <c>docs/reference/columns.md</c> all follow from it. Each column is declared by the part
/// that computes it.
/// </summary>
public static class Columns
{
    /// <summary>Every column, in export order.</summary>
    public static IReadOnlyList<Column> All => Ordered.All;

    /// <summary>The columns that people see, in export order.</summary>
    public static IReadOnlyList<Column> Shown => Ordered.Shown;

    /// <summary>The column of a name (or export name), or null.</summary>
    public static Column? Find(string name) =>
        All.FirstOrDefault(column => column.Name == name) ?? All.FirstOrDefault(column => column.ExportName == name);

    /// <summary>The columns that purchases alone give, in export order: those that are filled where
    /// <see cref="ProfileSettings.PurchasesOnly"/> is asked for and no model is fitted.</summary>
    public static IReadOnlyList<Column> OfPurchases => Ordered.OfPurchases;

    static class Ordered
    {
        internal static readonly Column[] OfPurchases =
        [
            PurchaseColumns.RecencyDays, PurchaseColumns.Frequency, PurchaseColumns.Monetary,
            RfmColumns.R, RfmColumns.F, RfmColumns.M, RfmColumns.Rfm, RfmColumns.Fxm, RfmColumns.RfmSegment,
            LifecycleColumns.Stage, PriorityColumns.Tier, PriorityColumns.Rank,
            RfmColumns.Fm, RfmColumns.PreviousRfmSegment, .. PurchaseColumns.AfterScores,
        ];

        static readonly Column[] ofParts = [.. ProfileParts.AllColumns];

        internal static readonly Column[] All = Number(
        [
            .. OfPurchases, .. ofParts.Where(column => column.Shown),
            // Kept for other columns, not shown.
            .. PurchaseColumns.Kept, .. ofParts.Where(column => !column.Shown),
        ]);

        internal static readonly Column[] Shown = [.. All.Where(column => column.Shown)];

        static Column[] Number(Column[] columns)
        {
            for (var i = 0; i < columns.Length; i++) columns[i].Index = i;
            return columns;
        }
    }
}
