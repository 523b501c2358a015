using Perennial.Core.History;

namespace Perennial.Core.Promotion;

/// <summary>One order as single purchases: its lines where they are known, else the order itself.</summary>
/// <remarks>A discount on the whole order is spread over its lines by their value.</remarks>
readonly ref struct OrderPurchases
{
    readonly LineSlice lines;
    readonly long gross, discount, linesGross, spread;

    public OrderPurchases(OrderSlice orders, int order)
    {
        gross = orders.GrossCents[order];
        discount = orders.DiscountCents.IsEmpty ? 0 : orders.DiscountCents[order];
        lines = orders.Lines(order);
        var linesDiscount = 0L;
        for (var i = 0; i < lines.Count; i++)
        {
            linesGross += lines.GrossCents[i];
            linesDiscount += lines.DiscountCents[i];
        }
        spread = Math.Max(0, discount - linesDiscount);
        Count = linesGross > 0 ? lines.Count : 1;
    }

    /// <summary>Number of purchases; some may have no value.</summary>
    public int Count { get; }

    /// <summary>Product (−1 where not known), value at list price and what was taken off, cents.</summary>
    public (int Product, long GrossCents, long DiscountCents) this[int purchase]
    {
        get
        {
            if (linesGross <= 0) return (-1, gross, Math.Clamp(discount, 0, gross));
            var value = lines.GrossCents[purchase];
            var off = lines.DiscountCents[purchase] + (long)((Int128)spread * value / linesGross);
            return (lines.Product[purchase], value, Math.Clamp(off, 0, Math.Max(0, value)));
        }
    }

    /// <summary>Whether an order takes part: not returned whole, and not of a kind that is no promotion.</summary>
    public static bool Counts(OrderSlice orders, int order, PromotionOptions options)
    {
        var paid = orders.GrossCents[order] - (orders.DiscountCents.IsEmpty ? 0 : orders.DiscountCents[order]);
        var given = orders.RefundedCents.IsEmpty ? 0 : orders.RefundedCents[order];
        if (given > 0 && given >= paid) return false;
        return orders.Mechanism.IsEmpty || orders.Mechanism[order] switch
        {
            DiscountMechanism.Staff or DiscountMechanism.Goodwill => false,
            DiscountMechanism.LoyaltyPoints => options.LoyaltyPointsCount,
            _ => true,
        };
    }
}
