using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Recommendations;
using Perennial.Data.Profiles;
using Perennial.Data.Recommendations;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>What a store has to do for recommendations.</summary>
public abstract class RecommendationContract : StoreContract
{
    static readonly RecommendationOptions Few = new() { ProductsPerCustomer = 4 };

    [Fact]
    public void Counts_kept_in_step_equal_those_counted_anew()
    {
        var orders = Gen.ArrayOf(
            from customer in Gen.Choose(1, 4)
            from number in Gen.Choose(1, 6)
            from products in Gen.ArrayOf(Gen.Choose(0, 7), 3)
            from back in Gen.Elements(0, 0, 1)
            select (customer, number, products, back), 4);
        var often = Config.QuickThrowOnFailure.WithMaxTest(CasesHere(12));
        Check.One(often, Prop.ForAll(Arb.From(Gen.ArrayOf(orders, 3)), batches =>
        {
            using var fresh = Another<RecommendationContract>();
            foreach (var batch in batches)
            {
                if (batch.Length == 0) continue;
                fresh.Write(Batch([.. batch.DistinctBy(order => (order.customer, order.number)).Select(order =>
                    Order($"c{order.customer}", $"c{order.customer}/{order.number}", order.number,
                        order.products.Distinct().Count() * 1000) with
                    {
                        Lines = [.. order.products.Distinct().Select(p => ($"p{p}", 1, 1000L, 0L, order.back))],
                    })]));
                fresh.Store.Recommendations.CountBoughtTogether(Few, fresh.Moment, Stop);
            }
            var kept = Text(fresh.Store.Recommendations.BoughtTogether());
            fresh.Tamper("delete from counted_shard");
            fresh.Store.Recommendations.CountBoughtTogether(Few, fresh.Moment, Stop);
            Assert.Equal(Text(fresh.Store.Recommendations.BoughtTogether()), kept);
            fresh.AssertSound();
        }));
    }

    [Fact]
    public void Only_customers_that_changed_are_counted_again()
    {
        Write(Batch(Bought("ann", "1", "a", "b"), Bought("ben", "2", "b", "c")));
        Assert.Equal(2, Count());
        Assert.Equal(0, Count());
        Write(Batch(Bought("ann", "3", "c")));
        Assert.Equal(1, Count());
        Assert.Equal("2 customers | a 1, b 2, c 2 | a+b 1, a+c 1, b+c 2", Text(Store.Recommendations.BoughtTogether()));
    }

    [Fact]
    public void An_erased_customer_leaves_the_counts()
    {
        Write(Batch(Bought("ann", "1", "a", "b"), Bought("ben", "2", "b", "c")));
        Count();
        Tamper("""
            delete from customer where key = 'ann'; delete from profile where customer_id not in
            (select customer_id from customer); delete from customer_order where customer_id not in
            (select customer_id from customer); delete from order_line where customer_id not in
            (select customer_id from customer);
            """);
        Count();
        Assert.Equal("1 customers | b 1, c 1 | b+c 1", Text(Store.Recommendations.BoughtTogether()));
    }

    [Fact]
    public void What_was_just_bought_is_recommended_no_longer_and_what_stands_behind_it_moves_up()
    {
        Write(Batch(Bought("ann", "1", "a", "b"), Bought("ben", "2", "b", "c")));
        var snapshot = Store.Profiles.Load();
        snapshot.Profiles.ReadAt(Now, ShopCalendar.Utc);
        var run = Core.Scoring.Scorer.Run(snapshot.Profiles, ShopCalendar.Utc, HowToScore, null);
        Recommend(snapshot, "ann", "c", "x");
        Recommend(snapshot, "ben", "a", "y");
        // The night's run was as of the day before: whatever comes today is after it.
        Store.Scoring.Save(run with { AsOf = At(1) }, snapshot, Moment, cancellation: Stop);

        Write(Batch(Bought("ann", "9", "c") with { DaysAgo = 0 }));
        var after = Store.Profiles.Load();
        Assert.Equal("x", Discover(after, "ann"));
        Assert.Equal("a y", Discover(after, "ben"));
    }

