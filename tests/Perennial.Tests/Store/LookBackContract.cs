using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Tests.Intake;

namespace Perennial.Tests.Store;

/// <summary>A look back sees what was true by then and, where it is asked, what was known by then.</summary>
public abstract class LookBackContract : StoreContract
{
    static IncomingEvent Said(string id, int minutesAgo, OrderStatement order) =>
        SomeEvents.Event(id, minutesAgo, SomeEvents.Person("C-1")) with { Order = order };

    static IncomingEvent Refund(string id, int minutesAgo, CustomerKeySet who, long? cents, string order = "1") =>
        SomeEvents.Event(id, minutesAgo, who) with { Change = new OrderChange(order, cents) };

    static CustomerKeySet Somebody(string external) => SomeEvents.Person(external);

    static readonly CustomerKeySet nobody = new() { Id = CustomerId.Nobody };

    void Write(params IncomingEvent[] events)
    {
        foreach (var one in events) Store.Intake.Write(EventBatch.Of([one]), Moment, cancellation: Stop);
    }

    /// <summary>Orders as they were: gross, refunded, and of lines the units bought and given back.</summary>
    string Then(int minutesAgo, Instant? knownBy = null) => string.Join("; ", Store.Facts.Histories(withPast: true)
        .Select(chunk => Shown(chunk.History.AsOf(SomeEvents.At(minutesAgo), knownBy ?? Instant.Never).Orders))
        .Where(text => text.Length > 0));

    string Today() => string.Join("; ", Store.Facts.Histories().Select(chunk => Shown(chunk.History.Orders))
        .Where(text => text.Length > 0));

