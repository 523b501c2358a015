using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Lifecycle;
using Perennial.Core.Parts;
using Perennial.Core.Purchases;
using Perennial.Data.Batches;
using Perennial.Data.Intake;
using Perennial.Data.Settings;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

public abstract class WritingContract : StoreContract
{
    [Fact]
    public void A_first_batch_adds_customers_orders_and_profiles()
    {
        var result = Write(Batch(Order("ann", "1", 10, 1000), Order("ann", "2", 5, 500), Order("bob", "3", 400, 700)));

        Assert.Equal(new WriteCounts(2, 0, 0), result.Customers);
        Assert.Equal(new WriteCounts(3, 0, 0), result.Orders);
        Assert.Equal(2, result.Profiles);
        Assert.True(Store.Profiles.Version() > 0);
        var snapshot = Store.Profiles.Load();
        var ann = snapshot.RowOf(Id("ann"));
        Assert.Equal(2, snapshot.Profiles.Values(PurchaseColumns.Orders)[ann]);
        Assert.Equal(1500, snapshot.Profiles.Values(PurchaseColumns.Revenue)[ann]);
        Assert.Equal("active", snapshot.Profiles.Label(LifecycleColumns.Stage, ann));
    }

    [Fact]
    public void The_same_batch_again_changes_nothing()
    {
        var details = new CustomerDetails { FirstName = "Ann", Email = "ann@example.org", ConsentEmail = true };
        var batch = Batch([("ann", details), ("bob", null)],
            Order("ann", "1", 10, 1000) with { Lines = [("rose", 1, 400, 0, 0), ("lily", 2, 600, 100, 1)] },
            Order("bob", "2", 3, 200) with { CostCents = 100, RefundedCents = 50 });
        Write(batch);
        var before = Store.Profiles.Load();

        var again = Write(batch);

        Assert.Equal(new WriteCounts(0, 0, 2), again.Customers);
        Assert.Equal(new WriteCounts(0, 0, 2), again.Orders);
        Assert.Equal((before.Version, 0), (Store.Profiles.Version(), again.Profiles));
        Assert.Same(before, Store.Profiles.Refresh(before));
        AssertSound();
    }

    [Fact]
    public void A_later_refund_updates_the_order_and_the_profile()
    {
        Write(Batch(Order("ann", "1", 10, 1000), Order("ann", "2", 5, 500)));

        var result = Write(Batch(
            Order("ann", "1", 10, 1000) with { RefundedCents = 1000 }, Order("ann", "2", 5, 500)));

        Assert.Equal(new WriteCounts(0, 1, 1), result.Orders);
        Assert.Equal(new WriteCounts(0, 0, 1), result.Customers);
        Assert.Equal(1, result.Profiles);
        var profiles = Store.Profiles.Load().Profiles;
        Assert.Equal(1, profiles.Values(PurchaseColumns.Orders)[0]);
        Assert.Equal(1, profiles.Values(PurchaseColumns.ReturnedOrders)[0]);
        Assert.Equal(500, profiles.Values(PurchaseColumns.Revenue)[0]);
    }

    [Fact]
    public void Changed_lines_replace_the_old_ones()
    {
        Write(Batch(Order("ann", "1", 10, 1000) with { Lines = [("rose", 1, 400, 0, 0), ("lily", 2, 600, 0, 0)] }));
        var changed = Order("ann", "1", 10, 1000) with { Lines = [("rose", 1, 400, 0, 1), ("tulip", 3, 600, 0, 0)] };

        Assert.Equal(new WriteCounts(0, 1, 0), Write(Batch(changed)).Orders);

        var history = Store.Customers.ById(Id("ann"))!.History;
        var lines = history.Orders.Lines!;
        Assert.Equal(["rose", "tulip"], lines.Product.Select(product => history.Products[product]));
        Assert.Equal([1, 3], lines.Quantity);
        Assert.Equal([1, 0], lines.RefundedQuantity);
    }

    [Fact]
    public void An_order_that_comes_again_without_lines_keeps_them_unless_its_amount_changed()
    {
        Write(Batch(Order("ann", "1", 10, 1000) with { Lines = [("rose", 1, 1000, 0, 0)] }));

        Assert.False(Write(Batch(Order("ann", "1", 10, 1000))).Orders.Any);
        Assert.Single(Store.Customers.ById(Id("ann"))!.History.Orders.Lines!.Product);

        Assert.True(Write(Batch(Order("ann", "1", 10, 900))).Orders.Any);
        Assert.Null(Store.Customers.ById(Id("ann"))!.History.Orders.Lines);
        AssertSound();
    }

