using System.Text.Json;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Reads orders and refunds.</summary>
/// <remarks>
/// Amounts are goods as the shop prices them, tax included where its prices include it, as in Shopify's own exports.
/// A refund stands in every later statement of its order and comes by itself: both make the same change, named after
/// the refund, so it counts once.
/// </remarks>
sealed class ShopifyOrders(WebhookSource source, ShopifyCustomers people)
{
    /// <summary>An order created or changed.</summary>
    public void Read(JsonElement order, string messageId, WebhookReading reading)
    {
        if (order.Is("test"))
        {
            reading.LeftOut++;
            return;
        }
        if (Number(order) is not { } number)
        {
            reading.Refuse("missing_id", "order", source.OrdersByName ? "It has no name." : "It has no id.");
            return;
        }
        if ((order.Moment("created_at") ?? order.Moment("processed_at")) is not { } created)
        {
            reading.Refuse("bad_value", "order.created_at", "It is no instant.");
            return;
        }
        if (people.WhoseOrder(order) is not { } who)
        {
            reading.LeftOut++;
            return;
        }
        // An order brought in from elsewhere was processed before it was created here.
        var placed = order.Moment("processed_at") ?? created;
        var basket = ShopifyBasket.Read(order, reading);
        if (basket is null) return;
        reading.Events.Add(new IncomingEvent
        {
            Source = source.Source,
            MessageId = messageId,
            At = order.Moment("updated_at") ?? created,
            Who = who,
            Details = ShopifyCustomers.DetailsOf(order),
            Order = new OrderStatement(number, placed)
            {
                GrossCents = basket.GrossCents,
                DiscountCents = basket.DiscountCents,
                TotalCents = order.Cents("total_price") is > 0 and var total ? total : null,
                Mechanism = basket.Mechanism,
                Flags = order.Text("source_name")?.Contains("subscription", StringComparison.OrdinalIgnoreCase) == true
                    ? OrderFlags.Subscription : OrderFlags.None,
                Lines = basket.Lines,
            },
            Products = basket.Products,
            Currency = order.Text("currency")?.ToUpperInvariant(),
        });
        foreach (var refund in order.At("refunds").Items()) AddRefund(refund, number, who, order, reading);
        AddEnd(order, number, who, placed, reading);
    }

    /// <summary>A refund by itself: it names its order and nobody.</summary>
    public void ReadRefund(JsonElement refund, WebhookReading reading)
    {
        // By its name the order is known to its own statements alone, and each of them repeats the refund.
        if (source.OrdersByName) reading.LeftOut++;
        else if (refund.Text("order_id") is not { } number)
            reading.Refuse("missing_id", "refund", "It has no order_id.");
        else AddRefund(refund, number, new CustomerKeySet(), default, reading);
    }

    string? Number(JsonElement order) => order.Text(source.OrdersByName ? "name" : "id");

    void AddRefund(
        JsonElement refund, string number, CustomerKeySet who, JsonElement order, WebhookReading reading)
    {
        if (refund.Text("id") is not { } id)
        {
            reading.Refuse("missing_id", "refund", "It has no id.");
            return;
        }
        if ((refund.Moment("processed_at") ?? refund.Moment("created_at")) is not { } at)
        {
            reading.Refuse("bad_value", "refund.created_at", "It is no instant.");
            return;
        }
        if (GoodsBack(refund, out var unit) is not { } cents)
        {
            reading.Refuse("bad_value", "refund", "Its amounts cannot be read.");
            return;
        }
        if (cents == 0) return;
        reading.Events.Add(new IncomingEvent
        {
            Source = source.Source,
            MessageId = $"refund:{id}",
            At = at,
            Who = who,
            Change = new OrderChange(number, cents) { Unit = unit },
            Currency = order.Text("currency")?.ToUpperInvariant(),
        });
    }

    // A cancelled order counts no longer, whether or not money went back; a voided one was never paid.
    void AddEnd(JsonElement order, string number, CustomerKeySet who, Instant placed, WebhookReading reading)
    {
        var cancelled = order.Moment("cancelled_at");
        var status = order.Text("financial_status")?.ToLowerInvariant();
        var hasRefunds = order.At("refunds").Items().Any();
        if (cancelled is null && status != "voided" && (status != "refunded" || hasRefunds)) return;
        reading.Events.Add(new IncomingEvent
        {
            Source = source.Source,
            MessageId = $"order:{number}:{(cancelled is null ? status : "cancelled")}",
            At = cancelled ?? placed,
            Who = who,
            Change = new OrderChange(number, null),
        });
    }

    // What went back for goods: lines as they were paid, and what was given back beyond or short of them. Without
    // either, what was paid out, tax and shipping included.
    static long? GoodsBack(JsonElement refund, out RefundUnit unit)
    {
        unit = RefundUnit.Goods;
        var lines = refund.At("refund_line_items").Items().ToList();
        var adjustments = refund.At("order_adjustments").Items().ToList();
        var cents = 0L;
        foreach (var line in lines)
        {
            if (line.Cents("subtotal") is not { } subtotal) return null;
            cents += subtotal;
        }
        foreach (var adjustment in adjustments.Where(one => one.Text("kind") == "refund_discrepancy"))
            cents -= adjustment.Cents("amount") ?? 0;
        if (lines.Count > 0 || adjustments.Count > 0) return Math.Max(0, cents);
        unit = RefundUnit.Total;
        foreach (var payment in refund.At("transactions").Items())
        {
            if (payment.Text("kind") is not (null or "refund") || payment.Text("status") is "failure" or "error")
                continue;
            if (payment.Cents("amount") is not { } amount) return null;
            cents += amount;
        }
        return Math.Max(0, cents);
    }
}