    [Fact]
    public void Recommended_products_come_back_from_the_store_and_from_a_refresh()
    {
        Write(Batch(Bought("ann", "1", "a", "b"), Bought("ben", "2", "b", "c")));
        var snapshot = Store.Profiles.Load();
        snapshot.Profiles.ReadAt(Now, ShopCalendar.Utc);
        var run = Core.Scoring.Scorer.Run(snapshot.Profiles, ShopCalendar.Utc, HowToScore, null);
        Recommend(snapshot, "ann", "c", "x");
        Recommend(snapshot, "ben", "a", "y");
        Store.Scoring.Save(run, snapshot, Moment, cancellation: Stop);

        var loaded = Store.Profiles.Load();
        Assert.Equal("c x", Discover(loaded, "ann"));
        Assert.Equal("a y", Discover(loaded, "ben"));
        Write(Batch(Order("ann", "9", 1, 100)));
        var refreshed = Store.Profiles.Refresh(loaded);
        Assert.Equal("c x", Discover(refreshed, "ann"));
        Assert.Equal("a y", Discover(refreshed, "ben"));
    }

    [Fact]
    public void Links_between_products_are_replaced_as_a_whole()
    {
        ProductLink[] links =
        [
            new("a", ProductRelation.BoughtTogether, "b", 9, .5, 30),
            new("a", ProductRelation.BoughtTogether, "c", 6, .2, 11),
            new("a", ProductRelation.SpeaksFor, "c", 6, .2, 11),
            new("b", ProductRelation.BoughtTogether, "a", 9, .5, 30),
        ];
        Store.Recommendations.SaveLinks([links[3], links[0]], Stop);
        Store.Recommendations.SaveLinks(links, Stop);
        Assert.Equal(links[..2], Store.Recommendations.Links("a", ProductRelation.BoughtTogether));
        Assert.Equal([links[2]], Store.Recommendations.Links("a", ProductRelation.SpeaksFor));
        Assert.Empty(Store.Recommendations.Links("z", ProductRelation.SpeaksFor));
    }

    [Fact]
    public void Popular_is_what_most_customers_bought_lately()
    {
        Write(Batch(Bought("ann", "1", "a", "b"), Bought("ben", "2", "b"), Bought("ann", "3", "a"),
            Bought("cid", "4", "c") with { DaysAgo = 200 }, Bought("dot", "5", "c") with { DaysAgo = 200 },
            Bought("eve", "6", "c") with { DaysAgo = 200 }));
        Assert.Equal(["b", "a"], Store.Recommendations.PopularProducts(At(90), Now));
        Assert.Equal(["c", "b", "a"], Store.Recommendations.PopularProducts(At(900), Now));
    }

    int Count() => Store.Recommendations.CountBoughtTogether(new RecommendationOptions(), Moment, Stop);

    static SomeOrder Bought(string customer, string number, params string[] products) =>
        Order(customer, number, 5, 1000L * products.Length) with
        {
            Lines = [.. products.Select(id => (id, 1, 1000L, 0L, 0))],
        };

    static void Recommend(StoreSnapshot snapshot, string customer, params string[] products)
    {
        for (var i = 0; i < products.Length; i++)
        {
            snapshot.Profiles.Values(RecommendationColumns.Discover[i])[snapshot.RowOf(Id(customer))] =
                snapshot.Profiles.Products.NumberOf(products[i]);
        }
    }

    static string Discover(StoreSnapshot snapshot, string customer) => string.Join(' ', RecommendationColumns.Discover
        .Select(column => snapshot.Profiles.Values(column)[snapshot.RowOf(Id(customer))])
        .Where(number => number >= 0).Select(number => snapshot.Profiles.Products[number]));

    // By ids in order, for numbers are given as products turn up.
    static string Text(BoughtTogether together)
    {
        var (ids, counts) = (together.Ids, together.Counts);
        var single = Enumerable.Range(0, ids.Count).Where(p => counts.CustomersOf(p) > 0)
            .Select(p => $"{ids[p]} {counts.CustomersOf(p)}").Order(StringComparer.Ordinal);
        var pairs = Enumerable.Range(0, ids.Count)
            .SelectMany(high => (counts.PairsOf(high) ?? new Dictionary<int, int>())
                .Select(pair => (Both: new[] { ids[high], ids[pair.Key] }, pair.Value)))
            .Select(pair => $"{string.Join('+', pair.Both.Order(StringComparer.Ordinal))} {pair.Value}")
            .Order(StringComparer.Ordinal);
        return $"{counts.Customers} customers | {string.Join(", ", single)} | {string.Join(", ", pairs)}";
    }
}

public sealed class SqliteRecommendations : RecommendationContract;
