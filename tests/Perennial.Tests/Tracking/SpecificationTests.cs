using Perennial.Channels.Tracking;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Tracking;

/// <summary>The samples of Segment's specification (segment-docs, connections/spec: ecommerce/v2, email, identify) and
/// what they mean.</summary>
public class SpecificationTests
{
    // spec/ecommerce/v2, "Order Completed".
    const string OrderCompleted = """
        {
          "checkout_id": "fksdjfsdjfisjf9sdfjsd9f", "order_id": "50314b8e9bcf000000000000",
          "affiliation": "Google Store", "total": 27.50, "subtotal": 22.50, "revenue": 25.00, "shipping": 3,
          "tax": 2, "discount": 2.5, "coupon": "hasbros", "currency": "USD",
          "products": [
            {"product_id": "507f1f77bcf86cd799439011", "sku": "45790-32", "name": "Monopoly: 3rd Edition",
             "price": 19, "quantity": 1, "category": "Games", "url": "https://www.example.com/product/path",
             "image_url": "https:///www.example.com/product/path.jpg"},
            {"product_id": "505bd76785ebb509fc183733", "sku": "46493-32", "name": "Uno Card Game",
             "price": 3, "quantity": 2, "category": "Games"}
          ]
        }
        """;

    [Fact]
    public void An_order_is_worth_its_revenue_and_before_discount_that_and_the_discount()
    {
        var made = SomeCalls.Tracked("Order Completed", OrderCompleted);
        var order = made.Order!;
        Assert.Equal("50314b8e9bcf000000000000", order.Number);
        Assert.Equal((2750, 250), (order.GrossCents, order.DiscountCents));
        Assert.Equal(DiscountMechanism.PercentOff, SomeCalls.Tracked("Order Completed", """
            {"order_id": "1", "revenue": 45.00, "discount": 5.00, "coupon": "TEN10"}
            """).Order!.Mechanism);
        Assert.Equal(made.At, order.PlacedAt);
        Assert.Equal("USD", made.Currency);
        Assert.Null(order.RefundedCents);
        Assert.Equal(
            [("507f1f77bcf86cd799439011", 1), ("505bd76785ebb509fc183733", 2)],
            order.Lines!.Select(line => (line.Product, line.Quantity)));
        Assert.Equal(2750, order.Lines!.Sum(line => line.GrossCents));
        Assert.Equal(250, order.Lines!.Sum(line => line.DiscountCents));
        Assert.Equal(
            new ProductDetails("507f1f77bcf86cd799439011")
            {
                Name = "Monopoly: 3rd Edition", Category = "Games", PriceCents = 1900,
                Image = "https:///www.example.com/product/path.jpg",
            },
            made.Products[0]);
    }

    [Theory]
    [InlineData("Order Completed")]
    [InlineData("order completed")]
    [InlineData("ORDER_COMPLETED")]
    [InlineData("Completed Order")]
    public void Names_are_met_whatever_their_case_and_version(string name) =>
        Assert.NotNull(SomeCalls.Tracked(name, OrderCompleted).Order);

    [Fact]
    public void An_update_states_the_whole_order_again()
    {
        var placed = SomeCalls.Tracked("Order Completed", OrderCompleted).Order!;
        var updated = SomeCalls.Tracked("Order Updated", OrderCompleted).Order!;
        Assert.Equal(placed.Lines, updated.Lines);
        Assert.Equal(placed with { Lines = null }, updated with { Lines = null });
    }

