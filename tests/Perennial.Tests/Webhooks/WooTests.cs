using System.Text.Json.Nodes;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Webhooks;

public class WooTests
{
    static JsonObject Order(params (string Name, JsonNode? Value)[] changes)
    {
        var order = JsonNode.Parse(Calls.Payload("woocommerce-order.json"))!.AsObject();
        foreach (var (name, value) in changes) order[name] = value;
        return order;
    }

    static IncomingEvent? Said(JsonObject order) =>
        Calls.Woo("order.updated", order.ToJsonString()).Events.SingleOrDefault();

    [Fact]
    public void An_order_is_stated_with_all_its_refunds()
    {
        var said = Said(Order())!;
        Assert.Equal(("woocommerce", "d-1"), (said.Source, said.MessageId));
        Assert.Equal(Instant.From(DateTimeOffset.Parse("2026-02-23T19:28:08Z")), said.At);
        Assert.Equal(("25", "john.doe@example.com", null), (said.Who.External, said.Who.Email, said.Who.Phone));
        Assert.Equal(("(555) 555-0123", "US"), (said.Details!.Phone, said.Details.Country));
        Assert.Equal("USD", said.Currency);
        var order = said.Order!;
        Assert.Equal(
            ("727", Instant.From(DateTimeOffset.Parse("2026-02-22T19:28:02Z"))), (order.Number, order.PlacedAt));
        // 5.50 of 36.35 that were paid with tax and shipping, 25.00 of them for the goods.
        Assert.Equal((3000, 500, 378L), (order.GrossCents, order.DiscountCents, order.RefundedCents));
        Assert.Equal(DiscountMechanism.AmountOff, order.Mechanism);
        Assert.Equal([new("WS-1", 2, 1600, 400), new LineStatement("22", 1, 1400, 100)], order.Lines!);
        Assert.Equal(["Woo Single #1", "Ship Your Idea"], said.Products.Select(product => product.Name));
    }

    [Theory]
    [InlineData("processing", true, 378L)]
    [InlineData("completed", false, 378L)]
    [InlineData("wc-completed", false, 378L)]
    [InlineData("on-hold", true, 378L)]
    [InlineData("shipped-by-bike", true, 378L)]
    [InlineData("refunded", true, 2500L)]
    [InlineData("cancelled", true, 2500L)]
    [InlineData("failed", true, 2500L)]
    [InlineData("trash", true, 2500L)]
    public void What_was_paid_for_or_is_worked_on_is_a_purchase(string status, bool paid, long refunded)
    {
        var order = Order(("status", status));
        if (!paid) order["date_paid_gmt"] = null;
        Assert.Equal(refunded, Said(order)!.Order!.RefundedCents);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("on-hold")]
    [InlineData("failed")]
    [InlineData("checkout-draft")]
    public void What_was_never_paid_for_is_none(string status)
    {
        var reading = Calls.Woo("order.created", Order(("status", status), ("date_paid_gmt", null)).ToJsonString());
        Assert.Empty(reading.Events);
        Assert.Equal(1, reading.LeftOut);
    }

    [Fact]
    public void An_unpaid_order_that_is_cancelled_takes_back_what_was_known_of_it()
    {
        var said = Said(Order(("status", "cancelled"), ("date_paid_gmt", null)))!;
        Assert.Null(said.Order);
        Assert.Equal(new OrderChange("727", null), said.Change);
    }

    [Fact]
    public void A_deleted_order_is_an_id_alone()
    {
        var said = Calls.Woo("order.deleted", """{"id":727}""").Events.Single();
        Assert.Equal(new OrderChange("727", null), said.Change);
        Assert.Equal("order:727:deleted", said.MessageId);
    }

    [Fact]
    public void A_guest_is_known_by_email_or_else_by_telephone()
    {
        Assert.Equal((null, "john.doe@example.com"), Keys(Said(Order(("customer_id", 0)))!));
        var order = Order(("customer_id", 0));
        order["billing"]!["email"] = "";
        Assert.Equal("(555) 555-0123", Said(order)!.Who.Phone);
        order["billing"]!["phone"] = "";
        Assert.Null(Said(order));
    }

    static (string?, string?) Keys(IncomingEvent said) => (said.Who.External, said.Who.Email);

    [Fact]
    public void A_customer_and_a_product_are_described()
    {
        var customer = Calls.Woo("customer.updated", """
            {"id":25,"date_modified_gmt":"2026-02-23T19:28:08","email":"j@example.com","first_name":"John",
             "billing":{"last_name":"Doe","phone":"555","country":"US"}}
            """).Events.Single();
        Assert.Equal(("25", "j@example.com"), (customer.Who.External, customer.Who.Email));
        Assert.Equal(("John", "Doe", "555"),
            (customer.Details!.FirstName, customer.Details.LastName, customer.Details.Phone));
        var product = Calls.Woo("product.updated", """
            {"id":93,"sku":"WS-1","name":"Woo Single","status":"publish","stock_status":"instock","price":"6.00",
             "regular_price":"8.00","stock_quantity":7,"categories":[{"name":"Music"}],
             "images":[{"src":"https://shop.example/a.jpg"}]}
            """).Products.Single();
        Assert.Equal(new ProductDetails("WS-1")
        {
            Name = "Woo Single", Category = "Music", PriceCents = 800, Stock = 7, Sellable = true,
            Image = "https://shop.example/a.jpg",
        }, product);
    }

    [Fact]
    public void The_ping_is_known_by_its_form_alone()
    {
        var woo = Calls.Of("woocommerce", "s");
        Assert.True(woo.IsPing(Calls.Request("webhook_id=12")));
        Assert.False(woo.IsPing(Calls.Request("webhook_id=12&x=1")));
        Assert.False(woo.IsPing(Calls.Request("webhook_id=12", ("X-WC-Webhook-Topic", "order.created"))));
        Assert.False(Calls.Of("shopify", "s").IsPing(Calls.Request("webhook_id=12")));
    }
}
