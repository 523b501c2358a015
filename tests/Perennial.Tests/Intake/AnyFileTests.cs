using FsCheck;
using FsCheck.Fluent;
using Perennial.Channels.Intake.Values;

namespace Perennial.Tests.Intake;

/// <summary>What holds of every file, however odd its rows.</summary>
public sealed class AnyFileTests : IDisposable
{
    static readonly Gen<string> Numbers = Gen.Elements("", "1", "2", "3");
    static readonly Gen<string> Customers = Gen.Elements("", "A", "A", "B", "null");
    static readonly Gen<string> Dates =
        Gen.Elements("2024-01-01", "2024-01-01", "2024-01-02", "2024-02-30", "2031-01-01", "", "1960-05-05");
    static readonly Gen<string> Amounts = Gen.Elements("5", "7.50", "-5", "-20", "0", "x", "", "0.005", "1e3");
    static readonly Gen<string> Quantities = Gen.Elements("1", "2", "3", "-1", "-2", "0", "0.5", "x");
    static readonly Gen<string> Products = Gen.Elements("", "S1", "S1", "S2");

    readonly Inbox inbox = new();

    public void Dispose() => inbox.Dispose();

    [Fact]
    public void Every_row_of_a_file_of_orders_is_accounted_for() => Check(
        "order_id,customer_id,order_date,total,discount,refunded",
        from number in Numbers
        from customer in Customers
        from date in Dates
        from total in Amounts
        from discount in Amounts
        from refunded in Amounts
        select $"{number},{customer},{date},{total},{discount},{refunded}");

    [Fact]
    public void Every_row_of_a_file_of_lines_is_accounted_for() => Check(
        "order_id,customer_id,order_date,sku,quantity,unit_price,line_discount",
        from number in Numbers
        from customer in Customers
        from date in Dates
        from product in Products
        from quantity in Quantities
        from price in Amounts
        from discount in Amounts
        select $"{number},{customer},{date},{product},{quantity},{price},{discount}");

    void Check(string header, Gen<string> row)
    {
        var options = Inbox.Options with { DateFormat = DateStyle.YearMonthDay, RejectsPath = "none" };
        Prop.ForAll(row.NonEmptyListOf().ToArbitrary(), rows =>
        {
            var (batch, report) = inbox.Read(header + "\n" + string.Join('\n', rows) + "\n", options);
            Assert.Equal(rows.Count, report.RowsRead);
            Assert.Equal(rows.Count, report.Rows.Sum(count => count.Rows));
            AssertSane(batch.History.Orders);
            Assert.Equal(batch.Keys.Count, batch.History.CustomerCount);
            for (var customer = 0; customer < batch.Keys.Count; customer++)
                Assert.NotEqual(0, batch.History[customer].Orders.Count);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    static void AssertSane(Core.History.OrderFacts orders)
    {
        Assert.Equal(orders.Id.Length, orders.Id.Distinct().Count());
        for (var i = 0; i < orders.At.Length; i++)
        {
            var discount = orders.DiscountCents.Length == 0 ? 0 : orders.DiscountCents[i];
            var refunded = orders.RefundedCents.Length == 0 ? 0 : orders.RefundedCents[i];
            Assert.True(discount >= 0 && refunded >= 0 && orders.GrossCents[i] >= discount + refunded,
                $"{orders.GrossCents[i]} gross, {discount} discount, {refunded} refunded");
        }
        if (orders.Lines is not { } lines) return;
        for (var i = 0; i < lines.Quantity.Length; i++)
        {
            Assert.InRange(lines.RefundedQuantity[i], 0, lines.Quantity[i]);
            Assert.InRange(lines.DiscountCents[i], 0, lines.GrossCents[i]);
        }
    }
}
