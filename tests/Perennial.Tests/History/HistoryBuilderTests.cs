using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Tests.History;

public class HistoryBuilderTests
{
    [Fact]
    public void Orders_are_grouped_by_customer_and_in_time_order()
    {
        var history = Some.History(
            [
                Some.Order("2026-03-01", 3, customer: 2), Some.Order("2026-02-01", 2, customer: 0),
                Some.Order("2026-01-01", 1, customer: 2), Some.Order("2026-01-15", 9, customer: 0),
            ],
            customers: 4);
        Assert.Equal([0, 2, 2, 4, 4], history.Orders.Start);
        Assert.Equal([900L, 200, 100, 300], history.Orders.GrossCents);
        Assert.Equal([100L, 300], history[2].Orders.GrossCents.ToArray());
        Assert.Equal(0, history[1].Orders.Count);
    }

    [Fact]
    public void What_no_order_has_takes_no_memory()
    {
        var facts = Some.History([Some.Order("2026-01-01")], 1).Orders;
        Assert.Empty(facts.DiscountCents);
        Assert.Empty(facts.RefundedCents);
        Assert.Empty(facts.CostCents);
        Assert.Empty(facts.Flags);
        Assert.Empty(facts.Id);
        Assert.Empty(facts.Number);
        Assert.Null(facts.Lines);
    }

    [Fact]
    public void What_one_order_has_stands_beside_its_order()
    {
        var slice = Some.History(
            [
                Some.Order("2026-02-01", 20, discount: 2, refunded: 3, cost: 8, flags: OrderFlags.Gift),
                Some.Order("2026-01-01", 10),
            ],
            customers: 1)[0].Orders;
        Assert.Equal([0L, 200], slice.DiscountCents.ToArray());
        Assert.Equal([0L, 300], slice.RefundedCents.ToArray());
        Assert.Equal([-1L, 800], slice.CostCents.ToArray());
        Assert.Equal([OrderFlags.None, OrderFlags.Gift], slice.Flags.ToArray());
    }

    [Fact]
    public void Lines_follow_their_order()
    {
        var builder = new HistoryBuilder();
        builder.Add(Some.Order("2026-02-01", customer: 1));
        builder.AddLine(new OrderLineFact(Product: 0, Quantity: 1, GrossCents: 100));
        builder.AddLine(new OrderLineFact(Product: 1, Quantity: 2, GrossCents: 200, DiscountCents: 20));
        builder.Add(Some.Order("2026-01-15", customer: 1));
        builder.Add(Some.Order("2026-01-01", customer: 0));
        builder.AddLine(new OrderLineFact(Product: 2, Quantity: 3, GrossCents: 300, RefundedQuantity: 1));
        var table = builder.Build(2, ["rose", "tulip", "vase"]);
        var lines = table.Orders.Lines!;
        Assert.Equal([0, 1, 1, 3], lines.Start);
        Assert.Equal([2, 0, 1], lines.Product);
        Assert.Equal([3, 1, 2], lines.Quantity);
        Assert.Equal([300L, 100, 200], lines.GrossCents);
        Assert.Equal([0L, 0, 20], lines.DiscountCents);
        Assert.Equal([1, 0, 0], lines.RefundedQuantity);
        Assert.Equal(["rose", "tulip", "vase"], table.Products);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => new HistoryBuilder().AddLine(new OrderLineFact(0, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Some.History([Some.Order("2026-01-01", customer: 1)], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Some.History([Some.Order("2026-01-01", customer: -1)], 1));
        Assert.Throws<ArgumentException>(() => new HistoryTable(2, OrderFacts.Empty(1)));
    }

    [Fact]
    public void Grouping_is_a_stable_sort_by_customer_and_time()
    {
        // More than 64 orders of one customer take the general sort; few instants make many ties.
        var facts =
            from count in Gen.Elements(0, 1, 5, 64, 65, 200)
            from customers in Gen.Choose(1, 4)
            from customer in Gen.ArrayOf(Gen.Choose(0, customers - 1), count)
            from at in Gen.ArrayOf(Gen.Choose(-3, 3), count)
            select (Customers: customers, Customer: customer, At: at);
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(facts.ToArbitrary(), x =>
        {
            Instant[] at = [.. x.At.Select(ms => new Instant(ms))];
            var (start, position) = OrderGrouping.Group(x.Customer, at, x.Customers);
            var expected = Enumerable.Range(0, x.At.Length).OrderBy(i => x.Customer[i]).ThenBy(i => x.At[i]).ToArray();
            var starts = Enumerable.Range(0, x.Customers + 1).Select(c => x.Customer.Count(other => other < c));
            return position.SequenceEqual(expected) && start.SequenceEqual(starts);
        }));
    }
}
