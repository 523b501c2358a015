using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Recommendations;

namespace Perennial.EndToEnd.Published;

/// <summary>The published next-basket table on UCI Online Retail: ten products for each customer, judged by the basket
/// that followed.</summary>
public sealed class NextBasket(ITestOutputHelper output)
{
    const int Length = 10;

    static readonly RecommendationOptions NothingLeftOut = new()
    {
        JustBoughtDays = 0,
        MinShareOfGap = 0,
        LeaveOutReturned = false,
        ColdPlaces = 0,
    };

    // Reading half a million lines is most of the time.
    static readonly Lazy<NextBasketSplit> Split = new(() => new NextBasketSplit(new DateOnly(2011, 9, 9)));

    [Fact]
    public void Rebuy_and_discover_lists_reach_the_published_hit_rates_and_beat_popularity()
    {
        var split = Split.Value;
        Assert.Equal((3_367, 2_841, 1_919), (split.Customers, split.Items, split.Evaluated.Length));
        var counts = split.Count(NothingLeftOut.ProductsPerCustomer);
        var catalogue = new ProductCatalogue([.. split.History.Products.Select(id => new ProductDetails(id))]);
        var all = new Recommender(catalogue, counts, [], NothingLeftOut, TestContext.Current.CancellationToken);
        Assert.Equal(split.Items, all.Items.Length);
        var customer = new CustomerRecommender(all, split.Until, ShopCalendar.Utc);
        var lists = new RecommendedProducts(Length, Length, Length);
        ListQuality rebuy = new(), popular = new(), discover = new(), popularNew = new();
        foreach (var row in split.Evaluated)
        {
            var next = split.NextBasket[row]!;
            customer.Recommend(split.History[row], split.NumberOf, lists);
            var mostBought = all.Popular.Where(product => !customer.Own.Has(product)).Take(Length).ToList();
            // Who has bought fewer than ten products is shown popular ones after them, as in the table.
            rebuy.Add([.. lists.Rebuy.Where(product => product >= 0), .. mostBought], next);
            popular.Add([.. all.Popular.Take(Length)], next);
            var fresh = next.Where(product => !split.Bought[row]!.Contains(product)).ToHashSet();
            discover.Add(lists.Discover, fresh);
            popularNew.Add(mostBought, fresh);
        }
        output.WriteLine($"all products: popular {popular}; rebuy {rebuy}");
        output.WriteLine($"new products: popular {popularNew}; discover {discover}");

        // The table has .447 and .759, .244 and .427; a little apart where ties fall otherwise.
        Assert.Equal(.447, popular.HitRate, .005);
        Assert.InRange(rebuy.HitRate, .75, .77);
        Assert.Equal(.244, popularNew.HitRate, .005);
        Assert.InRange(discover.HitRate, .42, .44);
        Assert.InRange(rebuy.ChanceAgainst(popular), 0, .01);
        Assert.InRange(discover.ChanceAgainst(popularNew), 0, .01);
    }

    [Fact]
    public void Ranking_by_how_due_a_product_is_reaches_fewer_than_ranking_by_frequency()
    {
        var split = Split.Value;
        var products = new HistoryTable(split.History.CustomerCount, split.History.Orders)
        {
            Products = split.History.Products, Categories = [.. split.History.Products],
        };
        // Each product a category of its own; few are bought again often enough for a cycle that is theirs alone.
        var cycles = CategoryCycles.Of(products, split.Until, ShopCalendar.Utc, new GapOptions(), new CycleOptions());
        var gaps = cycles.Categories.First(category => category.FromAll).Gaps!;
        var counts = split.Count(NothingLeftOut.ProductsPerCustomer);
        var catalogue = new ProductCatalogue([.. split.History.Products.Select(id => new ProductDetails(id))]);
        ListQuality Rebuy(Dueness? due)
        {
            var all = new Recommender(catalogue, counts, [], NothingLeftOut, TestContext.Current.CancellationToken)
            {
                Dueness = due,
            };
            var customer = new CustomerRecommender(all, split.Until, ShopCalendar.Utc);
            var lists = new RecommendedProducts(Length, Length, Length);
            var quality = new ListQuality();
            foreach (var row in split.Evaluated)
            {
                customer.Recommend(split.History[row], split.NumberOf, lists);
                var mostBought = all.Popular.Where(product => !customer.Own.Has(product)).Take(Length);
                quality.Add([.. lists.Rebuy.Where(product => product >= 0), .. mostBought], split.NextBasket[row]!);
            }
            return quality;
        }

        var byFrequency = Rebuy(null);
        var byDueness = Rebuy((days, sum, lnSum, silence) =>
            GapForecast.Of(gaps, new GapSums(days - 1, sum, lnSum)).Percentile(silence));
        var byChance = Rebuy((days, sum, lnSum, silence) =>
            GapForecast.Of(gaps, new GapSums(days - 1, sum, lnSum)).Returns(silence, 60));
        output.WriteLine($"rebuy by frequency {byFrequency}; times due-ness {byDueness}; times chance {byChance}");

        Assert.InRange(byDueness.HitRate, 0, byFrequency.HitRate - .02);
        Assert.InRange(byChance.HitRate, 0, byFrequency.HitRate);
    }

    [Fact]
    public void Neighbours_by_similarity_rank_as_the_table_says_and_lift_must_not_rank()
    {
        var split = Split.Value;
        var counts = split.Count(NothingLeftOut.ProductsPerCustomer);
        int[] items = [.. split.NumberOf.Where(product => product >= 0)];
        var placeOf = new int[split.NumberOf.Length];
        for (var place = 0; place < items.Length; place++) placeOf[items[place]] = place;
        var hitRate = new Dictionary<SimilarityMeasure, double>();
        foreach (var measure in Enum.GetValues<SimilarityMeasure>())
        {
            var quality = Judge(split, ItemWeights.Of(counts, items, measure), items, placeOf);
            output.WriteLine($"new products: {measure} {quality}");
            hitRate.Add(measure, quality.HitRate);
        }
        Assert.Equal(.365, hitRate[SimilarityMeasure.Cosine], .01);
        Assert.Equal(.378, hitRate[SimilarityMeasure.Jaccard], .01);
        Assert.Equal(.328, hitRate[SimilarityMeasure.LogLikelihood], .01);
        Assert.InRange(hitRate[SimilarityMeasure.Lift], 0, .1);
    }

    static ListQuality Judge(NextBasketSplit split, ItemWeights weights, int[] items, int[] placeOf)
    {
        var quality = new ListQuality();
        var own = new CustomerProducts(split.Until, ShopCalendar.Utc);
        var scores = new float[items.Length];
        foreach (var row in split.Evaluated)
        {
            own.Read(split.History[row], split.NumberOf);
            var bought = own.Counted(int.MaxValue).ToArray().Select(product => placeOf[product]).ToArray();
            weights.Score(bought, [], scores);
            foreach (var place in bought) scores[place] = float.MinValue;
            int[] places = [.. Enumerable.Range(0, items.Length)];
            Array.Sort([.. scores.Select(score => -score)], places);
            var fresh = split.NextBasket[row]!.Where(product => !split.Bought[row]!.Contains(product)).ToHashSet();
            quality.Add([.. places.Take(Length).Select(place => items[place])], fresh);
        }
        return quality;
    }
}
