using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Purchases;
using Perennial.Data;
using Perennial.Data.Intake;

namespace Perennial.Tests.Store;

/// <summary>Events one by one, in any order and again and again, make what all of them at once make.</summary>
public abstract class LiveContract : StoreContract
{
    protected WriteResult Write(params IncomingEvent[] events) => Write(EventBatch.Of(events));

    [Fact]
    public void However_events_arrive_the_profiles_are_the_same()
    {
        var property = Prop.ForAll(
            (from events in SomeEvents.Some
             from order in Gen.Shuffle(events)
             from again in Gen.Shuffle(events)
             select (events, order: (IncomingEvent[])[.. order, .. again.Take(5)])).ToArbitrary(),
            given =>
            {
                using var whole = Another<LiveContract>();
                using var single = Another<LiveContract>();
                whole.Write(given.events);
                foreach (var one in given.order) single.Write(one);
                AssertSame(whole, single);
            });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(CasesHere(60)));
    }

    static void AssertSame(LiveContract expected, LiveContract actual)
    {
        AssertSameProfiles(expected.Store.Profiles.Load(), actual.Store.Profiles.Load());
        Assert.Equal(Told(expected.Store), Told(actual.Store));
        foreach (var minutesAgo in (int[])[60 * 24 * 300, 60 * 24 * 100, 60 * 24])
            Assert.Equal(Then(expected.Store, minutesAgo), Then(actual.Store, minutesAgo));
        expected.AssertSoundButForSharedOrders();
        actual.AssertSoundButForSharedOrders();
    }

    // An order may be said of two keys that nothing joins: whose it is, nobody knows.
    void AssertSoundButForSharedOrders() => Assert.DoesNotContain(
        Findings(), finding => finding.Check != "an-order-belongs-to-one-customer");

    static string[] Then(ShopStore store, int minutesAgo) =>
    [
        .. store.Facts.Histories(withPast: true).SelectMany(chunk =>
        {
            var orders = chunk.History.AsOf(SomeEvents.At(minutesAgo), Instant.Never).Orders;
            return chunk.Ids.Select((id, row) => string.Join(' ', [$"{id}",
                .. orders.GrossCents[orders.Start[row]..orders.Start[row + 1]],
                .. orders.RefundedCents.Length == 0 ? []
                    : orders.RefundedCents[orders.Start[row]..orders.Start[row + 1]].Where(cents => cents > 0)]));
        }).Order(StringComparer.Ordinal),
    ];

    static string[] Told(ShopStore store) =>
    [
        .. store.Profiles.Load().Ids.Select(id =>
        {
            var customer = store.Customers.ById(id)!;
            var history = customer.History;
            return string.Join(' ', [
                customer.KeyKind, customer.Key, $"{customer.Details}", .. history.Orders.Id.Select(one => $"{one}"),
                .. history.Orders.At.Select(at => $"{at}"),
                .. history.Orders.GrossCents, .. history.Orders.RefundedCents, .. history.Orders.Mechanism,
                .. history.Orders.Lines?.GrossCents ?? [],
                .. history.Activities?.Id.Select(one => $"{one}") ?? [],
                .. history.Contacts?.Id.Select(one => $"{one}") ?? [],
                .. history.Responses?.Contact.Select(one => $"{one}") ?? [],
            ]);
        }),
    ];

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_fact_is_new_once_in_whatever_order_events_arrive()
    {
        var property = Prop.ForAll(
            (from events in SomeEvents.Some
             from order in Gen.Shuffle(events)
             from again in Gen.Shuffle(events)
             select (events, order: (IncomingEvent[])[.. order, .. again])).ToArbitrary(),
            given =>
            {
                using var whole = Another<LiveContract>();
                using var single = Another<LiveContract>();
                var atOnce = whole.Write(given.events).New;
                var oneByOne = given.order.SelectMany(one => single.Write(one).New).ToList();
                // A fact may be said of two keys before something joins them: it is one occurrence all the same.
                Assert.Equal(atOnce.Select(one => (one.Fact.Kind, one.Fact.Id)).Distinct().Order(),
                    oneByOne.Select(one => (one.Fact.Kind, one.Fact.Id)).Distinct().Order());
                Assert.Equal(oneByOne.Select(one => (one.Customer, one.Fact.Kind, one.Fact.Id)).Distinct().Count(),
                    oneByOne.Count);
                Assert.Empty(given.events.SelectMany(one => single.Write(one).New));
            });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(CasesHere(12)));
    }

    [Fact]
    public void What_a_file_has_said_already_is_no_news_and_neither_is_a_file()
    {
        var file = SomeFacts.Batch(SomeFacts.Order("C-1", "1", 5, 1_000));
        Assert.Empty(Write(file).New);
        var first = SomeEvents.Event("a", 9, SomeEvents.Person("C-1")) with { Order = SomeEvents.Order("7", 9, 500) };
        Assert.Equal(FactKind.Order, Assert.Single(Write(first).New).Fact.Kind);
        Assert.Empty(Write(first).New);
    }

    // Instants are drawn from more than a year, and meet too seldom.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_what_is_said_at_one_instant_the_same_stays_in_whatever_order_it_comes(bool other)
    {
        IncomingEvent Said(string id, string address, string city) =>
            SomeEvents.Event(id, 5, new CustomerKeySet { Email = address }) with
            {
                Details = new CustomerDetails { Email = address, City = city },
            };
        IncomingEvent[] events = [Said("a", "Ann@example.com", "Lyon"), Said("b", "ann@example.com", "Paris")];
        if (other) Array.Reverse(events);
        foreach (var one in events) Write(one);
        var customer = Store.Customers.ById(Assert.Single(Store.Profiles.Load().Ids))!;
        Assert.Equal(("Ann@example.com", "ann@example.com", "Paris"),
            (customer.Key, customer.Details.Email, customer.Details.City));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_numbers_that_share_an_address_are_two_people_and_it_is_that_of_whom_it_was_said_first(bool other)
    {
        IncomingEvent Ordered(string id, int minutesAgo, string? external) =>
            SomeEvents.Event(id, minutesAgo, new CustomerKeySet { External = external, Email = "us@example.com" }) with
            {
                Order = SomeEvents.Order(id, minutesAgo, 1_000),
            };
        IncomingEvent[] events = [Ordered("a", 9, "C-1"), Ordered("b", 5, "C-2")];
        if (other) Array.Reverse(events);
        Write(events);
        Write(Ordered("c", 2, null));
        var all = Store.Profiles.Load();
        Assert.Equal(2, all.Count);
        int Orders(string external) => all.Profiles.Values(PurchaseColumns.Orders)[
            all.RowOf(CustomerId.Of(CustomerKeyKind.External, external))];
        Assert.Equal((2, 1), (Orders("C-1"), Orders("C-2")));
    }

    [Fact]
    public void Of_two_addresses_of_one_person_the_same_names_them_in_whatever_order_they_are_joined()
    {
        static IncomingEvent Said(string id, string by, string also) =>
            SomeEvents.Event(id, 5, new CustomerKeySet { Email = by }) with
            {
                Details = new CustomerDetails { Email = also },
            };
        CustomerId Joined(params IncomingEvent[] events)
        {
            using var fresh = Another<LiveContract>();
            foreach (var one in events) fresh.Write(one);
            return Assert.Single(fresh.Store.Profiles.Load().Ids);
        }
        var (first, second) = (Said("a", "one@example.com", "two@example.com"),
            Said("b", "two@example.com", "one@example.com"));
        Assert.Equal(Joined(first, second), Joined(second, first));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whoever_is_new_was_named_by_the_source_that_saw_them_first(bool other)
    {
        IncomingEvent[] events =
        [
            SomeEvents.Event("a", 9, SomeEvents.Person("C-1")) with { Source = "till" },
            SomeEvents.Event("b", 5, SomeEvents.Person("C-1")) with { Source = "shop" },
        ];
        if (other) Array.Reverse(events);
        Write(events);
        Assert.Equal("till", Store.Customers.ById(Assert.Single(Store.Profiles.Load().Ids))!.Source);
    }

    [Fact]
    public void A_refund_may_come_before_its_order_and_counts_once()
    {
        var refund = SomeEvents.Event("r1", 5, SomeEvents.Person("C-1")) with { Change = new OrderChange("1", 300) };
        Write(refund);
        Write(SomeEvents.Event("o1", 10, SomeEvents.Person("C-1")) with { Order = SomeEvents.Order("1", 10, 1_000) });
        Write(refund);
        Assert.Equal([300], Assert.Single(Store.Facts.Histories()).History.Orders.RefundedCents);

        Write(SomeEvents.Event("r2", 4, SomeEvents.Person("C-1")) with { Change = new OrderChange("1", null) });
        Assert.Equal([1_000], Assert.Single(Store.Facts.Histories()).History.Orders.RefundedCents);
        AssertSound();
    }

    [Fact]
    public void Of_two_statements_of_an_order_the_later_counts_whichever_arrives_first()
    {
        var first = SomeEvents.Event("a", 10, SomeEvents.Person("C-1")) with
        {
            Order = SomeEvents.Order("1", 10, 1_000, new LineStatement("p", 1, 1_000, 0)),
        };
        var second = SomeEvents.Event("b", 5, SomeEvents.Person("C-1")) with { Order = SomeEvents.Order("1", 5, 700) };
        Write(second);
        Write(first);
        var orders = Assert.Single(Store.Facts.Histories()).History.Orders;
        Assert.Equal([700], orders.GrossCents);
        Assert.Equal([SomeEvents.At(10)], orders.At);
        Assert.Equal([1_000], orders.Lines!.GrossCents);
    }

    [Fact]
    public void A_visitor_who_says_who_they_are_brings_their_history_along()
    {
        var visitor = new CustomerKeySet { Anonymous = "device" };
        Write(SomeEvents.Event("v", 9, visitor) with { Activity = new ActivityStatement(ActivityKind.PageView) });
        Write(SomeEvents.Event("i", 8, visitor with { External = "C-1" }));
        Write(SomeEvents.Event("w", 7, visitor) with { Activity = new ActivityStatement(ActivityKind.PageView) });

        var customer = Assert.Single(Store.Profiles.Load().Ids);
        Assert.Equal(CustomerId.Of(CustomerKeyKind.External, "C-1"), customer);
        Assert.Equal(2, Store.Customers.ById(customer)!.History.Activities!.At.Length);
        AssertSound();
    }

    [Fact]
    public void A_customer_is_called_by_the_key_that_makes_the_id_whichever_key_comes_first()
    {
        var visitor = new CustomerKeySet { Anonymous = "device" };
        Write(SomeEvents.Event("v", 9, visitor) with { Activity = new ActivityStatement(ActivityKind.PageView) },
            SomeEvents.Event("i", 8, visitor with { External = "C-1" }));
        var customer = Store.Customers.ById(Assert.Single(Store.Profiles.Load().Ids))!;
        Assert.Equal(("external", "C-1"), (customer.KeyKind, customer.Key));
    }

    // A visitor leaves an address in a form; later a refund of an order nobody knows names the address.
    static IncomingEvent[] AddressInAForm(string inTheForm) =>
    [
        SomeEvents.Event("m0", 9, new CustomerKeySet { Anonymous = "device-0-1" }) with
        {
            Details = new CustomerDetails { Email = inTheForm },
        },
        SomeEvents.Event("m3", 8, new CustomerKeySet { Email = "p0@example.com" }) with
        {
            Change = new OrderChange("unknown", 300),
        },
    ];

    [Theory]
    [InlineData("p0@example.com")]
    [InlineData("P0@Example.com")]
    public void An_address_that_stands_in_the_details_alone_is_the_customers_key(string spelled)
    {
        var events = AddressInAForm(spelled);
        int[][] orders = [[0, 1], [1, 0]];
        foreach (var order in orders)
        {
            using var single = Another<LiveContract>();
            foreach (var one in order) single.Write(events[one]);
            var customer = single.Store.Customers.ById(Assert.Single(single.Store.Profiles.Load().Ids))!;
            // Of two spellings the one that was said first.
            Assert.Equal(("email", spelled), (customer.KeyKind, customer.Key));
        }
        Write(events);
        Assert.Equal(spelled, Store.Customers.ById(Assert.Single(Store.Profiles.Load().Ids))!.Key);
    }

    [Fact]
    public void Two_people_who_share_a_device_stay_two()
    {
        Write(SomeEvents.Event("a", 9, new CustomerKeySet { External = "C-1", Anonymous = "shared" }));
        Write(SomeEvents.Event("b", 8, new CustomerKeySet { External = "C-2", Anonymous = "shared" }));
        Assert.Equal(2, Store.Profiles.Load().Count);

        Write(SomeEvents.Event("c", 7, new CustomerKeySet { External = "C-2", Previous = ["C-1"] }));
        Assert.Equal(1, Store.Profiles.Load().Count);
    }

    [Fact]
    public void Who_is_named_by_an_id_nobody_has_is_nobody()
    {
        var id = CustomerId.Of(CustomerKeyKind.External, "C-9");
        Write(SomeEvents.Event("a", 9, new CustomerKeySet { Id = id }) with
        {
            Response = new ResponseStatement(ResponseKind.Open, ContactChannel.Email),
        });
        Assert.Equal(0, Store.Profiles.Load().Count);
    }

    [Fact]
    public void What_changes_is_noted_for_destinations_and_who_comes_and_goes()
    {
        Store.Tell();
        var moment = Store.Moment(watch: ("buyers", "orders > 0"));
        void Say(IncomingEvent one) => Store.Intake.Write(EventBatch.Of([one]), moment, cancellation: Stop);
        var who = SomeEvents.Person("C-1");
        Say(SomeEvents.Event("a", 9, who) with { Activity = new ActivityStatement(ActivityKind.PageView) });
        var order = SomeEvents.Event("b", 8, who) with { Order = SomeEvents.Order("1", 8, 1_000) };
        Say(order);
        Say(order);
        Say(SomeEvents.Event("c", 7, who) with { Order = SomeEvents.Order("2", 7, 1_000) });

        var changes = Ask("select change from outbox order by shard, sequence").Select(row => row[0]).ToList();
        Assert.Equal(3, changes.Count);
        Assert.DoesNotContain("entered", changes[0]);
        Assert.Contains("\"orders\":1", changes[1]);
        // As the API writes it: money in units, not in cents.
        Assert.Matches("\"revenue\":10[,}]", changes[1]);
        Assert.Contains("\"entered\":[\"buyers\"]", changes[1]);
        Assert.DoesNotContain("first_order_at", changes[2]);
        Assert.Contains("\"orders\":2", changes[2]);
        var stay = Assert.Single(Store.Stays.Of(Store.Profiles.Load().Ids[0]));
        Assert.Equal("buyers", stay.Segment);
    }
}
