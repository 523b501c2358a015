using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

public abstract class ReadingContract : StoreContract
{
    [Fact]
    public void Every_stored_column_comes_back_as_it_was()
    {
        Write(Batch([("pat", null), ("ann", null), ("bob", null), ("eve", null)],
            Order("ann", "1", 500, 1000) with { CostCents = 300, DiscountCents = 100 },
            Order("ann", "2", 30, 2500) with { RefundedCents = 500 },
            Order("bob", "3", 3, 1),
            Order("eve", "4", 3, 700) with { RefundedCents = 700 }));
        Score(Now);

        var snapshot = Store.Profiles.Load();
        var folded = FoldEverybody();
        Scorer.Run(folded, ShopCalendar.Utc, HowToScore, previousAsOfDay: null);

        AssertSameProfiles(folded, snapshot.Profiles);
        // What a run gives without models.
        Column<byte>[] scores =
            [RfmColumns.R, RfmColumns.F, RfmColumns.M, RfmColumns.Fxm, RfmColumns.RfmSegment, PriorityColumns.Tier];
        foreach (var column in scores) Assert.Contains(snapshot.Profiles.Values(column), v => v > 0);
    }

    [Fact]
    public void A_customers_page_has_orders_in_time_order_with_lines_and_products()
    {
        var batch = Batch([("ann", new CustomerDetails { FirstName = "Ann" })],
            Order("ann", "late", 1, 300) with { Lines = [("rose", 3, 300, 0, 0)] },
            Order("ann", "early", 9, 500) with { Lines = [("lily", 1, 200, 0, 0), ("rose", 3, 300, 10, 1)] });
        Write(batch);
        Write(new FactBatch
        {
            Source = "test", Keys = CustomerKeys.From([]), KeyKinds = [], History = Batch().History,
            Products = [new ProductDetails("rose") { Name = "Rose", PriceCents = 100 }],
        });

        var ann = Store.Customers.ById(Id("ann"))!;

        Assert.Equal(("external", "ann", "test", Now), (ann.KeyKind, ann.Key, ann.Source, ann.FirstSeenAt));
        Assert.Equal(new[] { "early", "late" }, ann.History.Orders.Number);
        Assert.Equal([0, 2, 3], ann.History.Orders.Lines!.Start);
        Assert.Equal([200, 300, 300], ann.History.Orders.Lines.GrossCents);
        Assert.Equal(["lily", "Rose", "Rose"],
            ann.History.Orders.Lines.Product.Select(i => ann.Products[i].Name ?? ann.Products[i].Id));
        Assert.Null(Store.Customers.ById(Id("nobody")));
    }

    [Fact]
    public void One_customer_alone_is_the_row_that_everybody_has_of_them()
    {
        Write(Batch([.. Enumerable.Range(0, 30).Select(i => ($"c{i}", (CustomerDetails?)new() { City = $"city {i}" }))],
            [.. Enumerable.Range(0, 70).Select(i => Order($"c{i % 29}", $"n{i}", i * 7, 100 + i) with
            {
                Lines = [($"rose {i % 40}", 1, 100 + i, 0, 0)],
            })]));
        Score(Now);
        var everybody = Store.Profiles.Load();
        for (var row = 0; row < everybody.Count; row++)
        {
            var (one, record) = Store.Profiles.Load(everybody.Ids[row])!.Value;
            Assert.Equal(everybody.Ids[row], Assert.Single(one.Ids));
            Assert.Equal(everybody.ShardVersions, one.ShardVersions);
            Assert.Equal(everybody.Directory.City(row), one.Directory.City(0));
            Assert.Equal(everybody.Profiles.Keys.Text(row), record.Key);
            Assert.Equal(everybody.Profiles.NextChangeAt[row], one.Profiles.NextChangeAt[0]);
            foreach (var column in Columns.All.Where(column => column.Kind != ColumnKind.Clock))
                Assert.Equal(Cell(everybody.Profiles, column, row), Cell(one.Profiles, column, 0));
        }
        Assert.Null(Store.Profiles.Load(Id("nobody")));
    }

    [Fact]
    public void Products_are_read_by_their_ids_however_many_are_asked_for()
    {
        Store.Products.Put(
            [.. Enumerable.Range(0, 80).Select(i => new ProductDetails($"p{i}") { Name = $"Product {i}" })], Now);
        string[] ids = [.. Enumerable.Range(0, 70).Select(i => $"p{i * 3 % 100}"), "p3"];
        var known = Store.Products.All().ToDictionary(product => product.Id);
        Assert.Equal(ids.Select(id => known.GetValueOrDefault(id) ?? new ProductDetails(id)), Store.Products.Of(ids));
        Assert.Empty(Store.Products.Of([]));
    }

