using System.Runtime.CompilerServices;
using Perennial.Core.History;

namespace Perennial.Core.Purchases;

/// <summary>What the orders of one customer up to an instant add up to.</summary>
/// <remarks>
/// An order that was fully returned counts in <see cref="NetCents"/> (as nothing) but is no purchase: it moves
/// neither recency nor frequency (reference rule 1.8.6, as most shops reckon).
/// </remarks>
struct PurchaseSummary
{
    public int Orders;
    public int Returned;
    public long PaidCents;
    public long RefundedCents;
    public long MarginCents;
    public bool CostKnown;
    public bool LastIsSubscription;
    public Instant FirstAt;
    public Instant LastAt;
    public int FirstDay;
    public int LastDay;
    public int PurchaseDays;
    public int FirstGapDays;
    public int LastGapDays;
    public long FirstDayNetCents;

    /// <summary>The first order after the instant, which time alone will bring in; Never if there is none.</summary>
    public Instant NextOrderAt;

    // Of the last counted order.
    int last;

    public readonly long NetCents => PaidCents - RefundedCents;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PurchaseSummary Of(OrderSlice orders, Instant asOf, ShopCalendar calendar)
    {
        var sum = new PurchaseSummary { NextOrderAt = Instant.Never };
        var at = orders.At;
        var gross = orders.GrossCents;
        var discount = orders.DiscountCents;
        var refunded = orders.RefundedCents;
        var cost = orders.CostCents;
        var flags = orders.Flags;
        for (var i = 0; i < at.Length; i++)
        {
            if (at[i] > asOf)
            {
                sum.NextOrderAt = at[i];
                break;
            }
            var paid = discount.IsEmpty ? gross[i] : gross[i] - discount[i];
            var given = refunded.IsEmpty ? 0 : refunded[i];
            sum.PaidCents += paid;
            sum.RefundedCents += given;
            if (!cost.IsEmpty && cost[i] >= 0)
            {
                sum.CostKnown = true;
                sum.MarginCents += paid - given - cost[i];
            }
            if (given > 0 && given >= paid)
            {
                sum.Returned++;
                continue;
            }
            // Of several orders at the last instant any subscription counts: the order of arrival must not.
            var subscription = !flags.IsEmpty && (flags[i] & OrderFlags.Subscription) != 0;
            sum.LastIsSubscription = subscription || (sum.LastIsSubscription && sum.LastAt == at[i]);
            sum.AddPurchase(at[i], paid - given, calendar);
            sum.last = i;
        }
        return sum;
    }

    /// <summary>Net of the orders of the 365 days to the last counted one, itself included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly long YearToLastCents(OrderSlice orders)
    {
        const long year = 365L * 86_400_000;
        var at = orders.At;
        var gross = orders.GrossCents;
        var discount = orders.DiscountCents;
        var refunded = orders.RefundedCents;
        var (after, cents) = (LastAt.UnixMs - year, 0L);
        // Others of its instant may stand before or behind it.
        var end = last;
        while (end + 1 < at.Length && at[end + 1] == at[end]) end++;
        for (var i = end; i >= 0 && at[i].UnixMs > after; i--)
            cents += gross[i] - (discount.IsEmpty ? 0 : discount[i]) - (refunded.IsEmpty ? 0 : refunded[i]);
        return cents;
    }

    void AddPurchase(Instant at, long netCents, ShopCalendar calendar)
    {
        var day = calendar.DayOf(at);
        if (Orders == 0)
        {
            FirstAt = at;
            FirstDay = day;
            PurchaseDays = 1;
        }
        else if (day != LastDay)
        {
            LastGapDays = day - LastDay;
            if (PurchaseDays == 1) FirstGapDays = LastGapDays;
            PurchaseDays++;
        }
        if (PurchaseDays == 1) FirstDayNetCents += netCents;
        Orders++;
        LastAt = at;
        LastDay = day;
    }
}