    static string Shown(OrderFacts orders)
    {
        var shown = orders.At.Select((_, order) => $"{orders.GrossCents[order]}"
            + $" -{(orders.RefundedCents.Length == 0 ? 0 : orders.RefundedCents[order])}");
        return string.Join(' ', shown.Concat(orders.Lines is not { } lines ? []
            : lines.Quantity.Select((units, line) => $"{units}-{lines.RefundedQuantity[line]}")));
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    public void An_order_was_what_was_last_said_of_it_in_whatever_order_that_came(params int[] order)
    {
        IncomingEvent[] said =
        [
            Said("a", 100, SomeEvents.Order("1", 100, 1_000, new LineStatement("p", 2, 1_000, 0))),
            Said("b", 60, SomeEvents.Order("1", 100, 700)),
            Said("c", 20, SomeEvents.Order("1", 100, 900, new LineStatement("q", 3, 900, 0))),
        ];
        Write([.. order.Select(one => said[one])]);
        Assert.Equal("900 -0 3-0", Today());
        Assert.Equal(("1000 -0 2-0", "700 -0 2-0", "900 -0 3-0"), (Then(61), Then(60), Then(20)));
        AssertSound();
    }

    [Theory, InWholeRuns(OnDatabases = true)]
    [InlineData(false)]
    [InlineData(true)]
    public void A_refund_is_seen_from_its_own_instant_on(bool comesFirst)
    {
        IncomingEvent[] events =
            [Said("a", 100, SomeEvents.Order("1", 100, 1_000)), Refund("r", 50, Somebody("C-1"), 300)];
        if (comesFirst) Array.Reverse(events);
        Write(events);
        Assert.Equal(("1000 -0", "1000 -300", "1000 -300"), (Then(51), Then(50), Today()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_refund_finds_its_order_whoever_sends_it_and_whichever_comes_first(bool comesFirst)
    {
        IncomingEvent[] events =
        [
            Said("a", 100, SomeEvents.Order("1", 100, 1_000)), Refund("r", 50, nobody, 300),
            Refund("s", 40, Somebody("clerk"), 200),
        ];
        if (comesFirst) Array.Reverse(events);
        Write(events);
        Write(events);
        Assert.Equal(("1000 -500", "1000 -300", "1000 -0"), (Today(), Then(45), Then(60)));
        Assert.Empty(Ask("select * from waiting_change"));
        AssertSound();
    }

    [Fact]
    public void A_refund_waits_for_a_file_with_its_order()
    {
        var order = SomeFacts.Order("C-1", "7", daysAgo: 1, cents: 1_000);
        Write(Refund("r", 50, nobody, 300, "7") with { Source = "test" });
        Write(SomeFacts.Batch(order));
        Assert.Equal(("1000 -300", "1000 -0"), (Today(), Then(51)));
        Write(SomeFacts.Batch(order));
        Assert.Equal("1000 -300", Today());
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void What_a_file_says_of_an_order_known_before_is_said_when_it_is_read()
    {
        SomeOrder order = SomeFacts.Order("C-1", "1", daysAgo: 9, cents: 1_000);
        var later = Moment with { Now = new(Now.UnixMs + 3_600_000), AsOf = new(Now.UnixMs + 3_600_000) };
        Store.Intake.Write(SomeFacts.Batch(order), Moment, cancellation: Stop);
        Store.Intake.Write(SomeFacts.Batch(order with { RefundedCents = 400 }), later, cancellation: Stop);
        Assert.Equal(("1000 -400", "1000 -0", "1000 -0"), (Today(), Then(-30), Then(60 * 24)));
        // What its first file says was given back was given back on no day that anybody knows.
        Store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("C-2", "2", 8, 500) with { RefundedCents = 100 }), Moment,
            cancellation: Stop);
        Assert.Equal("1000 -0 500 -100", string.Join(' ', Then(60 * 24).Split("; ").Order(StringComparer.Ordinal)));
        AssertSound();
    }

    [Fact]
    public void Who_looks_by_what_was_known_does_not_see_what_was_learned_later()
    {
        void WriteAt(IncomingEvent one, int minutesAgo) => Store.Intake.Write(EventBatch.Of([one]),
            Moment with { Now = SomeEvents.At(minutesAgo), AsOf = SomeEvents.At(minutesAgo) }, cancellation: Stop);
        WriteAt(Said("a", 100, SomeEvents.Order("1", 100, 1_000)), 90);
        WriteAt(Refund("r", 80, Somebody("C-1"), 300), 40);
        WriteAt(Said("b", 70, SomeEvents.Order("1", 100, 800)), 30);
        string Known(int minutesAgo) => Then(50, SomeEvents.At(minutesAgo));
        Assert.Equal(("", "1000 -0", "1000 -300", "800 -300"), (Known(95), Known(60), Known(40), Known(30)));
        // What was known by a day can be looked back in, too.
        string Twice(int minutesAgo, int knownMinutesAgo) => string.Join("; ", Store.Facts.Histories(withPast: true)
            .Select(chunk => Shown(chunk.History.AsOf(Instant.Never, SomeEvents.At(knownMinutesAgo))
                .AsOf(SomeEvents.At(minutesAgo), Instant.Never).Orders)));
        foreach (var known in (int[])[95, 60, 40, 30])
            foreach (var ago in (int[])[85, 75, 50])
                Assert.Equal(Then(ago, SomeEvents.At(known)), Twice(ago, known));
    }

    [Fact]
    public void Whoever_lists_orders_of_a_day_lists_none_that_came_later()
    {
        Write(Said("a", 100, SomeEvents.Order("1", 100, 1_000, new LineStatement("p", 2, 1_000, 0))),
            Said("b", 50, SomeEvents.Order("2", 50, 700, new LineStatement("q", 1, 700, 0))));
        var history = Assert.Single(Store.Facts.Histories(withPast: true)).History;
        Assert.Equal("1000 -0 2-0", Shown(history.OrderedUntil(SomeEvents.At(60)).Orders));
        Assert.Equal("1000 -0 700 -0 2-0 1-0", Shown(history.OrderedUntil(SomeEvents.At(50)).Orders));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_file_with_returns_is_the_same_again_and_as_of_a_day_before_them()
    {
        using var inbox = new Inbox();
        const string file = """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            536366,22633,WARMER,10,2010-12-05 10:00:00,1.85,17850,United Kingdom
            536367,84879,BIRD,32,2010-12-10 09:00:00,1.69,13047,United Kingdom

            """;
        var cut = inbox.Read(file).Batch;
        var whole = inbox.Read(file + "C541000,22633,WARMER,-4,2011-03-05 11:00:00,1.85,17850,United Kingdom\n").Batch;
        string At(string day) => string.Join("; ", Store.Facts.Histories(withPast: true)
            .Select(chunk => Shown(chunk.History.AsOf(Some.At(day), Instant.Never).Orders)));
        Write(cut);
        var before = Today();
        Assert.Contains("10-0", before);
        Assert.Equal(1, Write(whole).Orders.Updated);
        Assert.Equal(before, At("2011-03-05"));
        Assert.Contains("10-4", Today());
        Assert.Equal(Today(), At("2011-03-06"));
        var again = Write(whole);
        Assert.Equal((0, 0, 2), (again.Orders.Added, again.Orders.Updated, again.Orders.Unchanged));
        // In one go it is the same.
        using var other = Another<LookBackContract>();
        other.Write(whole);
        Assert.Equal((Today(), before), (other.Today(), string.Join("; ", other.Store.Facts.Histories(withPast: true)
            .Select(chunk => Shown(chunk.History.AsOf(Some.At("2011-03-05"), Instant.Never).Orders)))));
        AssertSound();
    }

    [Fact]
    public void What_an_order_was_goes_along_to_whom_its_customer_becomes()
    {
        var visitor = new CustomerKeySet { Anonymous = "device" };
        Write(
            SomeEvents.Event("a", 100, visitor) with { Order = SomeEvents.Order("1", 100, 1_000) },
            Refund("r", 80, visitor, 300),
            SomeEvents.Event("b", 60, visitor) with { Order = SomeEvents.Order("1", 100, 700) });
        var before = (Then(90), Then(70), Then(50), Today());
        Assert.Equal(("1000 -0", "1000 -300", "700 -300", "700 -300"), before);
        Write(SomeEvents.Event("i", 40, visitor with { External = "C-1" }));
        Assert.Equal(CustomerId.Of(CustomerKeyKind.External, "C-1"), Assert.Single(Store.Profiles.Load().Ids));
        Assert.Equal(before, (Then(90), Then(70), Then(50), Today()));
        AssertSound();
    }

    /// <summary>Refunds one by one, as "cents@minutes ago": as ordinary histories have them, and as of an instant.
    /// </summary>
    string Refunds(int? minutesAgo = null, Instant? knownBy = null) => string.Join(' ', Store.Facts
        .Histories(withPast: minutesAgo is not null)
        .Select(chunk => minutesAgo is { } ago
            ? chunk.History.AsOf(SomeEvents.At(ago), knownBy ?? Instant.Never) : chunk.History)
        .SelectMany(history => history.Orders.Refunds.At.Select((at, i) =>
            $"{history.Orders.Refunds.Cents[i]}@{(SomeEvents.At(0).UnixMs - at.UnixMs) / 60_000}")));

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(2, 0, 3, 1)]
    public void Refunds_stand_one_by_one_each_with_its_day_in_whatever_order_they_came(params int[] order)
    {
        IncomingEvent[] said =
        [
            Said("a", 100, SomeEvents.Order("1", 100, 1_000)), Refund("r", 80, Somebody("C-1"), 300),
            // More than is left, and then what is left of nothing.
            Refund("s", 60, nobody, 900), Refund("t", 40, Somebody("C-1"), null),
        ];
        foreach (var one in order) Write(said[one]);
        Assert.Equal(("300@80 700@60", "1000 -1000"), (Refunds(), Today()));
        Assert.Equal(("", "300@80", "300@80 700@60"), (Refunds(90), Refunds(70), Refunds(0)));
        // Who stated it lower gave less back with each; the order's own statement counts from when it was made.
        Write(Said("b", 70, SomeEvents.Order("1", 100, 800) with { RefundedCents = 500 }));
        Assert.Equal(("300@80 200@70 300@60", "800 -800"), (Refunds(), Today()));
        Assert.Equal(("300@80", "300@80 200@70", "300@80 200@70 300@60"), (Refunds(75), Refunds(65), Refunds(0)));
        AssertSound();
    }

    [Fact]
    public void Lines_that_come_back_together_are_one_refund()
    {
        Write(Said("a", 100, SomeEvents.Order("1", 100, 1_000)), Refund("r", 50, nobody, 300),
            Refund("s", 50, nobody, 200), Refund("t", 40, nobody, 100));
        Assert.Equal(("500@50 100@40", "500@50 100@40"), (Refunds(), Refunds(0)));
    }

    [Fact]
    public void Refunds_of_files_stand_on_their_days_and_undated_ones_on_the_orders()
    {
        using var inbox = new Inbox();
        var whole = inbox.Read("""
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            536366,22633,WARMER,10,2010-12-05 10:00:00,2.00,17850,United Kingdom
            C541000,22633,WARMER,-4,2011-03-05 11:00:00,2.00,17850,United Kingdom
            C541001,22633,WARMER,-1,2011-04-05 11:00:00,2.00,17850,United Kingdom

            """).Batch;
        string Days(bool withPast) => string.Join(' ', Store.Facts.Histories(withPast: withPast).SelectMany(chunk =>
            chunk.History.Orders.Refunds.At.Select((at, i) =>
                $"{chunk.History.Orders.Refunds.Cents[i]} on {at.ToString()[..10]}")));
        Write(whole);
        Assert.Equal(("800 on 2011-03-05 200 on 2011-04-05", Days(true)), (Days(false), Days(false)));
        Write(whole);
        Assert.Equal("800 on 2011-03-05 200 on 2011-04-05", Days(false));
        using var other = Another<LookBackContract>();
        other.Store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("C-2", "2", 8, 500) with { RefundedCents = 100 }),
            Moment, cancellation: Stop);
        Assert.Equal($"100@{8 * 24 * 60}", other.Refunds());
        AssertSound();
    }

    [Fact]
    public void What_an_orders_own_statement_says_was_given_back_counts_from_when_it_was_said()
    {
        Write(Said("a", 50, SomeEvents.Order("1", 100, 1_000) with { RefundedCents = 300 }),
            Said("b", 20, SomeEvents.Order("1", 100, 900) with { RefundedCents = 300 }));
        Assert.Equal(("1000 -0", "1000 -300", "900 -300"), (Then(60), Then(50), Then(20)));
    }

    [Fact]
    public void A_refund_that_includes_tax_and_shipping_is_reckoned_in_the_unit_of_its_order()
    {
        Write(Said("a", 100, SomeEvents.Order("1", 100, 10_000) with { TotalCents = 12_000 }),
            Refund("r", 50, nobody, 6_000) with
            {
                Change = new OrderChange("1", 6_000) { Unit = RefundUnit.Total },
            });
        Assert.Equal("10000 -5000", Today());
    }
}

public sealed class SqliteLookBack : LookBackContract;

public sealed class PostgresLookBack : LookBackContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
