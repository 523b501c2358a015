using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>Reads orders, and what becomes of them, out of the properties of an event.</summary>
sealed class OrderReader(EventFaults faults)
{
    /// <summary>Reads an order as the event states it; null with a fault where it states none.</summary>
    /// <param name="properties">The event's properties.</param>
    /// <param name="at">When the event happened.</param>
    /// <param name="products">Takes what it says of products.</param>
    public OrderStatement? Order(EventObject properties, Instant at, List<ProductDetails> products)
    {
        if (Number(properties) is not { } number) return null;
        var lines = new OrderLines();
        foreach (var item in ProductReader.Items(properties, faults)) lines.Add(item, products);
        var discount = Math.Abs(properties.Cents("discount"u8) ?? 0);
        if (Net(properties) is not { } net)
        {
            if (!lines.HasPrices)
            {
                properties.Fault("revenue"u8, "is missing, and so are subtotal, total and the products' prices");
                return null;
            }
            discount = Math.Min(lines.GrossCents, Math.Max(discount, lines.DiscountCents));
            net = lines.GrossCents - discount;
        }
        if (net < 0 || net + discount > Channels.Intake.Values.Amount.MaxCents)
        {
            properties.Fault("revenue"u8, net < 0 ? "is negative" : "is larger than any shop's orders");
            return null;
        }
        // An update does not say when the order was placed, only that it was by then: the earliest statement counts.
        return new OrderStatement(number, properties.Time("placed_at"u8) ?? at)
        {
            GrossCents = net + discount,
            DiscountCents = discount,
            TotalCents = properties.CentsIfAny("total"u8) is > 0 and var total ? total : null,
            Flags = (properties.Flag("subscription"u8) == true ? OrderFlags.Subscription : OrderFlags.None)
                | (properties.Flag("gift"u8) == true ? OrderFlags.Gift : OrderFlags.None),
            Mechanism = DiscountWords.Mechanism(properties, net + discount, discount),
            Lines = lines.Statements(net + discount, discount),
        };
    }

    /// <summary>Reads a refund: everything where it names neither an amount nor products.</summary>
    public OrderChange? Refund(EventObject properties, List<ProductDetails> products)
    {
        if (Number(properties) is not { } number) return null;
        var lines = new OrderLines();
        foreach (var item in ProductReader.Items(properties, faults)) lines.Add(item, products);
        var net = Net(properties);
        // A total of which nobody says what tax and shipping were is of the order as it was paid.
        var unit = IsWholly(properties) ? RefundUnit.Total : RefundUnit.Goods;
        if (net is null && lines.Count == 0) return new OrderChange(number, null);
        if (net is null) unit = RefundUnit.Goods;
        if (net is null && lines.HasPrices) net = lines.GrossCents - Math.Min(lines.GrossCents, lines.DiscountCents);
        if (net is { } cents) return new OrderChange(number, Math.Abs(cents)) { Unit = unit };
        properties.Fault("total"u8, "is missing, and so are the products' prices: how much was given back?");
        return null;
    }

    /// <summary>Reads a cancellation: everything is given back.</summary>
    public static OrderChange? Cancellation(EventObject properties) =>
        Number(properties) is { } number ? new OrderChange(number, null) : null;

    // V1 said orderId, and before that id.
    static string? Number(EventObject properties)
    {
        var number = properties.Text("order_id"u8, "orderId"u8) ?? properties.Text("id"u8);
        if (number is null) properties.Fault("order_id"u8, "is missing");
        return number;
    }

    static bool IsWholly(EventObject properties) => properties.CentsIfAny("revenue"u8) is null
        && properties.CentsIfAny("subtotal"u8) is null && properties.CentsIfAny("total"u8) is not null
        && properties.CentsIfAny("shipping"u8) is null && properties.CentsIfAny("tax"u8) is null;

    // What was paid for the goods, after discount, without shipping and tax.
    static long? Net(EventObject properties)
    {
        if ((properties.Cents("revenue"u8) ?? properties.Cents("subtotal"u8)) is { } net) return net;
        if (properties.Cents("total"u8) is not { } total) return null;
        var others = (properties.Cents("shipping"u8) ?? 0) + (properties.Cents("tax"u8) ?? 0);
        // A gift card may have paid for the goods, but not for sending them.
        return total < 0 ? total : Math.Max(0, total - others);
    }
}