    [Fact]
    public void What_a_source_does_not_say_never_overwrites_what_is_known()
    {
        var full = new CustomerDetails
        {
            FirstName = "Ann", LastName = "Ash", Email = "ann@example.org", Phone = "+33 1 23", Address1 = "1 Rue A",
            Address2 = "B", City = "Paris", Region = "IDF", Postcode = "75001", Country = "FR",
            Birthday = new DateOnly(1969, 12, 30), ConsentEmail = true, ConsentSms = false, ConsentPhone = true,
            ConsentPost = false,
        };
        Write(Batch([("ann", full)], Order("ann", "1", 10, 1000) with { CostCents = 400 }));
        Assert.Equal(full, Store.Customers.ById(Id("ann"))!.Details);

        Func<CustomerDetails, CustomerDetails>[] news =
        [
            known => known with { FirstName = "Anna" }, known => known with { LastName = "Oak" },
            known => known with { Email = "a@example.org" }, known => known with { Phone = "+33 9" },
            known => known with { Address1 = "2 Rue B" }, known => known with { Address2 = "C" },
            known => known with { City = "Lyon" }, known => known with { Region = "ARA" },
            known => known with { Postcode = "69001" }, known => known with { Country = "BE" },
            known => known with { Birthday = new DateOnly(1970, 1, 2) },
            known => known with { ConsentEmail = false }, known => known with { ConsentSms = true },
            known => known with { ConsentPhone = false }, known => known with { ConsentPost = true },
        ];
        foreach (var (file, say) in news.Index())
        {
            // Of a yes and a no of the same instant the no would count.
            var later = Moment with { Now = new Instant(Now.UnixMs + 1 + file) };
            var result = Store.Intake.Write(
                Batch([("ann", say(new CustomerDetails()))], Order("ann", "1", 10, 1000)), later, cancellation: Stop);

            full = say(full);
            Assert.Equal(new WriteCounts(0, 1, 0), result.Customers);
            Assert.False(result.Orders.Any);
            Assert.Equal(full, Store.Customers.ById(Id("ann"))!.Details);
        }
        Assert.Equal([400], Store.Customers.ById(Id("ann"))!.History.Orders.CostCents);
        Assert.False(Write(Batch([("ann", full)], Order("ann", "1", 10, 1000))).Customers.Any);
    }

    [Fact]
    public void Products_keep_what_is_known_and_take_what_is_new()
    {
        var full = new ProductDetails("rose")
        {
            Name = "Rose", Category = "flowers", PriceCents = 500, CostCents = 200, Image = "data:x",
            Description = "Red", Stock = 0, Sellable = false,
        };
        Write(new FactBatch
        {
            Source = "test", Keys = CustomerKeys.From([]), KeyKinds = [], History = Batch().History, Products = [full],
        });

        var result = Write(new FactBatch
        {
            Source = "test", Keys = CustomerKeys.From([]), KeyKinds = [], History = Batch().History,
            Products = [new ProductDetails("rose") { Stock = 3 }, new ProductDetails("lily")],
        });

        Assert.Equal(new WriteCounts(1, 1, 0), result.Products);
        Assert.Equal(full with { Stock = 3 }, Store.Products.Find("rose"));
        Assert.Equal(["lily", "rose"], Store.Products.All().Select(product => product.Id));
    }

    [Fact]
    public void Two_keys_of_one_customer_become_one_customer()
    {
        var batch = Batch([("ann", null), (" ann ", new CustomerDetails { City = "Lyon" })],
            Order("ann", "1", 10, 1000), Order(" ann ", "2", 5, 500), Order(" ann ", "1", 10, 800));

        var result = Write(batch);

        Assert.Equal(new WriteCounts(1, 0, 0), result.Customers);
        Assert.Equal(1300, Assert.Single(Store.Profiles.Load().Profiles.Values(PurchaseColumns.Revenue)));
        Assert.Equal("Lyon", Store.Customers.ById(Id("ann"))!.Details.City);
        Assert.Equal(2, Store.Customers.ById(Id("ann"))!.History.Orders.At.Length);
    }

    [Fact]
    public void Orders_under_two_keys_of_one_new_customer_all_count()
    {
        Write(Batch([("ann", null), (" ann ", null)], Order("ann", "1", 10, 1000), Order(" ann ", "2", 5, 500)));

        Assert.Equal(2, Assert.Single(Store.Profiles.Load().Profiles.Values(PurchaseColumns.Orders)));
        AssertSound();
    }

    [Fact]
    public void Of_an_order_that_comes_twice_in_a_batch_the_later_has_the_last_word()
    {
        var result = Write(Batch(
            Order("ann", "1", 10, 1000), Order("ann", "2", 9, 1), Order("ann", "1", 5, 800), Order("ann", "3", 4, 1)));

        Assert.Equal(new WriteCounts(3, 1, 0), result.Orders);
        Assert.Equal(802, Assert.Single(Store.Profiles.Load().Profiles.Values(PurchaseColumns.Revenue)));
        AssertSound();
    }

    [Fact]
    public void A_customer_without_orders_is_a_prospect_with_a_profile()
    {
        Write(Batch([("pat", new CustomerDetails { FirstName = "Pat" })]));

        var snapshot = Store.Profiles.Load();
        Assert.Equal("prospect", snapshot.Profiles.Label(LifecycleColumns.Stage, 0));
        Assert.Equal("Pat", snapshot.Directory.Name(0));
    }