    // spec/ecommerce/v2, "Order Refunded": everything, or the products named.
    [Fact]
    public void A_refund_gives_back_everything_or_what_it_names()
    {
        Assert.Equal(new OrderChange("50314b8e9bcf000000000000", null),
            SomeCalls.Tracked("Order Refunded", """{"order_id": "50314b8e9bcf000000000000"}""").Change);
        Assert.Equal(new OrderChange("50314b8e9bcf000000000000", 3000) { Unit = RefundUnit.Total },
            SomeCalls.Tracked("Order Refunded", """
                {"order_id": "50314b8e9bcf000000000000", "total": 30, "currency": "USD",
                 "products": [{"product_id": "123456", "sku": "45790-32", "name": "Monopoly: 3rd Edition",
                               "price": 19, "quantity": 1, "category": "Games"},
                              {"product_id": "765432", "sku": "46493-32", "name": "Uno Card Game", "price": 3,
                               "quantity": 2, "category": "Games"}]}
                """).Change);
        Assert.Equal(new OrderChange("1", 600), SomeCalls.Tracked("Order Refunded", """
            {"order_id": 1, "products": [{"product_id": "765432", "price": 3, "quantity": 2}]}
            """).Change);
        Assert.Equal("bad_value", SomeCalls.Refused(TrackingCall.Track, SomeCalls.Track("Order Refunded", """
            {"order_id": 1, "products": [{"product_id": "765432", "quantity": 2}]}
            """)).Reason);
    }

    // A program that gives money back often knows the order and nobody else.
    [Theory]
    [InlineData("")]
    [InlineData(""" "userId": "undefined", """)]
    public void A_refund_names_its_order_and_need_not_name_anybody(string who)
    {
        var json = $$"""{{{who}} "messageId": "m1", "event": "Order Refunded", "properties": {"order_id": 7} }""";
        var said = SomeCalls.One(TrackingCall.Track, json);
        Assert.Equal((CustomerId.Nobody, new OrderChange("7", null)), (said.Who.Id, said.Change));
        Assert.Equal("missing_id", SomeCalls.Refused(TrackingCall.Track,
            json.Replace("Refunded", "Completed", StringComparison.Ordinal)).Reason);
    }

    [Fact]
    public void A_cancelled_order_is_given_back_as_a_whole() =>
        Assert.Equal(new OrderChange("50314b8e9bcf000000000000", null),
            SomeCalls.Tracked("Order Cancelled", OrderCompleted).Change);

    [Theory]
    [InlineData("Product Viewed", ActivityKind.ProductView)]
    [InlineData("Viewed Product", ActivityKind.ProductView)]
    [InlineData("Product Added", ActivityKind.CartAdd)]
    [InlineData("Added Product", ActivityKind.CartAdd)]
    [InlineData("Product Removed", ActivityKind.Other)]
    [InlineData("Product Added to Wishlist", ActivityKind.Other)]
    public void What_is_done_with_a_product_names_it(string name, ActivityKind kind)
    {
        // spec/ecommerce/v2, "Product Viewed".
        var made = SomeCalls.Tracked(name, """
            {"product_id": "507f1f77bcf86cd799439011", "sku": "G-32", "category": "Games",
             "name": "Monopoly: 3rd Edition", "brand": "Hasbro", "variant": "200 pieces", "price": 18.99,
             "quantity": 1, "coupon": "MAYDEALS", "currency": "usd", "position": 3, "value": 18.99,
             "url": "https://www.example.com/product/path",
             "image_url": "https://www.example.com/product/path.jpg"}
            """);
        Assert.Equal(kind, made.Activity!.Kind);
        Assert.Equal(name, made.Activity.Name);
        Assert.Equal("507f1f77bcf86cd799439011", made.Activity.Product);
        Assert.Equal(1899, Assert.Single(made.Products).PriceCents);
        Assert.Equal("USD", made.Currency);
    }

    [Theory]
    [InlineData("Form Submitted", """{"form_name": "newsletter", "form_id": "f-7"}""", "newsletter")]
    [InlineData("form_submit", """{"form_id": "f-7"}""", "f-7")]
    [InlineData("Form Submitted", """{"name": "newsletter"}""", "newsletter")]
    [InlineData("Form Submitted", "{}", "Form Submitted")]
    public void A_form_is_called_what_the_shop_calls_it(string name, string properties, string called)
    {
        var made = SomeCalls.Tracked(name, properties);
        Assert.Equal((ActivityKind.Form, called), (made.Activity!.Kind, made.Activity.Name));
    }

