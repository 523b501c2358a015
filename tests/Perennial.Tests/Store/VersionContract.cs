using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Segments;
using Perennial.Data.Access;
using Perennial.Data.Settings;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>What the shop said of itself and of its products is kept with the instants between which it held.</summary>
public abstract class VersionContract : StoreContract
{
    const int Begin = 90, Middle = 60, End = 30;

    // The test's days, and what is to hold then: before the first, after each change.
    static readonly int[] days = [100, 75, 45, 10];

    static T[] Then<T>(Func<Instant, T> ask) => [.. days.Select(daysAgo => ask(At(daysAgo)))];

    long Kept(string table) => long.Parse(Ask($"select count(*) from {table}")[0][0]);

    [Fact]
    public void Settings_are_told_as_they_held()
    {
        Store.Settings.Put("shop_name", "Fleurs", At(Begin));
        Store.Settings.Put("shop_name", "Roses", At(Middle));
        Store.Settings.Put("shop_name", null, At(End));
        Assert.Equal(["", "Fleurs", "Roses", ""],
            Then(at => Store.Settings.AllAt(at).GetValueOrDefault("shop_name", "")));
        Assert.Equal(
        [
            new HeldValue(null, Instant.None, At(Begin)), new HeldValue("Fleurs", At(Begin), At(Middle)),
            new HeldValue("Roses", At(Middle), At(End)), new HeldValue(null, At(End), Instant.Never),
        ], Store.Settings.Versions("shop_name"));
    }

    [Fact]
    public void When_the_shop_is_scored_is_told_as_it_held()
    {
        Store.Times.PutScoring(new ScoringTime(120), At(Begin));
        Store.Times.PutScoring(ScoringTime.Never, At(Middle));
        Store.Times.PutScoring(null, At(End));
        Assert.Equal([null, new ScoringTime(120), ScoringTime.Never, null], Then(Store.Times.ScoringAt));
    }

    [Fact]
    public void Who_might_call_is_told_as_it_held()
    {
        static KeptSources Sources(string name) => new("https://a.example", [new KeptSource("shopify", name)
        {
            Secrets = ["${A}", "${B}"], Topics = ["t"], Orders = "name", CustomerPrefix = "x-",
        }]);
        void Put(KeptSources sources, int daysAgo) => Store.Sources.Put(
            sources, new AuditEntry(At(daysAgo), Actor.Terminal("tests"), "sources", "sources"));

        Put(Sources("a"), Begin);
        Put(Sources("b"), Middle);
        Put(new KeptSources("", []), End);
        var held = Then(Store.Sources.KeptAt);
        Assert.Null(held[0]);
        Assert.Equivalent(Sources("a"), held[1], strict: true);
        Assert.Equivalent(Sources("b"), held[2], strict: true);
        Assert.Null(held[3]);
    }

    [Fact]
    public void Segments_are_told_as_they_were_in_force()
    {
        void Save(string rule, int daysAgo) => Store.Segments.Save(new ShopSegment("big", rule), At(daysAgo));

        Save("orders >= 5", Begin);
        Save("orders >= 6", Middle);
        Store.Segments.Remove("big", At(End));
        Assert.Equal(["", "orders >= 5", "orders >= 6", ""],
            Then(at => string.Join(',', Store.Segments.InForceAt(at).Select(one => one.Segment.Rule))));
        Save("orders >= 7", 5);
        Assert.Equal("orders >= 7", Assert.Single(Store.Segments.InForceAt(At(1))).Segment.Rule);
        Assert.Empty(Store.Segments.InForceAt(At(10)));
    }

    [Fact]
    public void Products_are_told_as_they_were_known()
    {
        var rose = new ProductDetails("rose")
        {
            Name = "Rose", Category = "cut", PriceCents = 900, CostCents = 300, Stock = 5, Sellable = true,
        };
        Store.Products.Put([rose], At(Begin));
        Store.Products.Put([new ProductDetails("rose") { PriceCents = 990, Stock = 0 }], At(Middle));
        Store.Products.Put([new ProductDetails("rose") { Sellable = false, Category = "old" }], At(End));
        var middle = rose with { PriceCents = 990, Stock = 0 };
        Assert.Equal([rose, rose, middle, middle with { Sellable = false, Category = "old" }],
            Then(at => Assert.Single(Store.Products.AllAt(at))));
        AssertSound();
    }

    [Fact]
    public void Nothing_is_kept_where_nothing_changed()
    {
        var roses = Enumerable.Range(0, 50).Select(i => new ProductDetails($"p{i}") { PriceCents = i, Name = "P" });
        Store.Products.Put(roses, At(Begin));
        Store.Settings.Put("shop_name", "Fleurs", At(Begin));
        Reopen();
        Store.Products.Put(roses.Append(new ProductDetails("p0") { PriceCents = 7, Image = "a.png" }), At(Middle));
        Store.Products.Put([new ProductDetails("p1") { Image = "b.png", Description = "B" }], At(Middle));
        Store.Settings.Put("shop_name", "Fleurs", At(Middle));
        Assert.Equal((1, 1), (Kept("product_version"), Kept("setting_version")));
    }
}

public sealed class SqliteVersions : VersionContract;

public sealed class PostgresVersions : VersionContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
