using System.Text.Json;
using Perennial.Channels.Intake.Values;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>What was in an order: its lines, what they came to, and what was taken off.</summary>
sealed class ShopifyBasket
{
    readonly Dictionary<int, long> byDiscount = [];

    public long GrossCents { get; private set; }

    public long DiscountCents { get; private set; }

    public DiscountMechanism Mechanism { get; private set; }

    public List<LineStatement>? Lines { get; private set; }

    public List<ProductDetails> Products { get; } = [];

    /// <summary>Reads it; null where an amount cannot be read, which is then refused.</summary>
    public static ShopifyBasket? Read(JsonElement order, WebhookReading reading)
    {
        var basket = new ShopifyBasket();
        var problem = order.At("line_items").ValueKind == JsonValueKind.Array
            ? basket.AddLines(order) : basket.TakeTotals(order);
        if (problem is null && basket.GrossCents > Amount.MaxCents) problem = "It is more than any order comes to.";
        if (problem is not null)
        {
            reading.Refuse("bad_value", "order.line_items", problem);
            return null;
        }
        basket.Mechanism = basket.MechanismOf(order);
        return basket;
    }

    string? AddLines(JsonElement order)
    {
        var returned = Returned(order);
        Lines = [];
        foreach (var item in order.At("line_items").Items())
        {
            if (item.Whole("quantity") is not { } quantity || quantity < 0) return "A quantity is no whole number.";
            if (quantity == 0) continue;
            if (item.Number("price") is not { } price || price < 0 || price > Amount.MaxCents
                || JsonFields.CentsOf(price * quantity) is not { } gross)
                return "A price is no amount.";
            var product = item.Text("sku") ?? item.Text("product_id") ?? item.Text("title") ?? item.Text("name");
            if (product is null) return "A line names no product.";
            var discount = Math.Min(gross, AddDiscounts(item));
            Lines.Add(new LineStatement(product, quantity, gross, discount)
            {
                RefundedQuantity = Math.Min(quantity, returned.GetValueOrDefault(item.Text("id") ?? "")),
            });
            Products.Add(new ProductDetails(product)
            {
                Name = item.Text("title") ?? item.Text("name"), PriceCents = JsonFields.CentsOf(price),
            });
            GrossCents += gross;
            DiscountCents += discount;
        }
        return null;
    }

    // An order told without its lines: what they came to stands in its totals.
    string? TakeTotals(JsonElement order)
    {
        var subtotal = order.Cents("subtotal_price");
        var gross = order.Cents("total_line_items_price") ?? subtotal;
        if (gross is null or < 0) return "It has neither lines nor totals.";
        GrossCents = gross.Value;
        DiscountCents = Math.Clamp(gross.Value - (subtotal ?? gross.Value), 0, gross.Value);
        return null;
    }

    long AddDiscounts(JsonElement item)
    {
        var sum = 0L;
        foreach (var share in item.At("discount_allocations").Items())
        {
            if (share.Cents("amount") is not { } amount || amount <= 0) continue;
            sum += amount;
            var index = share.Whole("discount_application_index") ?? -1;
            byDiscount[index] = byDiscount.GetValueOrDefault(index) + amount;
        }
        return sum;
    }

    static Dictionary<string, int> Returned(JsonElement order)
    {
        var units = new Dictionary<string, int>();
        foreach (var refund in order.At("refunds").Items())
        {
            foreach (var line in refund.At("refund_line_items").Items())
            {
                if (line.Text("line_item_id") is not { } id || line.Whole("quantity") is not (> 0 and var count))
                    continue;
                units[id] = (int)Math.Min(int.MaxValue, (long)units.GetValueOrDefault(id) + count);
            }
        }
        return units;
    }

    // The discount that took off most says how; where nothing was taken off the goods, delivery may have been free.
    DiscountMechanism MechanismOf(JsonElement order)
    {
        var discounts = order.At("discount_applications").Items().ToList();
        var largest = byDiscount.Where(one => one.Key >= 0 && one.Key < discounts.Count)
            .OrderByDescending(one => one.Value).ThenBy(one => one.Key).Select(one => one.Key).FirstOrDefault(-1);
        if (largest < 0)
        {
            return DiscountCents == 0 && discounts.Any(one => one.Text("target_type") == "shipping_line")
                ? DiscountMechanism.FreeShipping : DiscountMechanism.Unknown;
        }
        var discount = discounts[largest];
        var isWhole = discount.Number("value") == 100m;
        return discount.Text("value_type") switch
        {
            "percentage" when isWhole && discount.Text("target_selection") != "all" => DiscountMechanism.Gift,
            "percentage" => DiscountMechanism.PercentOff,
            "fixed_amount" => DiscountMechanism.AmountOff,
            _ => DiscountMechanism.Unknown,
        };
    }
}
