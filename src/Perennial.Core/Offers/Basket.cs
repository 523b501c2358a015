using Perennial.Core.History;

namespace Perennial.Core.Offers;

/// <summary>One product of a basket.</summary>
/// <param name="Product">The shop's own number of it.</param>
/// <param name="Category">Its category; null where it has none.</param>
/// <param name="Quantity">Units, positive.</param>
/// <param name="GrossCents">What they cost together before anything is taken off.</param>
public readonly record struct BasketLine(string Product, string? Category, int Quantity, long GrossCents);

/// <summary>What a customer bought last: what an offer is worth to somebody is reckoned by it.</summary>
/// <param name="GrossCents">What the goods cost before anything was taken off.</param>
/// <param name="Lines">What was in it; null where only its total is known.</param>
public sealed record Basket(long GrossCents, IReadOnlyList<BasketLine>? Lines)
{
    /// <summary>Whether a running subscription placed the order.</summary>
    public bool IsSubscription { get; init; }

    /// <summary>The last order that cost anything; null where there is none.</summary>
    /// <param name="history">The customer's facts.</param>
    /// <param name="now">Orders placed later are not looked at.</param>
    public static Basket? Of(CustomerHistory history, Instant now)
    {
        var orders = history.Orders;
        for (var index = orders.Count - 1; index >= 0; index--)
        {
            if (orders.At[index] > now || orders.GrossCents[index] <= 0) continue;
            return new Basket(orders.GrossCents[index], LinesOf(history, orders, index))
            {
                IsSubscription = !orders.Flags.IsEmpty && orders.Flags[index].HasFlag(OrderFlags.Subscription),
            };
        }
        return null;
    }

    static List<BasketLine>? LinesOf(CustomerHistory history, OrderSlice orders, int order)
    {
        var lines = orders.Lines(order);
        if (lines.Count == 0) return null;
        var known = new List<BasketLine>(lines.Count);
        for (var line = 0; line < lines.Count; line++)
        {
            if (history.ProductOf(lines.Product[line]) is not { } product) return null;
            known.Add(new BasketLine(product, history.CategoryOf(lines.Product[line]), lines.Quantity[line],
                lines.GrossCents[line]));
        }
        return known;
    }
}
