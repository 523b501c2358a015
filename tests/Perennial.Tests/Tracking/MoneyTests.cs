using FsCheck;
using FsCheck.Fluent;
using Perennial.Channels.Tracking;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Tracking;

/// <summary>Amounts of orders: exact, and adding up.</summary>
public class MoneyTests
{
    static OrderStatement Order(string properties) => SomeCalls.Tracked("Order Completed", properties).Order!;

    [Theory]
    [InlineData("\"revenue\": 25.00, \"subtotal\": 22.50, \"total\": 27.50", 2500)]
    [InlineData("\"revenue\": null, \"subtotal\": 22.50, \"total\": 27.50", 2250)]
    [InlineData("\"total\": 27.50, \"shipping\": 3, \"tax\": 2.005", 2249)]
    [InlineData("\"total\": 27.50", 2750)]
    [InlineData("\"total\": 2, \"shipping\": 3", 0)]
    [InlineData("\"revenue\": 0", 0)]
    [InlineData("\"revenue\": 0.005", 1)]
    [InlineData("\"revenue\": 0.00499999999999999999", 0)]
    [InlineData("\"revenue\": 1.115", 112)]
    [InlineData("\"revenue\": 1.1149999999999999", 111)]
    [InlineData("\"revenue\": 4.35e1", 4350)]
    [InlineData("\"revenue\": 9999999999.99", 999999999999)]
    [InlineData("\"revenue\": \"39.95\"", 3995)]
    [InlineData("\"revenue\": \"$1,250.00\"", 125000)]
    [InlineData("\"products\": [{\"sku\": \"a\", \"price\": 0.145, \"quantity\": 3}]", 44)]
    public void What_was_paid_is_exact(string amounts, long cents) =>
        Assert.Equal(cents, Order($$"""{"order_id": "1", {{amounts}}}""").GrossCents);

    [Theory]
    [InlineData("\"revenue\": -1")]
    [InlineData("\"total\": -1")]
    [InlineData("\"revenue\": 1e400")]
    [InlineData("\"revenue\": 1e99999999999999999999")]
    [InlineData("\"revenue\": 10000000000.01")]
    [InlineData("\"revenue\": 9999999999.99, \"discount\": 9999999999.99")]
    [InlineData("\"revenue\": \"12,50\"")]
    [InlineData("\"revenue\": \"much\"")]
    [InlineData("\"revenue\": true")]
    [InlineData("\"revenue\": [25]")]
    [InlineData("\"revenue\": 1, \"discount\": {}")]
    [InlineData("\"revenue\": 1, \"currency\": \"Euro\"")]
    [InlineData("\"revenue\": 1, \"products\": {}")]
    [InlineData("\"revenue\": 1, \"products\": [1]")]
    [InlineData("\"revenue\": 1, \"products\": [{\"sku\": \"a\", \"price\": -1}]")]
    [InlineData("\"revenue\": 1, \"products\": [{\"sku\": \"a\", \"price\": 1, \"quantity\": -1}]")]
    [InlineData("\"revenue\": 1, \"products\": [{\"sku\": \"a\", \"price\": 1, \"quantity\": 1e20}]")]
    [InlineData("\"revenue\": 1, \"products\": [{\"sku\": \"a\", \"price\": 1e27, \"quantity\": 1e5}]")]
    [InlineData("\"products\": [{\"sku\": \"a\"}]")]
    [InlineData("\"coupon\": \"x\"")]
    public void What_cannot_be_an_amount_is_refused(string amounts) => Assert.Equal("bad_value", SomeCalls.Refused(
        TrackingCall.Track, SomeCalls.Track("Order Completed", $$"""{"order_id": "1", {{amounts}}}""")).Reason);

    [Fact]
    public void An_order_has_a_number() => Assert.Equal("properties.order_id is missing", SomeCalls.Refused(
        TrackingCall.Track, SomeCalls.Track("Order Completed", """{"revenue": 1}""")).Problem);

