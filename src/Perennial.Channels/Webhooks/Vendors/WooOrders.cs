using System.Text.Json;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Reads orders, without shipping and tax.</summary>
/// <remarks>
/// A status may go back and forth, so every statement says all that was given back as of its instant; of two the
/// later one counts. Processing and completed are purchases, and whatever was paid for. What was never paid for is
/// none; where such an order is cancelled it may have been one that is paid on delivery, so what was known of it is
/// taken back.
/// </remarks>
sealed class WooOrders(WebhookSource source)
{
    public void Read(JsonElement order, string messageId, WebhookReading reading)
    {
        if (order.Text(source.OrdersByName ? "number" : "id") is not { } number)
        {
            reading.Refuse("missing_id", "order", source.OrdersByName ? "It has no number." : "It has no id.");
            return;
        }
        if (order.Moment("date_created_gmt") is not { } placed)
        {
            // An order that was only begun in the shop's back office has no date yet.
            if (order.Text("status") is "auto-draft" or "checkout-draft" or "draft") reading.LeftOut++;
            else reading.Refuse("bad_value", "order.date_created_gmt", "It is no instant.");
            return;
        }
        var billing = order.At("billing");
        if (WooPeople.Keys(source, order.Text("customer_id"), billing.Text("email"), billing.Text("phone"))
            is not { } who)
        {
            reading.LeftOut++;
            return;
        }
        var at = order.Moment("date_modified_gmt") ?? placed;
        var said = new IncomingEvent
        {
            Source = source.Source,
            MessageId = messageId,
            At = at,
            Who = who,
            Details = WooPeople.Details(billing),
            Currency = order.Text("currency")?.ToUpperInvariant(),
        };
        switch (Standing(order))
        {
            case null:
                reading.LeftOut++;
                break;
            case OrderStanding.Gone:
                reading.Events.Add(said with
                {
                    MessageId = $"order:{number}:gone:{at.UnixMs}", Change = new OrderChange(number, null),
                });
                break;
            case var standing:
                if (Statement(order, number, placed, standing == OrderStanding.TakenBack, reading) is not { } statement)
                    return;
                reading.Events.Add(said with { Order = statement, Products = Products(order) });
                break;
        }
    }

    enum OrderStanding
    {
        Purchase,
        TakenBack,
        Gone,
    }

    static OrderStanding? Standing(JsonElement order)
    {
        var status = order.Text("status")?.ToLowerInvariant() ?? "";
        if (status.StartsWith("wc-", StringComparison.Ordinal)) status = status[3..];
        var wasPaid = order.Moment("date_paid_gmt") is not null;
        return status switch
        {
            "processing" or "completed" => OrderStanding.Purchase,
            "refunded" => OrderStanding.TakenBack,
            "cancelled" or "trash" => wasPaid ? OrderStanding.TakenBack : OrderStanding.Gone,
            "failed" => wasPaid ? OrderStanding.TakenBack : null,
            _ => wasPaid ? OrderStanding.Purchase : null,
        };
    }

    static OrderStatement? Statement(
        JsonElement order, string number, Instant placed, bool isTakenBack, WebhookReading reading)
    {
        var lines = new List<LineStatement>();
        var (gross, discount) = (0L, 0L);
        foreach (var item in order.At("line_items").Items())
        {
            if (UnitsOf(item) is not { } quantity || quantity < 0
                || (item.Cents("subtotal") ?? item.Cents("total")) is not { } before || before < 0)
            {
                reading.Refuse("bad_value", "order.line_items", "A quantity or an amount cannot be read.");
                return null;
            }
            if (quantity == 0) continue;
            if (ProductOf(item) is not { } product)
            {
                reading.Refuse("missing_id", "order.line_items", "A line names no product.");
                return null;
            }
            var off = Math.Clamp(before - (item.Cents("total") ?? before), 0, before);
            lines.Add(new LineStatement(product, quantity, before, off)
            {
                RefundedQuantity = isTakenBack ? quantity : 0,
            });
            gross += before;
            discount += off;
        }
        if (gross > Amount.MaxCents)
        {
            reading.Refuse("bad_value", "order.line_items", "It is more than any order comes to.");
            return null;
        }
        var (net, total) = (gross - discount, Math.Max(0, order.Cents("total") ?? 0));
        return new OrderStatement(number, placed)
        {
            GrossCents = gross,
            DiscountCents = discount,
            TotalCents = total == 0 ? null : total,
            RefundedCents = isTakenBack ? net : Math.Min(net, GivenBack.InGoods(Refunded(order), net, total)),
            Flags = order.Text("created_via") == "subscription" ? OrderFlags.Subscription : OrderFlags.None,
            Mechanism = Mechanism(order),
            Lines = lines,
        };
    }

    // Whoever buys a metre and a half takes home two pieces at most.
    static int? UnitsOf(JsonElement item) => item.Number("quantity") is { } units && units <= int.MaxValue
        && units >= -int.MaxValue ? (int)Math.Ceiling(units) : null;

    // Refunds are told by their totals alone, negative, tax and shipping included.
    static long Refunded(JsonElement order)
    {
        var sum = 0L;
        foreach (var refund in order.At("refunds").Items()) sum += Math.Abs(refund.Cents("total") ?? 0);
        return sum;
    }

    // The discount that took off most says how.
    static DiscountMechanism Mechanism(JsonElement order)
    {
        var discounts = order.At("coupon_lines").Items().ToList();
        if (discounts.Count == 0) return DiscountMechanism.Unknown;
        var largest = discounts.MaxBy(one => one.Cents("discount") ?? 0);
        if (largest.Cents("discount") is null or 0)
            return largest.Is("free_shipping") ? DiscountMechanism.FreeShipping : DiscountMechanism.Unknown;
        return largest.Text("discount_type") switch
        {
            "percent" => DiscountMechanism.PercentOff,
            "fixed_cart" or "fixed_product" => DiscountMechanism.AmountOff,
            _ => DiscountMechanism.Unknown,
        };
    }

    static string? ProductOf(JsonElement item) => item.Text("sku")
        ?? (item.Text("product_id") is { } id && id != "0" ? id : item.Text("name"));

    static List<ProductDetails> Products(JsonElement order) =>
    [
        .. from item in order.At("line_items").Items()
           let id = ProductOf(item)
           where id is not null
           select new ProductDetails(id) { Name = item.Text("name") },
    ];
}
