namespace Perennial.Core.Profiles;

/// <summary>
/// The catalogue: every computed column, in the order of files and screens. The profile table, the store's
/// columns, CSV headers and <c>docs/reference/columns.md</c> all follow from it.
/// </summary>
public static partial class Columns
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

    // A class of its own, so that it is initialised after every entry, whichever file the entry stands in.
    static class Ordered
    {
        internal static readonly Column[] OfPurchases =
        [
            RecencyDays, Frequency, Monetary, R, F, M, Rfm, Fxm, RfmSegment, Lifecycle, PriorityTier, PriorityRank,
            Fm, PreviousRfmSegment, PriorityScore,
            FirstOrderAt, LastOrderAt, Orders, ReturnedOrders, Revenue, AverageOrderValue, RefundRate, Margin,
            MeanGapDays, LastGapDays, FirstGapDays, MultiBuyer, Continuity, PurchaseDays,
        ];

        internal static readonly Column[] All = Number(
        [
            .. OfPurchases,
            CycleDays, CycleDaysLow, CycleDaysHigh, NextOrderExpectedAt, CyclePosition, CycleStatusLabel,
            BuyChance30, BuyChance90,
            Contacts7d, Contacts30d, Contacts90d, Emails30d, Sms30d, Calls30d, Letters30d, Ads30d, Contacts,
            LastContactAt, LastResponseAt, Opens90d, Clicks90d, Unsubscribes, Complaints, Bounces, PressureIndex,
            PressureArm, POpen, PClick, PUnsubscribe, PressureRatio, PressureStatus, NextContactValue, ContactPays,
            PAlive, ExpectedOrders365d, ExpectedSpend, Clv,
            Rebuy1, Rebuy2, Rebuy3, Discover1, Discover2, Discover3, Discover4, Discover5, Discover6, Viewed1, Viewed2,
            // Kept for other columns, not shown.
            FirstOrderDay, LastOrderDay, FirstDayRevenue,
            GapDaysSum, GapLnSum, GapBeforeLastDays,
            EmailsDelivered, EmailsOpened, EmailsClicked, EmailsReplied, MessagesHeard, ChannelsReached,
            PressureAtLastContact, PressureHalvesAt,
        ]);

        internal static readonly Column[] Shown = [.. All.Where(column => column.Shown)];

        static Column[] Number(Column[] columns)
        {
            for (var i = 0; i < columns.Length; i++) columns[i].Index = i;
            return columns;
        }
    }
}
