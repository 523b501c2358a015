using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Recommendations;
using Perennial.Core.Statistics;
using Perennial.Tests.Scoring;

namespace Perennial.Tests.Recommendations;

public class MethodChoiceTests
{
    static readonly Instant now = Some.At("2026-06-30");

    // Customers of so many tastes who buy products of their own taste with a chance, else what is popular.
    static (HistoryTable History, ProductCatalogue Products) Shop(double own, int seed = 6)
    {
        const int customers = 900, tastes = 6, products = 60;
        var rng = new Rng((ulong)seed);
        var builder = new HistoryBuilder();
        for (var customer = 0; customer < customers; customer++)
        {
            var taste = customer % tastes;
            for (var i = 0; i < 6; i++)
            {
                builder.Add(new OrderFact
                {
                    Customer = customer, GrossCents = 10_00,
                    At = new Instant(now.UnixMs - rng.NextInt(0, 400) * 86_400_000L),
                });
                var product = rng.Chance(own) ? taste * (products / tastes) + rng.NextInt(products / tastes)
                    : (int)(products * Math.Pow(rng.NextDouble(), 4));
                builder.AddLine(new OrderLineFact(product, 1, 10_00));
            }
        }
        string[] ids = [.. Enumerable.Range(0, products).Select(i => $"p{i}")];
        var details = ids.Select(id => new ProductDetails(id)).ToList();
        return (builder.Build(customers, ids), new ProductCatalogue(details));
    }

    static RecommendationTrial Choose(double own) =>
        new MethodChoice(Shop(own).History, Shop(own).Products, ShopCalendar.Utc, new RecommendationOptions())
            .Choose(now);

    [Fact]
    public void Where_customers_have_tastes_what_fits_them_is_chosen_and_beats_popularity_afterwards()
    {
        var trial = Choose(own: 0.9);
        Assert.NotEqual(RecommendationMethod.Popular, trial.Chosen.Method);
        Assert.True(trial.Chosen.LaterHits > 1.3 * trial.Popular.LaterHits, $"{trial}");
        Assert.InRange(trial.Customers, 300, 900);
    }

    [Fact]
    public void Where_everybody_buys_alike_nothing_worse_than_popularity_is_used()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var (history, products) = Shop(own: 0, seed);
            var trial = new MethodChoice(history, products, ShopCalendar.Utc, new RecommendationOptions()).Choose(now);
            Assert.True(trial.Chosen.Hits >= trial.Popular.Hits, $"{trial}");
            Assert.True(trial.Chosen.LaterHits >= trial.Popular.LaterHits, $"{trial}");
        }
    }

    [Fact]
    public void What_happens_in_a_period_is_not_known_before_it()
    {
        var (history, products) = Shop(own: 0.9);
        var choice = new MethodChoice(history, products, ShopCalendar.Utc, new RecommendationOptions());
        var before = choice.Choose(new Instant(now.UnixMs - 90 * 86_400_000L));
        var after = choice.Choose(now);
        // The later period of the one is the first of the other.
        Assert.Equal(before.LaterCustomers, after.Customers);
        Assert.Equal(before.Methods.Select(one => one.LaterHits), after.Methods.Select(one => one.Hits));
    }

    [Fact]
    public void Too_few_customers_are_not_compared()
    {
        var trial = new MethodChoice(SomeBuyers.History([new(0, 0, 30), new(0, 1, 20)]), SomeBuyers.Catalogue,
            ShopCalendar.Utc, new RecommendationOptions()).Choose(Some.Now);
        Assert.Equal(RecommendationMethod.Ease, trial.Chosen.Method);
        Assert.StartsWith("Too few customers", trial.Verdict);
    }

    [Fact]
    public void A_synthetic_shop_is_never_served_worse_than_by_popularity()
    {
        var history = FittedShop.History;
        var products = new ProductCatalogue([.. history.Products.Select((id, i) =>
            new ProductDetails(id) { Category = history.Categories.Count > i ? history.Categories[i] : null })]);
        var trial = new MethodChoice(history, products, ShopCalendar.Utc, new RecommendationOptions())
            .Choose(FittedShop.AsOf);
        Assert.True(trial.Chosen.LaterHits >= trial.Popular.LaterHits, $"{trial}");
    }
}