    [Fact]
    public void However_facts_are_split_and_ordered_the_profiles_are_the_same()
    {
        var property = Prop.ForAll(
            (from orders in Orders
             from parts in Gen.Choose(1, 4)
             from part in Gen.Choose(0, 3).ArrayOf(orders.Length)
             from order in Gen.Shuffle(orders)
             select (orders, parts, part, order)).ToArbitrary(),
            facts =>
            {
                using var whole = Another<WritingContract>();
                using var split = Another<WritingContract>();
                if (facts.orders.Length > 0) whole.Write(Batch(facts.orders));
                for (var part = 0; part < facts.parts; part++)
                {
                    var some = facts.order.Where((_, i) => facts.part[i] % facts.parts == part).ToArray();
                    split.Write(Batch(some));
                    // Some of it once more: nothing is counted twice.
                    split.Write(Batch([.. some.Take(some.Length / 2)]));
                }
                AssertSameProfiles(whole.Store.Profiles.Load(), split.Store.Profiles.Load());
                split.AssertSound();
            });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(CasesHere(12)));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Stored_profiles_are_those_of_the_fold_over_the_stored_histories()
    {
        Prop.ForAll(Orders.ToArbitrary(), orders =>
        {
            using var test = Another<WritingContract>();
            test.Write(Batch(orders));
            var snapshot = test.Store.Profiles.Load();
            var seen = 0;
            foreach (var chunk in test.Store.Facts.Histories(customersPerChunk: 2))
            {
                var folded = ProfileFold.FoldAll(chunk.History, chunk.Keys, Now, new ProfileSettings());
                for (var row = 0; row < chunk.Ids.Length; row++, seen++)
                {
                    var next = snapshot.RowOf(chunk.Ids[row]);
                    Assert.Equal(folded.Values(PurchaseColumns.Revenue)[row],
                        snapshot.Profiles.Values(PurchaseColumns.Revenue)[next]);
                    Assert.Equal(folded.NextChangeAt[row], snapshot.Profiles.NextChangeAt[next]);
                    Assert.Equal(
                        folded.Values(PurchaseColumns.Continuity)[row],
                        snapshot.Profiles.Values(PurchaseColumns.Continuity)[next]);
                }
            }
            Assert.Equal(snapshot.Count, seen);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(CasesHere(10)));
    }

    [Theory]
    [InlineData(WritePhase.Facts)]
    [InlineData(WritePhase.Profiles)]
    public void A_cancelled_write_leaves_nothing(WritePhase phase)
    {
        const int Many = 1500;
        Write(Batch(Order("ann", "1", 10, 1000)));
        var before = Store.Profiles.Load();
        var many = Batch([.. Enumerable.Range(0, Many).Select(i => Order($"c{i}", $"n{i}", i % 900, 100 + i))]);
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => Store.Intake.Write(
            many, Moment, null, new When(phase, stop.Cancel), stop.Token));

        AssertSound();
        var left = Reopen().Profiles.Load();
        if (Store.ShardCount == 1) Assert.Equal(before.Ids, left.Ids);
        // Of several shards each is written or not, and the same batch again completes them.
        else Assert.DoesNotContain(left.Ids.GroupBy(Store.ShardOf), shard => shard.Count() is > 1 and < Many / 5);
        Assert.Equal(Many + 1 - left.Count, Write(many).Orders.Added);
        Assert.Equal(Many + 1, Store.Profiles.Load().Count);
        AssertSound();
    }

    [Fact]
    public void Another_currency_than_the_shops_is_refused()
    {
        var euros = Batch(Order("ann", "1", 10, 1000));
        Write(Of(euros, "EUR"));
        Assert.Equal("EUR", Store.Settings.Of(SettingStore.Currency));

        var error = Assert.Throws<BadInputException>(() => Write(Of(Batch(Order("bob", "2", 10, 1000)), "USD")));

        Assert.Contains("USD", error.Problem);
        Assert.Single(Store.Profiles.Load().Ids);
    }

    [Fact]
    public void An_import_is_listed_with_what_came_of_it()
    {
        var note = new ImportNote("orders.csv", """{"rows":2}""");
        Store.Intake.Write(Batch(Order("ann", "1", 10, 1000), Order("bob", "2", 3, 5)), Moment, note);
        Store.Intake.Write(Batch(Order("ann", "1", 10, 900)), Moment, note);

        var imports = Store.Intake.Imports();

        Assert.Equal([2L, 1L], imports.Select(import => import.Id));
        Assert.Equal(new WriteCounts(0, 1, 0), imports[0].Orders);
        Assert.Equal(("test", "orders.csv", """{"rows":2}""", Now),
            (imports[1].Source, imports[1].File, imports[1].ReportJson, imports[1].At));
    }

    static FactBatch Of(FactBatch batch, string currency) => new()
    {
        Source = batch.Source, Keys = batch.Keys, KeyKinds = batch.KeyKinds, Details = batch.Details,
        History = batch.History, Currency = currency,
    };

    sealed class When(WritePhase phase, Action act) : IProgress<WriteProgress>
    {
        public void Report(WriteProgress value)
        {
            if (value.Phase == phase) act();
        }
    }
}
