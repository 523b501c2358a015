using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Recommendations;

namespace Perennial.Tests.Recommendations;

/// <summary>What one customer bought or looked at.</summary>
readonly record struct SomeAct(int Customer, int Product, int DaysAgo, bool Returned = false, ActivityKind Kind = 0)
{
    /// <summary>How many of two were given back.</summary>
    public int GivenBack { get; init; } = Returned ? 2 : 0;
}

/// <summary>Small shops: products p0, p1, … and what customers did with them.</summary>
static class SomeBuyers
{
    public const int Customers = 8, Products = 14;

    public static Gen<SomeAct[]> Acts { get; } = Gen.ArrayOf(
        from customer in Gen.Choose(0, Customers - 1)
        from product in Gen.Choose(0, Products - 1)
        from daysAgo in Gen.Choose(-2, 200)
        from returned in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        from kind in Gen.Elements<ActivityKind>(0, 0, 0, ActivityKind.ProductView, ActivityKind.CartAdd)
        select new SomeAct(customer, product, daysAgo, returned, kind), 60);

    /// <summary>Products of three categories and none; every seventh is sold out, every fifth no longer sold.</summary>
    public static ProductCatalogue Catalogue { get; } = new([.. Enumerable.Range(0, Products).Select(i =>
        new ProductDetails($"p{i}")
        {
            Name = $"Product {i}",
            Category = i % 4 == 3 ? null : $"category {i % 4}",
            Stock = i % 7 == 6 ? 0 : i % 2 == 0 ? 10 : null,
            Sellable = i % 5 == 4 ? false : null,
            PriceCents = 100 * (i + 1),
        })]);

    public static int[] Numbers { get; } = [.. Enumerable.Range(0, Products)];

    public static HistoryTable History(IReadOnlyList<SomeAct> acts, int customers = Customers)
    {
        var builder = new HistoryBuilder();
        foreach (var act in acts.Where(act => act.Kind == 0))
        {
            builder.Add(new OrderFact { Customer = act.Customer, At = At(act.DaysAgo), GrossCents = 1000 });
            builder.AddLine(new OrderLineFact(act.Product, 2, 1000, RefundedQuantity: act.GivenBack));
        }
        var orders = builder.Build(customers, [.. Catalogue.Products.Select(product => product.Id)]);
        var views = acts.Where(act => act.Kind != 0).OrderBy(act => act.Customer).ThenByDescending(act => act.DaysAgo);
        var start = new int[customers + 1];
        foreach (var view in views) start[view.Customer + 1]++;
        for (var i = 0; i < customers; i++) start[i + 1] += start[i];
        return new HistoryTable(customers, orders.Orders)
        {
            Products = orders.Products,
            Activities = new ActivityFacts
            {
                Start = start,
                At = [.. views.Select(view => At(view.DaysAgo))],
                Kind = [.. views.Select(view => view.Kind)],
                Product = [.. views.Select(view => view.Product)],
                DurationSeconds = new int[start[^1]],
            },
        };
    }

    public static CoOccurrence Count(HistoryTable history)
    {
        var counts = new CoOccurrence();
        var own = new CustomerProducts(Some.Now, ShopCalendar.Utc);
        for (var customer = 0; customer < history.CustomerCount; customer++)
        {
            own.Read(history[customer], Numbers);
            counts.Change([], own.Counted(500));
        }
        return counts;
    }

    /// <summary>Everybody's lists.</summary>
    public static RecommendedProducts[] Recommend(HistoryTable history, RecommendationOptions options)
    {
        var all = new Recommender(Catalogue, Count(history), [], options);
        var one = new CustomerRecommender(all, Some.Now, ShopCalendar.Utc);
        return [.. Enumerable.Range(0, history.CustomerCount).Select(customer =>
        {
            var lists = new RecommendedProducts();
            one.Recommend(history[customer], Numbers, lists);
            return lists;
        })];
    }

    public static Instant At(int daysAgo) => new(Some.Now.UnixMs - daysAgo * 86_400_000L);
}
