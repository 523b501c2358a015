using System.Text.Json.Nodes;
using Perennial.Channels.Webhooks;
using Perennial.Channels.Webhooks.Vendors;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Webhooks;

public class ShopifyTests
{
    static JsonObject Order() => JsonNode.Parse(Calls.Payload("shopify-order.json"))!.AsObject();

    static Instant At(string text) => Instant.From(DateTimeOffset.Parse(text));

    [Fact]
    public void An_order_is_stated_as_it_was_when_it_was_updated()
    {
        var reading = Calls.Shopify("orders/updated", Calls.Payload("shopify-order.json"), "w-17");
        Assert.Empty(reading.Refusals);
        var said = reading.Events[0];
        Assert.Equal("shopify", said.Source);
        Assert.Equal("w-17", said.MessageId);
        Assert.Equal(At("2026-02-28T09:00:00Z"), said.At);
        Assert.Equal("EUR", said.Currency);
        Assert.Equal(("6940095564077", "ines.moreau@example.com", "+33612345678"),
            (said.Who.External, said.Who.Email, said.Who.Phone));
        Assert.Equal(("Inès", "Moreau", "Paris", "75011", "FR"), (said.Details!.FirstName, said.Details.LastName,
            said.Details.City, said.Details.Postcode, said.Details.Country));
        // Said when Shopify says it was, whenever the order is told.
        Assert.Equal([new ConsentStatement(ContactChannel.Email, true)
        {
            SaidAt = At("2026-01-05T07:00:00Z"), Basis = ConsentBasis.Agreed,
        }], said.Details.Consents);
        Assert.Null(said.Details.ConsentEmail);
        Assert.False(said.Details.ConsentSms);
        var order = said.Order!;
        Assert.Equal("5390061781234", order.Number);
        Assert.Equal(At("2026-02-27T08:14:02Z"), order.PlacedAt);
        Assert.Equal((12000, 1200), (order.GrossCents, order.DiscountCents));
        Assert.Null(order.RefundedCents);
        Assert.Equal(DiscountMechanism.PercentOff, order.Mechanism);
        Assert.Equal(
            [new("ROSE-12", 2, 9000, 900) { RefundedQuantity = 1 }, new LineStatement("802", 1, 3000, 300)],
            order.Lines!);
        Assert.Equal(new ProductDetails("ROSE-12") { Name = "Twelve roses", PriceCents = 4500 }, said.Products[0]);
    }

    [Fact]
    public void A_refund_in_its_order_and_by_itself_is_the_same_change()
    {
        var inOrder = Calls.Shopify("orders/updated", Order().ToJsonString()).Events[1];
        var alone = Calls.Shopify("refunds/create", Order()["refunds"]![0]!.ToJsonString()).Events.Single();
        Assert.Equal("refund:77001", inOrder.MessageId);
        Assert.Equal(new OrderChange("5390061781234", 4050), inOrder.Change);
        Assert.Equal((inOrder.MessageId, inOrder.At, inOrder.Change), (alone.MessageId, alone.At, alone.Change));
        Assert.Equal("6940095564077", inOrder.Who.External);
        Assert.Equal(new CustomerKeySet().Email, alone.Who.Email);
    }

    [Theory]
    // Less than the goods were worth was given back: 5.00 was kept.
    [InlineData("""[{"line_item_id":11,"quantity":1,"subtotal":"40.50"}]""",
        """[{"kind":"refund_discrepancy","amount":"5.00"}]""", "35.50", 3550)]
    // Delivery alone.
    [InlineData("[]", """[{"kind":"shipping_refund","amount":"-4.90"}]""", "4.90", 0)]
    // An amount without goods.
    [InlineData("[]", """[{"kind":"refund_discrepancy","amount":"-7.00"}]""", "7.00", 700)]
    [InlineData("[]", "[]", "6.00", 600)]
    public void A_refund_counts_for_the_goods(string lines, string adjustments, string paid, long cents)
    {
        var reading = Calls.Shopify("refunds/create", $$"""
            {"id":1,"order_id":2,"created_at":"2026-02-28T10:00:00Z","refund_line_items":{{lines}},
             "order_adjustments":{{adjustments}},"transactions":[
              {"kind":"refund","status":"success","amount":"{{paid}}"},
              {"kind":"refund","status":"failure","amount":"99.00"}]}
            """);
        Assert.Empty(reading.Refusals);
        Assert.Equal(cents, reading.Events.SingleOrDefault()?.Change!.RefundedCents ?? 0);
    }

    [Fact]
    public void A_cancelled_order_gives_everything_back()
    {
        var order = Order();
        order["cancelled_at"] = "2026-03-01T08:00:00+01:00";
        var change = Calls.Shopify("orders/cancelled", order.ToJsonString()).Events[^1];
        Assert.Equal(new OrderChange("5390061781234", null), change.Change);
        Assert.Equal("order:5390061781234:cancelled", change.MessageId);
        Assert.Equal(At("2026-03-01T07:00:00Z"), change.At);
    }

    [Fact]
    public void A_deleted_order_is_an_id_alone()
    {
        var said = Calls.Shopify("orders/delete", """{"id":5390061781234}""").Events.Single();
        Assert.Equal(new OrderChange("5390061781234", null), said.Change);
        Assert.Equal("order:5390061781234:deleted", said.MessageId);
    }

    [Fact]
    public void A_test_order_and_a_sale_to_nobody_are_left_out()
    {
        var test = Order();
        test["test"] = true;
        var counter = Order();
        foreach (var name in (string[])["customer", "email", "contact_email", "phone", "billing_address"])
            counter[name] = null;
        foreach (var order in (JsonObject[])[test, counter])
        {
            var reading = Calls.Shopify("orders/create", order.ToJsonString());
            Assert.Empty(reading.Events);
            Assert.Empty(reading.Refusals);
            Assert.Equal(1, reading.LeftOut);
        }
    }

