using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Lifecycle;
using Perennial.Data;
using Perennial.Data.Batches;
using Perennial.Data.Intake;
using static Perennial.Tests.Store.SomeBehaviour;

namespace Perennial.Tests.Store;

/// <summary>Activities, contacts and responses go in once and come out as histories.</summary>
public abstract class BehaviourContract : StoreContract
{
    static readonly SomeFact[] annsWeek =
    [
        Viewed("ann", "a1", 5000, "rose") with { Seconds = 40 },
        Viewed("ann", "a2", 4000),
        Mailed("ann", "m1", 3000) with { Strategy = "newsletter" },
        Answered("ann", "r1", 2990, ResponseKind.Open) with { Contact = "m1" },
        new SomeContact("ann", "m2", 2000, ContactChannel.Call),
        new SomeResponse("ann", "r2", 2000, ResponseKind.Disposition, ContactChannel.Call)
        {
            Contact = "m2", Disposition = "order placed",
        },
    ];

    [Fact]
    public void What_was_written_comes_back_in_the_order_of_time()
    {
        var result = Write(Batch([.. annsWeek.Reverse()]));

        Assert.Equal(
            (new WriteCounts(2, 0, 0), new WriteCounts(2, 0, 0), new WriteCounts(2, 0, 0)),
            (result.Activities, result.Contacts, result.Responses));
        Assert.Equal((new WriteCounts(1, 0, 0), 1), (result.Customers, result.Profiles));
        var history = Store.Customers.ById(SomeFacts.Id("ann"))!.History;
        var activities = history.Activities!;
        Assert.Equal([At(5000), At(4000)], activities.At);
        Assert.Equal([ActivityKind.ProductView, ActivityKind.PageView], activities.Kind);
        Assert.Equal([Id("a1"), Id("a2")], activities.Id);
        Assert.Equal([40, 0], activities.DurationSeconds);
        Assert.Equal("rose", history.Products[activities.Product[0]]);
        Assert.Equal(-1, activities.Product[1]);
        var contacts = history.Contacts!;
        Assert.Equal([At(3000), At(2000)], contacts.At);
        Assert.Equal([ContactChannel.Email, ContactChannel.Call], contacts.Channel);
        Assert.Equal([Id("m1"), Id("m2")], contacts.Id);
        Assert.Equal(new[] { "newsletter", null }, contacts.Strategy);
        var responses = history.Responses!;
        Assert.Equal([ResponseKind.Open, ResponseKind.Disposition], responses.Kind);
        Assert.Equal([ContactChannel.Email, ContactChannel.Call], responses.Channel);
        Assert.Equal([Id("r1"), Id("r2")], responses.Id);
        Assert.Equal([Id("m1"), Id("m2")], responses.Contact);
        Assert.Equal(new[] { null, "order placed" }, responses.Disposition);
        AssertSound();
    }

    [Fact]
    public void The_same_facts_again_change_nothing_and_what_is_new_beside_them_is_added()
    {
        Write(Batch(annsWeek));
        var before = Store.Profiles.Load();

        var again = Write(Batch(annsWeek));

        Assert.Equal(new WriteCounts(0, 0, 2), again.Activities);
        Assert.Equal(new WriteCounts(0, 0, 2), again.Contacts);
        Assert.Equal(new WriteCounts(0, 0, 2), again.Responses);
        Assert.Equal(0, again.Profiles);
        Assert.Same(before, Store.Profiles.Refresh(before));

        // A fact is what it was when it first came.
        var more = Write(Batch([.. annsWeek, Viewed("ann", "a3", 10), Viewed("ann", "a1", 1)]));
        Assert.Equal((new WriteCounts(1, 0, 3), 1), (more.Activities, more.Profiles));
        Assert.Equal([At(5000), At(4000), At(10)], Store.Customers.ById(SomeFacts.Id("ann"))!.History.Activities!.At);
    }

    [Fact]
    public void A_fact_twice_in_one_batch_is_one()
    {
        var result = Write(Batch([Viewed("ann", "a1", 10), Viewed("bob", "b1", 10), Viewed("ann", "a1", 10)]));

        Assert.Equal(new WriteCounts(2, 0, 1), result.Activities);
        Assert.Single(Store.Customers.ById(SomeFacts.Id("ann"))!.History.Activities!.At);
    }

    [Fact]
    public void Whoever_only_looked_is_a_prospect()
    {
        Write(Batch([Viewed("pat", "1", 10)]));

        var snapshot = Store.Profiles.Load();
        Assert.Equal("prospect", snapshot.Profiles.Label(LifecycleColumns.Stage, 0));
    }

