using Perennial.Core;
using Perennial.Core.Lifecycle;
using Perennial.Core.Priority;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;

namespace Perennial.Shop;

/// <summary>Customers, orders and revenue of some part of the shop.</summary>
public record struct Total(int Customers, long Orders, long RevenueCents)
{
    /// <summary>Revenue an order in cents; null without an order.</summary>
    public readonly long? AverageOrderCents => Orders == 0 ? null : Average.Cents(RevenueCents, Orders);

    internal void Add(int orders, long revenueCents)
    {
        Customers++;
        Orders += orders;
        RevenueCents += revenueCents;
    }
}

/// <summary>Sums over all customers of a view, computed in one pass.</summary>
public sealed class ShopTotals
{
    /// <summary>Everybody, prospects among them.</summary>
    public required Total All { get; init; }

    /// <summary>By lifecycle stage; entry 0 is unused.</summary>
    public required Total[] Lifecycle { get; init; }

    /// <summary>By priority tier 1..6; entry 0 counts those without a tier.</summary>
    public required Total[] Tier { get; init; }

    /// <summary>By label of the RFM segment; entry 0 counts those without one.</summary>
    public required Total[] RfmSegment { get; init; }

    /// <summary>By R and F score; index 0 is unused.</summary>
    public required Total[,] RByF { get; init; }

    /// <summary>By R score and the two-dimensional rating; index 0 is unused.</summary>
    public required Total[,] RByFxm { get; init; }

    /// <summary>Customers who ordered at least twice.</summary>
    public required int MultiBuyers { get; init; }

    /// <summary>The newest order; None without one.</summary>
    public required Instant NewestOrderAt { get; init; }

    public Total Prospects => Lifecycle[(int)LifecycleStage.Prospect];

    /// <summary>Customers with an order.</summary>
    public int Buyers => All.Customers - Prospects.Customers;

    internal static ShopTotals Of(ShopView view)
    {
        var table = view.Table;
        var (r, f, fxm) = (table.Values(RfmColumns.R), table.Values(RfmColumns.F), table.Values(RfmColumns.Fxm));
        var rfmSegment = table.Values(RfmColumns.RfmSegment);
        var tier = table.Values(PriorityColumns.Tier);
        var lifecycle = table.Values(LifecycleColumns.Stage);
        var orders = table.Values(PurchaseColumns.Orders);
        var revenue = table.Values(PurchaseColumns.Revenue);

        var lastOrderAt = table.Values(PurchaseColumns.LastOrderAt);

        var multiBuyers = 0;
        var newest = Instant.None;
        var all = default(Total);
        var bins = view.Bins;
        var (byLifecycle, byTier) = (new Total[6], new Total[7]);
        var byRfmSegment = new Total[256];
        var (rByF, rByFxm) = (new Total[bins + 1, bins + 1], new Total[bins + 1, bins + 1]);
        for (var row = 0; row < table.Count; row++)
        {
            // A row that the fold has not reached yet has no orders, and no value for them either.
            var count = Math.Max(0, orders[row]);
            var cents = revenue[row] == PurchaseColumns.Revenue.NoValue ? 0 : revenue[row];
            if (count >= 2) multiBuyers++;
            if (lastOrderAt[row].HasValue && (!newest.HasValue || lastOrderAt[row] > newest)) newest = lastOrderAt[row];
            all.Add(count, cents);
            byLifecycle[lifecycle[row]].Add(count, cents);
            byTier[tier[row]].Add(count, cents);
            byRfmSegment[rfmSegment[row]].Add(count, cents);
            if (r[row] == 0) continue;
            rByF[r[row], f[row]].Add(count, cents);
            rByFxm[r[row], fxm[row]].Add(count, cents);
        }
        return new ShopTotals
        {
            NewestOrderAt = newest, MultiBuyers = multiBuyers,
            All = all, Lifecycle = byLifecycle, Tier = byTier, RfmSegment = byRfmSegment, RByF = rByF, RByFxm = rByFxm,
        };
    }
}
