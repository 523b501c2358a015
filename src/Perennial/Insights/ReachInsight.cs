using Perennial.Consent;
using Perennial.Core.Consent;
using Perennial.Core.Lifetime;
using Perennial.Core.Purchases;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>Some customers and the money behind them.</summary>
/// <param name="Customers">How many, prospects among them.</param>
/// <param name="Share">Of all, 0..1.</param>
/// <param name="RevenueCents">What they brought so far.</param>
/// <param name="RevenueShare">Of all revenue so far, 0..1.</param>
/// <param name="ExpectedCents">What they are expected to bring within 365 days (clv); null before anything is
/// expected.</param>
public sealed record ReachedPeople(
    int Customers, double Share, long RevenueCents, double RevenueShare, long? ExpectedCents);

/// <summary>Whom one channel reaches, with consent where it is needed.</summary>
/// <param name="Channel">call, email, sms, letter, ads.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Reached">Who may be contacted by it.</param>
/// <param name="Only">Of these who may be by no other.</param>
/// <param name="Why">Why the others may not, the most first.</param>
public sealed record ChannelReach(
    string Channel, string Label, ReachedPeople Reached, ReachedPeople Only, IReadOnlyList<ReachReason> Why);

/// <summary>Why some customers may not be contacted by a channel.</summary>
/// <param name="Reason">For programs: consent_needed, no_address, …</param>
/// <param name="Words">For people.</param>
/// <param name="People">Who.</param>
public sealed record ReachReason(string Reason, string Words, ReachedPeople People);

/// <summary>By so many channels.</summary>
/// <param name="Channels">How many; 0 for none.</param>
/// <param name="People">Who may be contacted by exactly so many.</param>
public sealed record ReachedBy(int Channels, ReachedPeople People);

/// <summary>Who can be contacted by which channel, with address and consent, about nothing in particular; and what
/// revenue stands behind those whom one channel alone reaches, and none.</summary>
public sealed record ReachInsight
{
    /// <summary>Everybody.</summary>
    public required ReachedPeople Everybody { get; init; }

    /// <summary>Channel by channel, the one that reaches most revenue first.</summary>
    public required IReadOnlyList<ChannelReach> Channels { get; init; }

    /// <summary>By how many channels, from none up.</summary>
    public required IReadOnlyList<ReachedBy> ByCount { get; init; }

    /// <summary>Whom nothing reaches.</summary>
    public ReachedPeople ByNone => ByCount[0].People;

    /// <summary>Whom one channel alone reaches.</summary>
    public ReachedPeople ByOne => ByCount[1].People;

    internal static ReachInsight Of(ShopView view)
    {
        var channels = PermissionWords.Channels;
        var addresses = view.Permissions.Addresses();
        Permission[][] may =
        [
            .. channels.Select(one => view.Permissions.All(one.Channel, view.Ids, view.Directory, addresses)),
        ];
        var count = new int[view.Count];
        foreach (var channel in may)
            for (var row = 0; row < count.Length; row++) count[row] += channel[row].IsAllowed ? 1 : 0;
        var money = new Money(view);
        return new ReachInsight
        {
            Everybody = money.Of(_ => true),
            Channels =
            [
                .. channels.Select((one, i) => new ChannelReach(PermissionWords.Name(one.Channel), one.Label,
                    money.Of(row => may[i][row].IsAllowed), money.Of(row => may[i][row].IsAllowed && count[row] == 1),
                    Why(may[i], money)))
                    .OrderByDescending(one => one.Reached.RevenueCents).ThenByDescending(one => one.Reached.Customers),
            ],
            ByCount = [.. Enumerable.Range(0, channels.Count + 1).Select(n =>
                new ReachedBy(n, money.Of(row => count[row] == n)))],
        };
    }

    static IReadOnlyList<ReachReason> Why(Permission[] may, Money money) =>
    [
        .. may.Where(one => !one.IsAllowed).Select(one => one.Reason).Distinct().Select(reason => new ReachReason(
            PermissionWords.Name(reason), PermissionWords.Short(reason), money.Of(row => may[row].Reason == reason)))
            .OrderByDescending(one => one.People.Customers),
    ];

    sealed class Money(ShopView view)
    {
        readonly long[] revenue = view.Table.Values(PurchaseColumns.Revenue);
        readonly long[] expected = view.Table.Values(LifetimeColumns.Clv);
        readonly long all = view.Totals.All.RevenueCents;

        public ReachedPeople Of(Func<int, bool> holds)
        {
            var (customers, cents, spend, any) = (0, 0L, 0L, false);
            for (var row = 0; row < revenue.Length; row++)
            {
                if (!holds(row)) continue;
                customers++;
                cents += Math.Max(0, revenue[row]);
                if (expected[row] == LifetimeColumns.Clv.NoValue) continue;
                any = true;
                spend += expected[row];
            }
            return new(customers, Share(customers, view.Count), cents, Share(cents, all), any ? spend : null);
        }

        static double Share(long part, long whole) => whole <= 0 ? 0 : (double)part / whole;
    }
}
