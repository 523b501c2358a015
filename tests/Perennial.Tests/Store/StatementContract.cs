using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Recommendations;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Tests.Store;

/// <summary>What a write asks of the store follows how much is written, not how much the shop has.</summary>
public abstract class StatementContract : StoreContract
{
    const int Customers = 40, Events = 100;

    /// <summary>Lines of each customer's order: 20,000 products on a file; a database takes its time over them, and
    /// 1,800 tell as much.</summary>
    protected virtual int LinesEach => 500;

    protected override int PerChunk => 1_000;

    // Everybody's one order has so many lines, over so many products.
    static FactBatch Orders(int customers, int linesEach, int products)
    {
        var builder = new HistoryBuilder();
        for (var customer = 0; customer < customers; customer++)
        {
            builder.Add(new OrderFact
            {
                Customer = customer, At = SomeFacts.At(10 + customer % 300), GrossCents = 100 * linesEach,
                Id = OrderId.Numbered("test", $"n{customer}"), Number = $"n{customer}",
            });
            for (var line = 0; line < linesEach; line++)
                builder.AddLine(new OrderLineFact((customer * linesEach + line) % products, 1, 100, 0, 0));
        }
        return new FactBatch
        {
            Source = "test",
            Keys = CustomerKeys.From([.. Enumerable.Range(0, customers).Select(i => $"c{i}")]),
            KeyKinds = new CustomerKeyKind[customers],
            Details = [],
            History = builder.Build(customers, [.. Enumerable.Range(0, products).Select(i => $"p{i}")]),
        };
    }

    // Of a hundred events seventy views, and orders, by everybody.
    static FactBatch Mixed(string name) => EventBatch.Of([.. Enumerable.Range(0, Events).Select(i =>
    {
        var one = SomeEvents.Event($"{name}-{i}", 1 + i, SomeEvents.Person($"c{i % Customers}"));
        return i % 10 < 7
            ? one with { Activity = new ActivityStatement(ActivityKind.ProductView) { Product = "p0" } }
            : one with
            {
                Order = SomeEvents.Order($"{name}-{i}", 1 + i, 900, new LineStatement("p0", 1, 900, 0)),
            };
    })]);

    long Asked(Action act)
    {
        var before = Store.Statements;
        act();
        return Store.Statements - before;
    }

    long AskedByEvents(int products, SegmentWatch? segments = null, bool tells = false)
    {
        var moment = Moment with { Segments = segments ?? SegmentWatch.None, Tells = tells };
        Store.Intake.Write(Orders(Customers, LinesEach, products), moment, cancellation: Stop);
        // The first group finds out what the process did not know yet.
        Store.Intake.Write(Mixed("first"), moment, cancellation: Stop);
        return Asked(() => Store.Intake.Write(Mixed("second"), moment, cancellation: Stop));
    }

    [Fact]
    public void Events_ask_no_more_of_a_shop_with_thousands_of_products_than_of_one_with_a_single_product()
    {
        using var large = Another<StatementContract>();
        var one = AskedByEvents(1);
        Assert.InRange(large.AskedByEvents(Customers * LinesEach), 1, one);
    }

    [Fact]
    public void Events_ask_no_more_where_45_segments_are_watched_than_where_none_is()
    {
        // In a shop that has somebody to tell: without a destination and before the first run, what is stored of a
        // customer is asked for by watched segments alone.
        using var many = Another<StatementContract>();
        var none = AskedByEvents(1, tells: true);
        Assert.InRange(many.AskedByEvents(1, Watch(45), tells: true), 1, none);
    }

    // Every third asks for an attribute too.
    static SegmentWatch Watch(int segments) => new([.. Enumerable.Range(0, segments).Select(
        i => new WatchedSegment($"s{i}", RuleParser.Parse(
            $"orders >= {1000 + i}{(i % 3 == 0 ? " and country = 'DE'" : "")}", new RuleContext { Bins = 5 })))]);

    [Fact]
    public void What_is_asked_of_each_shard_is_little()
    {
        var customers = Enumerable.Range(0, Customers).Select(i => SomeFacts.Id($"c{i}"));
        var shards = customers.Select(Store.ShardOf).Distinct().Count();
        // On a file each customer is asked for by a statement of its own, which costs microseconds.
        Assert.InRange(AskedByEvents(1), 1, shards == 1 ? 14 * Customers : 40 * shards);
    }

    [Fact]
    public void Refunds_that_wait_for_orders_that_never_come_are_asked_for_in_one_question()
    {
        Store.Intake.Write(EventBatch.Of([.. Enumerable.Range(0, 1_200).Select(i =>
            SomeEvents.Event($"r{i}", 5, SomeEvents.Person("clerk")) with { Change = new OrderChange($"{i}", 100) })]),
            Moment, cancellation: Stop);
        var moment = Moment;
        Assert.Equal(1, Asked(() => Store.Intake.PlaceChanges(moment, Stop)));
    }

    [Fact]
    public void An_import_of_many_products_asks_far_less_than_once_a_product()
    {
        var products = Customers * LinesEach;
        var orders = Orders(Customers, LinesEach, products);
        Assert.InRange(Asked(() => Store.Intake.Write(orders, Moment, cancellation: Stop)), 1, products / 10);
    }

    [Fact]
    public void What_was_bought_together_is_counted_in_few_statements()
    {
        const int customers = 600, products = 300, most = 150;
        void Count() => Store.Recommendations.CountBoughtTogether(new RecommendationOptions(), Moment, Stop);
        Store.Intake.Write(Orders(customers, 5, products), Moment, cancellation: Stop);
        Assert.InRange(Asked(Count), 1, most * Store.ShardCount);

        Store.StatementCount.TellApart();
        for (var i = 0; i < 100; i++)
            Store.Intake.Write(SomeFacts.Batch(SomeFacts.Order($"c{i}", $"more{i}", 3, 500) with
            {
                Lines = [($"p{i + 150}", 1, 500, 0, 0)],
            }), Moment, cancellation: Stop);
        Count();
        var counting = Store.StatementCount.ByText
            .Where(one => one.Key.Contains("bought_product")).Sum(one => one.Value);
        Assert.InRange(counting, 1, most * Store.ShardCount);
    }
}

public sealed class SqliteStatements : StatementContract;

public sealed class PostgresStatements : StatementContract
{
    protected override int LinesEach => 45;

    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