    [Fact]
    public void A_guest_is_known_by_email_or_else_by_telephone()
    {
        var guest = Order();
        guest["customer"] = null;
        var byEmail = Calls.Shopify("orders/create", guest.ToJsonString()).Events[0];
        Assert.Equal((null, "ines.moreau@example.com", null),
            (byEmail.Who.External, byEmail.Who.Email, byEmail.Who.Phone));
        Assert.Equal(("Inès", "Paris"), (byEmail.Details!.FirstName, byEmail.Details.City));
        Assert.Null(byEmail.Details.ConsentEmail);
        guest["email"] = guest["contact_email"] = null;
        var byPhone = Calls.Shopify("orders/create", guest.ToJsonString()).Events[0];
        Assert.Equal((null, "+33198765432"), (byPhone.Who.Email, byPhone.Who.Phone));
    }

    [Theory]
    [InlineData("none", "000 000 000")]
    [InlineData("n/a, @", "12")]
    [InlineData("@example.com", "call me")]
    public void What_people_type_to_get_past_a_form_joins_nobody(string email, string phone)
    {
        var guest = Order();
        guest["customer"] = guest["contact_email"] = guest["billing_address"] = null;
        (guest["email"], guest["phone"]) = (email, phone);
        Assert.Equal(1, Calls.Shopify("orders/create", guest.ToJsonString()).LeftOut);
    }

    [Fact]
    public void A_customer_changed_says_details_and_consent()
    {
        var said = Calls.Shopify("customers/update", """
            {"id":207119551,"email":"bob@example.com","updated_at":"2026-03-01T10:00:00Z","first_name":"Bob",
             "email_marketing_consent":{"state":"unsubscribed"},"sms_marketing_consent":{"state":"pending"}}
            """).Events.Single();
        Assert.Equal(("207119551", "bob@example.com"), (said.Who.External, said.Who.Email));
        Assert.Equal("Bob", said.Details!.FirstName);
        Assert.False(said.Details.ConsentEmail);
        Assert.Null(said.Details.ConsentSms);
    }

    [Fact]
    public void A_checkout_begins_once_however_often_it_is_changed()
    {
        const string body = """{"token":"b1946ac9","email":"bob@example.com","created_at":"2026-03-01T10:00:00Z"}""";
        var first = Calls.Shopify("checkouts/create", body, "w-1").Events.Single();
        var second = Calls.Shopify("checkouts/update", body, "w-2").Events.Single();
        Assert.Equal(ActivityKind.CheckoutStart, first.Activity!.Kind);
        Assert.Equal((first.MessageId, first.At), (second.MessageId, second.At));
        Assert.Equal(1, Calls.Shopify("checkouts/create",
            """{"token":"b1946ac9","created_at":"2026-03-01T10:00:00Z"}""").LeftOut);
    }

    [Theory]
    [InlineData("customers/redact", PrivacyAct.Erase)]
    [InlineData("customers/data_request", PrivacyAct.Tell)]
    public void Privacy_requests_name_their_customer(string topic, PrivacyAct act)
    {
        var request = Calls.Shopify(topic, """
            {"shop_id":954889,"shop_domain":"x.myshopify.com","orders_to_redact":[299938],
             "customer":{"id":191167,"email":"john@example.com","phone":"555-625-1199"},"data_request":{"id":9999}}
            """).Privacy.Single();
        Assert.Equal(act, request.Act);
        Assert.Equal(("191167", "john@example.com", "555-625-1199"),
            (request.Who.External, request.Who.Email, request.Who.Phone));
        Assert.Equal("9999", request.Number);
    }

    [Fact]
    public void A_shop_that_leaves_asks_for_everybody_to_be_erased()
    {
        var request = Calls.Shopify("shop/redact", """{"shop_id":954889,"shop_domain":"x.myshopify.com"}""").Privacy;
        Assert.Equal((PrivacyAct.EraseShop, "954889"), (request.Single().Act, request.Single().Number));
    }

    [Fact]
    public void Orders_by_name_fit_exported_files_and_leave_refunds_to_their_orders()
    {
        var webhook = WebhookVendors.Of(
            new WebhookSource("shopify", "main") { OrdersByName = true, CustomerPrefix = "eu-" }, Calls.NoFile);
        WebhookReading Read(string topic, string body) =>
            webhook.Read(Calls.Request(body, ("X-Shopify-Topic", topic), ("X-Shopify-Webhook-Id", "w")));
        var said = Read("orders/create", Order().ToJsonString()).Events;
        Assert.Equal("#1042", said[0].Order!.Number);
        Assert.Equal("#1042", said[1].Change!.Number);
        Assert.Equal("eu-6940095564077", said[0].Who.External);
        Assert.Equal(1, Read("refunds/create", Order()["refunds"]![0]!.ToJsonString()).LeftOut);
    }

    [Theory]
    [InlineData("price", "\"twelve\"")]
    [InlineData("price", "\"99999999999999999999\"")]
    [InlineData("price", "-1")]
    [InlineData("quantity", "1.5")]
    [InlineData("quantity", "99999999999")]
    public void An_amount_that_cannot_be_read_is_refused(string field, string value)
    {
        var order = Order();
        order["line_items"]![0]![field] = JsonNode.Parse(value);
        var reading = Calls.Shopify("orders/create", order.ToJsonString());
        Assert.Equal("bad_value", reading.Refusals.Single().Reason);
        Assert.Empty(reading.Events);
    }
}