    [Fact]
    public void Histories_stream_in_chunks_and_in_the_order_of_ids()
    {
        Write(Batch([.. Enumerable.Range(0, 50).SelectMany(i => new[]
        {
            Order($"c{i}", $"a{i}", i, 100 + i), Order($"c{i}", $"b{i}", 100 - i, 7),
        })]));

        var chunks = Store.Facts.Histories(customersPerChunk: 7).ToList();

        Assert.All(chunks, chunk => Assert.InRange(chunk.Ids.Length, 1, 7));
        Assert.InRange(chunks.Count, 8, 7 + Store.ShardCount);
        var ids = chunks.SelectMany(chunk => chunk.Ids).ToList();
        Assert.Equal(50, ids.Count);
        Assert.Equal(ids.OrderBy(Store.ShardOf).ThenBy(id => id), ids);
        Assert.Equal(100, chunks.Sum(chunk => chunk.History.Orders.At.Length));
        foreach (var chunk in chunks)
            for (var row = 0; row < chunk.Ids.Length; row++)
            {
                Assert.Equal(chunk.Ids[row], Id(chunk.Keys.Text(row)));
                var at = chunk.History[row].Orders.At.ToArray();
                Assert.Equal(at.Order(), at);
            }
    }

    [Fact]
    public void Histories_of_some_customers_are_theirs_alone()
    {
        Write(Batch(Order("ann", "1", 5, 100), Order("bob", "2", 4, 200), Order("eve", "3", 3, 300)));

        var chunk = Assert.Single(Store.Facts.Histories([Id("eve"), Id("nobody"), Id("ann"), Id("eve")]));

        Assert.Equal(new[] { Id("ann"), Id("eve") }.Order(), chunk.Ids);
        Assert.Equal(400, chunk.History.Orders.GrossCents.Sum());
    }

    [Theory]
    [InlineData("ann")]
    [InlineData(" ann ")]
    [InlineData("Ann@Example.org")]
    [InlineData("+33 (6) 12 34")]
    public void A_customer_is_found_by_any_key(string text)
    {
        var details = new CustomerDetails { Email = "ann@example.org", Phone = "+33 6 12 34" };
        Write(Batch([("ann", details), ("bob", null)]));

        Assert.Equal([Id("ann")], Store.Customers.Find(text));
        Assert.Equal([Id("ann")], Store.Customers.Find(Id("ann").ToString()));
        Assert.Empty(Store.Customers.Find("nobody"));
        Assert.Empty(Store.Customers.Find("  "));
    }

    [Fact]
    public void A_shared_telephone_number_finds_both()
    {
        Write(Batch(
            [("ann", new CustomerDetails { Phone = "1237700" }),
                ("bob", new CustomerDetails { Phone = "1-23-77-00" })]));

        Assert.Equal(new[] { Id("ann"), Id("bob") }.Order(), Store.Customers.Find("1 23 77 00").Order());
    }

    [Fact]
    public void Settings_are_kept_and_removed()
    {
        Store.Settings.Put("shop_name", "Fleurs", Now);
        Store.Settings.Put("shop_name", "Fleurs d'été", Now);
        Store.Settings.Put("time_zone", "Europe/Paris", Now);
        Store.Settings.Put("time_zone", null, Now);

        Assert.Equal("Fleurs d'été", Reopen().Settings.Of("shop_name"));
        Assert.Null(Store.Settings.Of("time_zone"));
        Assert.Equal(["shop_name"], Store.Settings.All().Keys);
    }

    [Fact]
    public void Readers_see_the_state_before_while_another_connection_writes()
    {
        Write(Batch([.. Enumerable.Range(0, 20).Select(i => Order($"c{i}", $"n{i}", i, 100))]));

        var seen = new List<int>();
        foreach (var chunk in Store.Facts.Histories(customersPerChunk: 5))
        {
            seen.Add(chunk.Ids.Length);
            if (seen.Count == 1) Write(Batch([.. Enumerable.Range(0, 99).Select(i => Order($"x{i}", $"x{i}", i, 1))]));
        }

        Assert.Equal(20, seen.Sum());
        Assert.Equal(119, Store.Profiles.Load().Count);
    }
}