    [Theory]
    [InlineData("Cart Viewed", ActivityKind.CartView)]
    [InlineData("Checkout Started", ActivityKind.CheckoutStart)]
    [InlineData("Coupon Applied", ActivityKind.Other)]
    [InlineData("Signed In", ActivityKind.Login)]
    [InlineData("Song Played", ActivityKind.Other)]
    public void What_else_is_done_keeps_its_name(string name, ActivityKind kind)
    {
        var made = SomeCalls.Tracked(name, """
            {"cart_id": "d92jd29jd92jd29j92d92jd", "products": [{"product_id": "a", "name": "A"}, {"sku": "b"}]}
            """);
        Assert.Equal(
            new ActivityStatement(kind) { Name = name, Properties = "cart_id=d92jd29jd92jd29j92d92jd" }, made.Activity);
        Assert.Equal(["a", "b"], made.Products.Select(product => product.Id));
    }

    [Fact]
    public void Pages_and_screens_are_views()
    {
        var page = SomeCalls.One(TrackingCall.Page, """
            {"anonymousId": "507f191e810c19729de860ea", "name": "Home", "properties": {"title": "Welcome",
             "url": "http://www.example.com", "duration_seconds": 12}}
            """);
        Assert.Equal(
            new ActivityStatement(ActivityKind.PageView)
            {
                Name = "Home", DurationSeconds = 12, Properties = "duration_seconds=12\npage=/\ntitle=Welcome",
            },
            page.Activity);
        Assert.Equal("Welcome", SomeCalls.One(TrackingCall.Screen,
            """{"anonymousId": "a", "properties": {"title": "Welcome"}}""").Activity!.Name);
    }

    // spec/identify, with address and the names that both notations have.
    [Theory]
    [InlineData("""
        {"firstName": "Peter", "lastName": "Gibbons", "email": "peter@example.com", "phone": "555-555-0123",
         "birthday": "1971-02-19T00:00:00.000Z", "acceptsMarketing": true, "plan": "premium", "age": 55,
         "address": {"street": "6th St", "city": "San Francisco", "state": "CA", "postalCode": "94103",
                     "country": "USA"}}
        """)]
    [InlineData("""
        {"first_name": "Peter", "last_name": "Gibbons", "email": "peter@example.com", "phone": "555-555-0123",
         "birthday": "1971-02-19", "accepts_marketing": "yes",
         "address": {"street": "6th St", "city": "San Francisco", "state": "CA", "postal_code": 94103,
                     "country": "USA"}}
        """)]
    [InlineData("""
        {"name": "Peter Gibbons", "email": "peter@example.com", "phone": "555-555-0123", "unsubscribed": false,
         "birthday": "1971-02-19", "email_opt_in": 1, "street": "6th St", "city": "San Francisco", "region": "CA",
         "zip": "94103", "country_code": "USA"}
        """)]
    public void Who_somebody_is(string traits)
    {
        var made = SomeCalls.One(TrackingCall.Identify, $$"""{"userId": "97980cfea0067", "traits": {{traits}}}""");
        Assert.Equal(
            new CustomerDetails
            {
                FirstName = "Peter", LastName = "Gibbons", Email = "peter@example.com", Phone = "555-555-0123",
                Address1 = "6th St", City = "San Francisco", Region = "CA", Postcode = "94103", Country = "USA",
                Birthday = new DateOnly(1971, 2, 19), ConsentEmail = true,
            },
            made.Details);
        Assert.Equal(("97980cfea0067", "peter@example.com", "555-555-0123"),
            (made.Who.External, made.Who.Email, made.Who.Phone));
        Assert.Null(made.Activity);
    }

    [Fact]
    public void Who_unsubscribed_has_not_agreed_and_who_did_not_has_not_either()
    {
        bool? Consent(string traits) => SomeCalls.One(TrackingCall.Identify,
            $$"""{"userId": "1", "traits": {{traits}}}""").Details?.ConsentEmail;

        Assert.False(Consent("""{"unsubscribed": true, "newsletter": true}"""));
        Assert.Null(Consent("""{"unsubscribed": false}"""));
        Assert.True(Consent("""{"unsubscribed": false, "newsletter": true}"""));
    }