    [Fact]
    public void A_whole_shard_streams_with_lines_categories_and_behaviour()
    {
        Write(Batch(
            [Viewed("bob", "b1", 30, "lily"), .. annsWeek],
            SomeFacts.Order("eve", "1", 9, 700) with { Lines = [("rose", 2, 400, 0, 1), ("fern", 1, 300, 30, 0)] },
            SomeFacts.Order("ann", "2", 8, 100) with { Lines = [("lily", 1, 100, 0, 0)] },
            SomeFacts.Order("ann", "3", 7, 50)));
        Write(Products(("rose", "flowers"), ("lily", "flowers"), ("fern", "greens")));

        var chunks = Store.Facts.Histories(customersPerChunk: 1).ToList();

        Assert.Equal(3, chunks.Count);
        foreach (var chunk in chunks)
        {
            var (history, key) = (chunk.History, chunk.Keys.Text(0));
            Assert.Equal(history.Products.Count, history.Categories.Count);
            var lines = history.Orders.Lines;
            if (key == "eve")
            {
                Assert.Equal(["rose", "fern"], lines!.Product.Select(i => history.Products[i]));
                Assert.Equal(["flowers", "greens"], lines.Product.Select(i => history.Categories[i]!));
                Assert.Equal([2, 1], lines.Quantity);
                Assert.Equal([400, 300], lines.GrossCents);
                Assert.Equal([0, 30], lines.DiscountCents);
                Assert.Equal([1, 0], lines.RefundedQuantity);
                Assert.Null(history.Activities);
            }
            else if (key == "bob")
            {
                Assert.Null(lines);
                Assert.Equal("flowers", history.Categories[history.Activities!.Product[0]]);
            }
            else
            {
                Assert.Equal([0, 1, 1], lines!.Start);
                Assert.Equal(2, history.Activities!.At.Length);
                Assert.Equal(history.Contacts!.Id, history.Responses!.Contact);
            }
        }
    }

    [Fact]
    public void Hundreds_of_facts_of_one_kind_are_all_there()
    {
        Write(Batch([.. Enumerable.Range(0, 700).Select(i => Viewed("ann", $"v{i}", i, i % 2 == 0 ? "rose" : null))],
            [.. Enumerable.Range(0, 300).Select(i => SomeFacts.Order("bob", $"n{i}", i, 100 + i))]));

        var ann = Store.Customers.ById(SomeFacts.Id("ann"))!.History;
        Assert.Equal(700, ann.Activities!.At.Length);
        Assert.Equal(350, ann.Activities.Product.Count(product => product >= 0));
        Assert.Equal(300, Store.Customers.ById(SomeFacts.Id("bob"))!.History.Orders.At.Length);
        AssertSound();
    }

    [Fact]
    public void A_product_that_moves_to_another_category_asks_for_all_profiles_anew()
    {
        Write(Batch([Viewed("bob", "b1", 30, "lily")]));
        Assert.False(Store.ProfileState.RefoldNeeded);

        Write(Products(("lily", "flowers"), ("new", "greens")));
        Assert.True(Store.ProfileState.RefoldNeeded);

        Store.Folding.RefoldAll(Moment, cancellation: Stop);
        Write(Products(("lily", "flowers")));
        Assert.False(Store.ProfileState.RefoldNeeded);
    }

