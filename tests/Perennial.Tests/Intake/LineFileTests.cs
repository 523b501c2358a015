namespace Perennial.Tests.Intake;

/// <summary>Files with one order line in each row.</summary>
public sealed class LineFileTests : IDisposable
{
    const string Header = "order_id,customer_id,order_date,sku,quantity,unit_price\n";

    readonly Inbox inbox = new();

    public void Dispose() => inbox.Dispose();

    [Fact]
    public void Lines_of_one_number_are_one_order()
    {
        var result = inbox.Read("""
            order_id,customer_id,order_date,sku,product_name,category,quantity,unit_price,line_discount
            1,A,2024-01-31 10:00,S1,Rose,flowers,3,2.00,1.50
            2,B,2024-01-31 10:05,S1,Rose,flowers,1,2.00,
            1,A,2024-01-31 09:59,S2,Vase,,1,10.00,
            """);
        Assert.Equal(["2024-01-31 16.00 1.50 0.00"], Inbox.Orders(result.Batch, "A"));
        var lines = Inbox.Lines(result);
        Assert.Equal([0, 2, 3], lines.Start);
        Assert.Equal([0, 1, 0], lines.Product);
        Assert.Equal([3, 1, 1], lines.Quantity);
        Assert.Equal([600L, 1_000, 200], lines.GrossCents);
        Assert.Equal([150L, 0, 0], lines.DiscountCents);
        Assert.Equal(["S1", "S2"], result.Batch.History.Products);
        Assert.Equal(("Rose", "flowers"), (result.Batch.Products[0].Name, result.Batch.Products[0].Category));
        Assert.Equal(Inbox.At("2024-01-31T09:59Z"), result.Batch.History.Orders.At[0]);
    }

    [Fact]
    public void Lines_without_numbers_are_one_order_if_customer_and_instant_agree()
    {
        const string text = """
            customer_id,order_date,product,quantity,price
            A,2024-01-31 10:00,Rose,3,2.00
            A,2024-01-31 10:00,Vase,1,10.00
            A,2024-01-31 10:01,Vase,1,10.00
            B,2024-01-31 10:00,Vase,1,10.00
            """;
        var batch = inbox.Read(text).Batch;
        Assert.Equal(["2024-01-31 16.00 0.00 0.00", "2024-01-31 10.00 0.00 0.00"], Inbox.Orders(batch, "A"));
        Assert.Empty(batch.History.Orders.Number);
        Assert.Equal(3, batch.History.Orders.Id.Distinct().Count());
        Assert.Equal(batch.History.Orders.Id, inbox.Read(text).Batch.History.Orders.Id);
    }

    [Fact]
    public void A_total_that_differs_within_an_order_is_the_lines_value()
    {
        var batch = inbox.Read("""
            order_id,customer_id,order_date,sku,quantity,total
            1,A,2024-01-31,S1,3,6.00
            1,A,2024-01-31,S2,1,10.00
            """).Batch;
        Assert.Equal(["2024-01-31 16.00 0.00 0.00"], Inbox.Orders(batch, "A"));
    }

    [Fact]
    public void A_total_that_repeats_within_an_order_is_the_orders_value()
    {
        var batch = inbox.Read("""
            order_id,customer_id,order_date,sku,quantity,unit_price,total
            1,A,2024-01-31,S1,3,2.00,15.00
            1,A,2024-01-31,S2,1,10.00,15.00
            """).Batch;
        Assert.Equal(["2024-01-31 16.00 1.00 0.00"], Inbox.Orders(batch, "A"));
    }

    [Fact]
    public void What_was_paid_for_a_line_says_its_discount()
    {
        var result = inbox.Read("""
            order_id,customer_id,order_date,sku,quantity,unit_price,line_total
            1,A,2024-01-31,S1,3,2.00,5.00
            1,A,2024-01-31,S2,1,10.00,12.00
            """);
        Assert.Equal(["2024-01-31 16.00 1.00 0.00"], Inbox.Orders(result.Batch, "A"));
        Assert.Equal([100L, 0], Inbox.Lines(result).DiscountCents);
    }

    [Fact]
    public void A_negative_quantity_takes_back_the_latest_earlier_line_of_the_product()
    {
        var result = inbox.Read(Header + """
            1,A,2024-01-01,S1,5,2.00
            2,A,2024-01-10,S1,2,2.00
            3,A,2024-01-20,S1,9,2.00
            4,A,2024-01-15,S1,-3,2.00
            """);
        Assert.Equal(
            ["2024-01-01 10.00 0.00 2.00", "2024-01-10 4.00 0.00 4.00", "2024-01-20 18.00 0.00 0.00"],
            Inbox.Orders(result.Batch, "A"));
        Assert.Equal([1, 2, 0], Inbox.Lines(result).RefundedQuantity);
        Assert.Equal(1, Inbox.Rows(result, "taken-back"));
    }

    [Fact]
    public void A_line_at_the_same_price_is_taken_back_before_a_later_one_at_another()
    {
        var result = inbox.Read(Header + """
            1,A,2024-01-01,S1,1,2.00
            2,A,2024-01-10,S1,1,3.00
            3,A,2024-01-15,S1,-1,2.00
            """);
        Assert.Equal(["2024-01-01 2.00 0.00 2.00", "2024-01-10 3.00 0.00 0.00"], Inbox.Orders(result.Batch, "A"));
    }