    [Theory]
    [InlineData("""{"email": "unknown"}""")]
    [InlineData("""{"email": "a@b"}""")]
    [InlineData("""{"phone": "n/a"}""")]
    public void What_is_no_address_is_no_key(string traits)
    {
        var who = SomeCalls.One(TrackingCall.Identify, $$"""{"userId": "1", "traits": {{traits}}}""").Who;
        Assert.Equal((null, null), (who.Email, who.Phone));
    }

    [Fact]
    public void A_customer_number_that_is_an_address_is_both() =>
        Assert.Equal(("a@b.example", "a@b.example"),
            SomeCalls.One(TrackingCall.Page, """{"userId": "a@b.example"}""").Who is var who
                ? (who.External, who.Email) : default);

    [Fact]
    public void An_organisation_has_its_own_traits()
    {
        var made = SomeCalls.One(TrackingCall.Group, """
            {"userId": "1", "groupId": "0e8c78ea9d97a7b8185e8632", "traits": {"name": "Initech",
             "email": "info@initech.example"}}
            """);
        Assert.Null(made.Details);
        Assert.Null(made.Who.Email);
    }

    [Fact]
    public void An_alias_says_whose_a_key_was()
    {
        var who = SomeCalls.One(TrackingCall.Alias, """{"previousId": "39239-239239-239239", "userId": "1"}""").Who;
        Assert.Equal("1", who.External);
        Assert.Equal(["39239-239239-239239"], who.Previous);
        var merged = SomeCalls.One(TrackingCall.Merge, """
            {"mergeProperties": [{"type": "email", "value": "a@b.example"},
                                 {"type": "mobile", "value": "+15550123456"}]}
            """).Who;
        Assert.Equal(("a@b.example", "+15550123456"), (merged.Email, merged.Phone));
    }

    // spec/email: the recipient stands in context.traits, the sample's id in snake_case.
    static IncomingEvent Email(string name, string who = "\"user_id\": \"u-1\"") => SomeCalls.One(
        TrackingCall.Batch, $$$"""
        {"batch": [{"type": "track", "messageId": "{{{name}}}", {{{who}}}, "event": "{{{name}}}",
          "properties": {"campaign_id": "123", "campaign_name": "First Email", "email_id": "18", "link_id": "1",
            "email_subject": "Thank you for registering", "link_url": "http://click.me", "list_id": "7"},
          "context": {"traits": {"email": "Peter@Initech.example"}, "ip": "67.207.109.102"}}]}
        """);

    [Theory]
    [InlineData("Email Delivered", ResponseKind.Delivered)]
    [InlineData("Email Opened", ResponseKind.Open)]
    [InlineData("Email Link Clicked", ResponseKind.Click)]
    [InlineData("Email Bounced", ResponseKind.Bounce)]
    [InlineData("Email Marked as Spam", ResponseKind.Complaint)]
    [InlineData("Unsubscribed", ResponseKind.Unsubscribe)]
    public void What_became_of_an_email_names_the_message(string name, ResponseKind kind)
    {
        var contact = Email("Email Delivered").Contact!;
        Assert.Equal((ContactChannel.Email, "First Email"), (contact.Channel, contact.Strategy));

        var made = Email(name);
        Assert.Equal(kind, made.Response!.Kind);
        Assert.Equal(contact.Number, made.Response.ContactNumber);
        Assert.Equal(kind == ResponseKind.Delivered, made.Contact is not null);
        Assert.Equal("u-1", made.Who.External);
        Assert.Equal("Peter@Initech.example", made.Who.Email);
        Assert.Equal(kind == ResponseKind.Unsubscribe ? false : null, made.Details?.ConsentEmail);
        Assert.Null(made.Activity);
    }

    [Fact]
    public void The_recipient_of_an_email_is_known_by_the_address_alone() =>
        Assert.Equal(
            Email("Email Delivered").Contact!.Number, Email("Email Opened", "\"x\": 1").Response!.ContactNumber);
}