    [Fact]
    public void Whoever_unsubscribes_no_longer_consents_to_that_channel()
    {
        var yes = new CustomerDetails { ConsentEmail = true, ConsentSms = true };
        var longAgo = Store.Moment(At(100_000));
        Store.Intake.Write(SomeFacts.Batch([("ann", yes), ("bob", yes), ("eve", yes)]), longAgo, cancellation: Stop);

        Write(Batch(
        [
            Answered("ann", "1", 10, ResponseKind.Unsubscribe),
            new SomeResponse("bob", "2", 10, ResponseKind.Complaint, ContactChannel.Sms),
            Answered("eve", "3", 200_000, ResponseKind.Unsubscribe),
            Answered("eve", "4", 10, ResponseKind.Bounce),
            Answered("new", "5", 10, ResponseKind.Unsubscribe),
        ]));

        Assert.Equal((false, true), Consents("ann"));
        // A complaint is no statement: it is never again, whatever is said.
        Assert.Equal((true, true), Consents("bob"));
        Assert.Equal((ContactChannel.Sms, SuppressionReason.Complaint), Suppressions("bob").Single());
        // What eve said later than her unsubscription counts.
        Assert.Equal((true, true), Consents("eve"));
        Assert.Equal((false, null), Consents("new"));
        // Of a bounce whose class nobody says the address may exist.
        Assert.Empty(Suppressions("eve"));

        // Consent given later is not taken back by the same file.
        Write(SomeFacts.Batch([("ann", yes)]));
        Write(Batch([Answered("ann", "1", 10, ResponseKind.Unsubscribe)]));
        Assert.Equal((true, true), Consents("ann"));

        IEnumerable<(ContactChannel, SuppressionReason)> Suppressions(string key) =>
            Store.Customers.ById(SomeFacts.Id(key))!.Permissions.Suppressions.Select(one => (one.Channel, one.Reason));

        (bool?, bool?) Consents(string key)
        {
            var details = Store.Customers.ById(SomeFacts.Id(key))!.Details;
            return (details.ConsentEmail, details.ConsentSms);
        }
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void How_a_discount_was_given_is_kept_until_something_else_is_said()
    {
        Write(WithMechanism(DiscountMechanism.PercentOff));
        Assert.Equal([DiscountMechanism.PercentOff], Mechanism());

        Assert.False(Write(WithMechanism(DiscountMechanism.Unknown)).Orders.Any);
        Assert.Equal([DiscountMechanism.PercentOff], Mechanism());

        Assert.Equal(new WriteCounts(0, 1, 0), Write(WithMechanism(DiscountMechanism.Gift)).Orders);
        Assert.Equal([DiscountMechanism.Gift], Mechanism());

        DiscountMechanism[] Mechanism() => Assert.Single(Store.Facts.Histories()).History.Orders.Mechanism;
    }

    [Fact]
    public void However_facts_are_split_and_ordered_histories_and_profiles_are_the_same()
    {
        var property = Prop.ForAll(
            (from facts in Facts
             from orders in SomeFacts.Orders
             from part in Gen.Choose(0, 2).ArrayOf(facts.Length)
             from order in Gen.Shuffle(facts)
             select (facts, orders, part, order)).ToArbitrary(),
            given =>
            {
                using var whole = Another<BehaviourContract>();
                using var split = Another<BehaviourContract>();
                if (given.facts.Length + given.orders.Length > 0) whole.Write(Batch(given.facts, given.orders));
                for (var part = 0; part < 3; part++)
                {
                    var some = given.order.Where((_, i) => given.part[i] == part).ToArray();
                    split.Write(Batch(some, part == 1 ? given.orders : []));
                    split.Write(Batch([.. some.Take(some.Length / 2)]));
                }
                AssertSameProfiles(whole.Store.Profiles.Load(), split.Store.Profiles.Load());
                Assert.Equal(Told(whole.Store), Told(split.Store));
                split.AssertSound();
            });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(CasesHere(10)));
    }

    /// <summary>All histories in words.</summary>
    static string[] Told(ShopStore store) =>
    [
        .. store.Facts.Histories().SelectMany(chunk => Enumerable.Range(0, chunk.Ids.Length).Select(row =>
        {
            var one = chunk.History[row];
            return string.Join(' ', [
                chunk.Keys.Text(row), .. one.Activities.At.ToArray().Select(at => $"{at}"),
                .. one.Activities.Kind.ToArray().Select(kind => $"{kind}"),
                .. one.Activities.Product.ToArray().Select(i => i < 0 ? "-" : chunk.History.Products[i]),
                .. one.Contacts.Id.ToArray().Select(id => $"{id}"),
                .. one.Contacts.Strategy.ToArray().Select(name => $"{name}"),
                .. one.Responses.Contact.ToArray().Select(id => $"{id}"),
                .. one.Responses.Kind.ToArray().Select(kind => $"{kind}"),
                .. one.Responses.Disposition.ToArray().Select(name => $"{name}"),
                .. one.Orders.GrossCents.ToArray().Select(cents => $"{cents}"),
            ]);
        })),
    ];

    [Fact]
    public void An_import_is_listed_with_the_behaviour_it_brought()
    {
        var note = new ImportNote("clicks.csv", "{}");
        Store.Intake.Write(Batch(annsWeek), Moment, note);
        Store.Intake.Write(Batch(annsWeek), Moment, note);

        var imports = Store.Intake.Imports();

        Assert.Equal(new WriteCounts(0, 0, 2), imports[0].Activities);
        Assert.Equal(
            (new WriteCounts(2, 0, 0), new WriteCounts(2, 0, 0), new WriteCounts(2, 0, 0)),
            (imports[1].Activities, imports[1].Contacts, imports[1].Responses));
    }

    static FactBatch Products(params (string Id, string Category)[] products) => new()
    {
        Source = "test", Keys = CustomerKeys.From([]), KeyKinds = [], History = SomeFacts.Batch().History,
        Products = [.. products.Select(product => new ProductDetails(product.Id) { Category = product.Category })],
    };

    static FactBatch WithMechanism(DiscountMechanism how)
    {
        var batch = SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000) with { DiscountCents = 100 });
        var orders = batch.History.Orders;
        return new FactBatch
        {
            Source = batch.Source, Keys = batch.Keys, KeyKinds = batch.KeyKinds,
            History = new HistoryTable(1, new OrderFacts
            {
                Start = orders.Start, At = orders.At, GrossCents = orders.GrossCents, Id = orders.Id,
                DiscountCents = orders.DiscountCents, Number = orders.Number, Mechanism = [how],
            }),
        };
    }
}
