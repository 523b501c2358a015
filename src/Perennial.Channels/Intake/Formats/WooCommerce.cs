using Perennial.Core;

namespace Perennial.Channels.Intake.Formats;

/// <summary>The files that WooCommerce's export plugins make, one row per order or one per item.</summary>
/// <remarks>
/// The plugins agree on the words and not on the columns. A guest has customer id 0, and the same person may order
/// as guest and as member: customers are known by their billing e-mail. Revenue is the order's total without
/// shipping and tax.
/// </remarks>
static class WooCommerce
{
    const string Name = "woocommerce";

    public static readonly FileFormat Orders = new(
        Name,
        look => (look.HasColumns("billing_email") || look.HasColumns("Email (Billing)"))
            && (look.HasColumns("order_id") || look.HasColumns("order_number"))
            && (look.HasColumns("status") || look.HasColumns("order_status")),
        Lay);

    /// <summary>The export of WooCommerce's own Analytics page, which says who ordered by name alone.</summary>
    public static readonly FileFormat Analytics = new(
        "woocommerce-analytics",
        look => look.HasColumns("Date", "Order #", "Status", "Customer", "Items sold"),
        look => throw new BadInputException(
            look.Path,
            "This is WooCommerce's Analytics export: it has neither e-mail nor customer number, only a name.",
            "Export the orders with a plugin that writes billing_email, or say --format csv --map"
            + " customer_id=Customer if names are unique in this shop."));

    static FileLayout Lay(FileLook look)
    {
        var mapping = HeaderMapping.Prescribed(look.Path, look.Header, look.Map,
        [
            (Target.OrderId, "order_number|order_id|order_number_formatted"),
            (Target.Email, "billing_email|Email (Billing)|customer_email"),
            (Target.CustomerId, "customer_id|customer_user|Customer User ID"),
            (Target.Phone, "billing_phone|Phone (Billing)"),
            (Target.OrderedAt, "order_date|date|date_created|order_created"),
            (Target.Status, "status|order_status"), (Target.Currency, "order_currency|currency"),
            (Target.Total, "order_total|Order Total Amount|total"),
            (Target.Shipping, "shipping_total|order_shipping|Order Shipping Amount"),
            (Target.Tax, "tax_total|total_tax|order_tax|Order Total Tax Amount"),
            (Target.Discount, "discount_total|cart_discount|Cart Discount Amount"),
            (Target.Refunded, "refunded_total|order_refund_total|Order Refund Amount|total_refunded"),
            (Target.Sku, "item_sku|line_item_sku|SKU|item_product_id"),
            (Target.ProductName, "item_name|line_item_name|Item Name|product_name"),
            (Target.Quantity, "item_quantity|line_item_quantity|Quantity|Quantity (- Refund)"),
            (Target.LineTotal, "item_total|line_item_total|Order Line Total|Item Total"),
            (Target.UnitPrice, "item_price|Item Cost"),
            (Target.FirstName, "billing_first_name|First Name (Billing)"),
            (Target.LastName, "billing_last_name|Last Name (Billing)"),
            (Target.Address1, "billing_address_1|Address 1 (Billing)|Address 1&2 (Billing)"),
            (Target.Address2, "billing_address_2|Address 2 (Billing)"), (Target.City, "billing_city|City (Billing)"),
            (Target.Postcode, "billing_postcode|Postcode (Billing)"),
            (Target.Region, "billing_state|State Code (Billing)"),
            (Target.Country, "billing_country|Country Code (Billing)"),
        ]);
        var perItem = mapping.HasAny(Target.Sku, Target.ProductName)
            && mapping.HasAny(Target.LineTotal, Target.UnitPrice);
        return new FileLayout(Name, Name, perItem ? Subject.OrderLines : Subject.Orders, mapping, new RowRules
        {
            CustomerKeys = [Target.Email, Target.CustomerId, Target.Phone],
            NotPlaced = ["pending", "pendingpayment", "onhold"],
        })
        {
            TotalIsOfOrder = true,
        };
    }
}