    [Fact]
    public void A_price_that_rose_gives_back_no_more_than_was_paid()
    {
        var result = inbox.Read(Header + """
            1,A,2024-01-01,S1,2,2.00
            2,A,2024-01-15,S1,-2,5.00
            """);
        Assert.Equal(["2024-01-01 4.00 0.00 4.00"], Inbox.Orders(result.Batch, "A"));
        var part = result.Report.Rows.Single(row => row.Code == "taken-back-in-part");
        Assert.Equal((-400, -600), (part.ValueCents, part.NotAppliedCents));
    }

    [Theory]
    [InlineData("2,A,2024-01-15,S2,-1,2.00")] // another product
    [InlineData("2,B,2024-01-15,S1,-1,2.00")] // another customer
    [InlineData("2,A,2023-12-31,S1,-1,2.00")] // before the purchase
    public void A_return_without_a_purchase_before_it_takes_back_nothing(string line)
    {
        var result = inbox.Read(Header + "1,A,2024-01-01,S1,2,2.00\n" + line + "\n");
        Assert.Equal(["2024-01-01 4.00 0.00 0.00"], Inbox.Orders(result.Batch, "A"));
        Assert.Equal(1, Inbox.Rows(result, "nothing-to-take-back"));
        Assert.Equal(1, result.Batch.Keys.Count);
    }

    [Fact]
    public void A_line_is_never_given_back_twice()
    {
        var result = inbox.Read(Header + """
            1,A,2024-01-01,S1,2,2.00
            2,A,2024-01-15,S1,-2,2.00
            3,A,2024-01-16,S1,-2,2.00
            """);
        Assert.Equal(["2024-01-01 4.00 0.00 4.00"], Inbox.Orders(result.Batch, "A"));
        Assert.Equal((1, 1), (Inbox.Rows(result, "taken-back"), Inbox.Rows(result, "nothing-to-take-back")));
    }

    [Fact]
    public void Thirds_of_a_cent_do_not_get_lost_in_partial_returns()
    {
        var result = inbox.Read("""
            order_id,customer_id,order_date,sku,quantity,line_total
            1,A,2024-01-01,S1,3,10.00
            2,A,2024-01-02,S1,-1,-3.33
            3,A,2024-01-03,S1,-1,-3.33
            4,A,2024-01-04,S1,-1,-3.34
            """);
        Assert.Equal(["2024-01-01 10.00 0.00 10.00"], Inbox.Orders(result.Batch, "A"));
        Assert.Equal(3, Inbox.Rows(result, "taken-back"));
    }

    [Fact]
    public void A_negative_price_is_a_discount_on_its_order()
    {
        var result = inbox.Read(Header + "1,A,2024-01-01,S1,2,5.00\n1,A,2024-01-01,VOUCHER,1,-3.00\n");
        Assert.Equal(["2024-01-01 10.00 3.00 0.00"], Inbox.Orders(result.Batch, "A"));
        Assert.Equal(1, Inbox.Rows(result, "discount-line"));
        Assert.Single(Inbox.Lines(result).Product);
    }

    [Fact]
    public void Gifts_without_price_are_lines_and_lines_without_units_are_not()
    {
        var result = inbox.Read(Header + "1,A,2024-01-01,S1,1,5.00\n1,A,2024-01-01,S2,1,0\n1,A,2024-01-01,S3,0,5.00\n");
        Assert.Equal([1, 1], Inbox.Lines(result).Quantity);
        Assert.Equal(1, Inbox.Rows(result, "no-units"));
    }

    [Fact]
    public void A_negative_quantity_at_a_negative_price_is_an_adjustment()
    {
        var result = inbox.Read(Header + "1,A,2024-01-01,S1,1,5.00\n1,A,2024-01-01,S1,-1,-3.00\n");
        Assert.Equal(["2024-01-01 5.00 0.00 0.00"], Inbox.Orders(result.Batch, "A"));
        Assert.Equal(300, result.Report.Rows.Single(row => row.Code == "adjustment").ValueCents);
    }

    [Fact]
    public void A_number_used_by_another_customer_is_rejected()
    {
        var result = inbox.Read(Header + "1,A,2024-01-01,S1,1,5.00\n1,B,2024-01-01,S2,1,5.00\n");
        Assert.Equal(1, Inbox.Rows(result, "conflict"));
        Assert.Contains("line 2 has it for customer A", inbox.Rejects().Single());
    }

    [Fact]
    public void Lines_that_repeat_nothing_of_a_rejected_order_share_its_fate()
    {
        var result = inbox.Read(Header + """
            1,,2024-01-01,S1,1,5.00
            1,,,S2,1,5.00
            2,A,2024-01-01,S1,1,5.00
            2,,,S2,1,7.00
            """);
        Assert.Equal((1, 1), (Inbox.Rows(result, "no-customer"), Inbox.Rows(result, "order-rejected")));
        Assert.Equal(["2024-01-01 12.00 0.00 0.00"], Inbox.Orders(result.Batch, "A"));
    }

    [Fact]
    public void Prices_of_parts_of_a_cent_are_rounded_by_line()
    {
        var result = inbox.Read(Header + "1,A,2024-01-01,S1,1000,0.0255\n1,A,2024-01-01,S2,0.5,3.01\n");
        Assert.Equal([2_550L, 151], Inbox.Lines(result).GrossCents);
        Assert.Equal([1_000, 1], Inbox.Lines(result).Quantity);
    }

    [Theory]
    [InlineData("x", "bad-quantity")]
    [InlineData("99999999999", "bad-quantity")]
    public void What_is_no_quantity_is_rejected(string quantity, string code) => Assert.Equal(1, Inbox.Rows(
        inbox.Read(Header + $"1,A,2024-01-01,S1,1,1\n2,A,2024-01-01,S1,{quantity},5.00\n"), code));
}
