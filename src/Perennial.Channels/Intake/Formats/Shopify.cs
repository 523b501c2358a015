using Perennial.Channels.Intake.Values;

namespace Perennial.Channels.Intake.Formats;

/// <summary>The files that Shopify's "Export" buttons make.</summary>
/// <remarks>
/// Orders come as one row per line item, with the order's own cells filled on its first row only; older files lack
/// the later columns. Subtotal is what was paid for the goods, after discounts; Refunded Amount is taken off it.
/// The orders file knows customers by e-mail only, so the customers file is keyed by e-mail as well.
/// </remarks>
static class Shopify
{
    const string Name = "shopify";

    public static readonly FileFormat Orders = new(
        Name,
        look => look.HasColumns("Name", "Financial Status", "Created at", "Lineitem quantity", "Lineitem name"),
        look => new FileLayout(
            Name, Name, Subject.OrderLines, HeaderMapping.Prescribed(look.Path, look.Header, look.Map,
        [
            (Target.OrderId, "Name"), (Target.Email, "Email"), (Target.Phone, "Phone|Billing Phone|Shipping Phone"),
            (Target.OrderedAt, "Created at"), (Target.Currency, "Currency"), (Target.Subtotal, "Subtotal"),
            (Target.Total, "Total"),
            (Target.Discount, "Discount Amount"), (Target.Refunded, "Refunded Amount"),
            (Target.Status, "Financial Status"), (Target.CancelledAt, "Cancelled at"),
            (Target.Sku, "Lineitem sku"), (Target.ProductName, "Lineitem name"), (Target.Quantity, "Lineitem quantity"),
            (Target.UnitPrice, "Lineitem price"), (Target.LineDiscount, "Lineitem discount"),
            (Target.ConsentEmail, "Accepts Marketing"), (Target.FullName, "Billing Name|Shipping Name"),
            (Target.Address1, "Billing Address1|Billing Street|Shipping Address1"),
            (Target.Address2, "Billing Address2|Shipping Address2"), (Target.City, "Billing City|Shipping City"),
            (Target.Postcode, "Billing Zip|Shipping Zip"), (Target.Country, "Billing Country|Shipping Country"),
            (Target.Region, "Billing Province|Shipping Province"),
        ]), Rules)
        {
            Dates = DateStyle.YearMonthDay,
            Decimal = DecimalMark.Point,
            TotalIsOfOrder = true,
        });

    public static readonly FileFormat Customers = new(
        "shopify-customers",
        look => look.HasColumns("First Name", "Last Name", "Email", "Total Spent", "Total Orders"),
        look => new FileLayout(
            "shopify-customers", Name, Subject.Customers, HeaderMapping.Prescribed(look.Path, look.Header, look.Map,
        [
            (Target.CustomerId, "Customer ID"), (Target.Email, "Email"), (Target.Phone, "Phone|Default Address Phone"),
            (Target.FirstName, "First Name"), (Target.LastName, "Last Name"),
            (Target.Address1, "Address1|Default Address Address1"),
            (Target.Address2, "Address2|Default Address Address2"),
            (Target.City, "City|Default Address City"),
            (Target.Region, "Province Code|Default Address Province Code|Province"),
            (Target.Postcode, "Zip|Default Address Zip"),
            (Target.Country, "Country Code|Default Address Country Code|Country"),
            (Target.ConsentEmail, "Accepts Email Marketing|Accepts Marketing"),
            (Target.ConsentSms, "Accepts SMS Marketing"), (Target.CustomerSince, "Created At|Customer since"),
        ]), Rules));

    static RowRules Rules => new() { CustomerKeys = [Target.Email, Target.Phone, Target.CustomerId] };
}