    [Fact]
    public void Lines_are_price_times_quantity_and_bear_their_own_discounts()
    {
        var order = Order("""
            {"order_id": 1, "revenue": 22.5, "discount": 2.5, "products": [
              {"product_id": "a", "price": 19, "quantity": 1, "discount": 2.5},
              {"product_id": "b", "price": 3, "quantity": "2"}, {"product_id": "c", "price": 9, "quantity": 0}]}
            """);
        Assert.Equal([new LineStatement("a", 1, 1900, 250), new LineStatement("b", 2, 600, 0)], order.Lines);
    }

    [Fact]
    public void A_part_of_a_unit_is_one_unit()
    {
        var line = Order("""{"order_id": 1, "products": [{"sku": "a", "price": 9.99, "quantity": 0.4}]}""").Lines![0];
        Assert.Equal((1, 400L), (line.Quantity, line.GrossCents));
    }

    [Fact]
    public void An_order_counts_although_a_line_names_no_product()
    {
        var order = Order("""{"order_id": 1, "revenue": 5, "products": [{"sku": "a", "price": 2}, {"price": 3}]}""");
        Assert.Equal(500, order.GrossCents);
        Assert.Null(order.Lines);
    }

    [Theory]
    [InlineData(5000, 500, "SAVE10", null, DiscountMechanism.PercentOff)]
    [InlineData(5000, 500, "MINUS5", null, DiscountMechanism.AmountOff)]
    [InlineData(1999, 300, "XMAS", null, DiscountMechanism.AmountOff)]
    [InlineData(1999, 300, "XMAS15", null, DiscountMechanism.PercentOff)]
    [InlineData(2599, 390, "XMAS", null, DiscountMechanism.PercentOff)]
    [InlineData(1999, 123, "XMAS", null, DiscountMechanism.AmountOff)]
    [InlineData(1999, 0, "FREESHIPPING", null, DiscountMechanism.FreeShipping)]
    [InlineData(1999, 0, "XMAS", null, DiscountMechanism.Unknown)]
    [InlineData(1999, 300, null, null, DiscountMechanism.Unknown)]
    [InlineData(1999, 300, "XMAS", "employee", DiscountMechanism.Staff)]
    public void How_a_discount_was_given_follows_from_the_code(
        long gross, long discount, string? code, string? kind, DiscountMechanism mechanism)
    {
        var order = Order($$"""
            {"order_id": 1, "revenue": {{(gross - discount) / 100m}}, "discount": {{discount / 100m}},
             "coupon": {{Json(code)}}, "discount_type": {{Json(kind)}}}
            """);
        Assert.Equal(mechanism, order.Mechanism);

        static string Json(string? text) => text is null ? "null" : $"\"{text}\"";
    }

    [Fact]
    public void Lines_add_up_to_their_order_whatever_the_amounts()
    {
        var line = from price in Gen.Choose(0, 30_000)
                   from quantity in Gen.Choose(1, 4)
                   from discount in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 5_000)))
                   select (price, quantity, discount);
        var order = from lines in line.NonEmptyListOf()
                    from revenue in Gen.Choose(0, 100_000)
                    from discount in Gen.Choose(0, 20_000)
                    select (lines, revenue, discount);
        Prop.ForAll(order.ToArbitrary(), sample =>
        {
            var products = sample.lines.Select((item, i) => $$"""
                {"sku": "{{i}}", "price": {{item.price / 100m}}, "quantity": {{item.quantity}},
                 "discount": {{item.discount / 100m}}}
                """);
            var read = Order($$"""
                {"order_id": 1, "revenue": {{sample.revenue / 100m}}, "discount": {{sample.discount / 100m}},
                 "products": [{{string.Join(',', products)}}]}
                """);
            Assert.Equal((sample.revenue + sample.discount, sample.discount), (read.GrossCents, read.DiscountCents));
            Assert.Equal(read.GrossCents, read.Lines!.Sum(one => one.GrossCents));
            Assert.Equal(read.DiscountCents, read.Lines!.Sum(one => one.DiscountCents));
            Assert.All(read.Lines!, one => Assert.InRange(one.DiscountCents, 0, one.GrossCents));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
