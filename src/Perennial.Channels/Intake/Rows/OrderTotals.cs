using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Channels.Intake.Rows;

/// <summary>What a file of lines says of its orders as wholes, and what their lines add up to.</summary>
/// <param name="orders">Takes the totals.</param>
/// <param name="lines">The orders' lines.</param>
/// <param name="totalCounts">Whether the total column is the order's.</param>
/// <param name="linesAtListPrice">Whether lines are worth their list price, so that they add up to the value before
/// discount; else they are worth what was paid.</param>
sealed class OrderTotals(OrderCollector orders, LineCollector lines, bool totalCounts, bool linesAtListPrice)
{
    const long Unknown = long.MinValue;

    readonly List<long> net = [];
    readonly List<long> stated = [];
    readonly List<long> lineDiscount = [];
    readonly List<bool> takenBack = [];
    readonly List<Instant> refundedAt = [];

    /// <summary>Whether the total column is the order's.</summary>
    public bool TotalCounts => totalCounts;

    /// <summary>Takes the order's own cells of one of its rows: the first that says something is believed.</summary>
    /// <param name="order">The order.</param>
    /// <param name="amounts">Its amounts.</param>
    /// <param name="standing">What its status says.</param>
    /// <param name="backAt">When it was given back; None where the row does not say.</param>
    public void Note(int order, OrderAmounts amounts, Standing standing, Instant backAt)
    {
        while (net.Count <= order)
        {
            net.Add(Unknown);
            stated.Add(0);
            lineDiscount.Add(0);
            takenBack.Add(false);
            refundedAt.Add(Instant.None);
        }
        if (net[order] == Unknown && amounts.Net is { } value) net[order] = Math.Max(0, value);
        if (stated[order] == 0) stated[order] = amounts.Discount;
        if (orders.Refunded[order] == 0) orders.Refunded[order] = amounts.Refunded;
        if (orders.Total[order] == 0) orders.Total[order] = amounts.Total;
        if (standing == Standing.TakenBack) takenBack[order] = true;
        if (backAt.HasValue) refundedAt[order] = backAt;
    }

    /// <summary>Adds a line's value.</summary>
    public void AddLine(int order, long grossCents, long discountCents)
    {
        orders.Gross[order] += grossCents;
        lineDiscount[order] += discountCents;
    }

    /// <summary>Adds a discount that was booked as a line.</summary>
    public void AddDiscount(int order, long cents) => lineDiscount[order] += cents;

    /// <summary>Reckons each order's gross, discount and refund, after the last line.</summary>
    public void Apply(List<string> warnings)
    {
        var above = 0;
        for (var order = 0; order < orders.Count; order++)
        {
            var (gross, discount) = Reckon(order);
            orders.Gross[order] = gross;
            orders.Discount[order] = discount;
            var paid = gross - discount;
            orders.Refunded[order] = GivenBack.InGoods(orders.Refunded[order], paid, orders.Total[order]);
            if (orders.Refunded[order] > paid) above++;
            if (takenBack[order] || orders.Refunded[order] > paid) orders.Refunded[order] = paid;
            if (orders.Refunded[order] == 0 || !refundedAt[order].HasValue) continue;
            orders.Date(new DatedRefund(order, refundedAt[order], orders.Refunded[order]) { Unit = RefundUnit.UpTo });
        }
        if (above > 0)
            warnings.Add($"{above} refunds are larger than the goods were worth (shipping or tax given back):"
                + " counted up to the goods' value.");
        if (totalCounts && !linesAtListPrice && lines.Count > 0 && !lines.Gross.ContainsAnyExcept(0L))
            warnings.Add("The lines have no value of their own; only the orders' totals count.");
    }

    (long Gross, long Discount) Reckon(int order)
    {
        var sum = orders.Gross[order];
        if (net[order] == Unknown)
            return (sum, Math.Min(sum, Math.Max(lineDiscount[order], stated[order])));
        if (!linesAtListPrice) return (net[order] + stated[order], stated[order]);
        // A stated discount may be one on shipping; what the goods cost less is the discount on goods.
        var gross = Math.Max(sum, net[order]);
        return (gross, gross - net[order]);
    }
}
