using System.Runtime.InteropServices;
using Perennial.Core.History;

namespace Perennial.Core.Recommendations;

/// <summary>Recommends products to one customer after the other. One for each thread.</summary>
public sealed class CustomerRecommender
{
    // Enough to fill a list after the few that one customer's filters take away; else all are looked at.
    const int Candidates = 48;
    const double MsPerDay = 86_400_000;

    readonly Recommender all;
    readonly RecommendationOptions options;
    readonly Instant asOf;
    readonly int today;
    readonly CustomerProducts own;
    readonly float[] scores;
    readonly List<int> places = [];
    readonly TopScores top = new(Candidates);
    readonly Dictionary<int, double> neighbours = [], likeViewed = [];
    readonly int[] ofCategory, boughtOfCategory;
    readonly HashSet<int> shown = [];

    /// <summary>Prepares for customers as of an instant.</summary>
    public CustomerRecommender(Recommender all, Instant asOf, ShopCalendar calendar)
    {
        (this.all, this.asOf, options) = (all, asOf, all.Options);
        today = calendar.DayOf(asOf);
        own = new CustomerProducts(asOf, calendar, options.RebuyHalfLifeDays);
        scores = new float[all.Items.Length];
        ofCategory = new int[all.Catalogue.Categories.Count];
        boughtOfCategory = new int[ofCategory.Length];
    }

    /// <summary>What the customer recommended to last has done with products.</summary>
    public CustomerProducts Own => own;

    /// <summary>Fills the lists for a customer.</summary>
    /// <param name="history">The customer's.</param>
    /// <param name="numberOf">The catalogue's number of each product of the history's table, −1 for none.</param>
    /// <param name="into">Takes the lists.</param>
    public void Recommend(CustomerHistory history, int[] numberOf, RecommendedProducts into)
    {
        own.Read(history, numberOf);
        shown.Clear();
        FillRebuy(into.Rebuy);
        FillViewed(into.Viewed);
        FillDiscover(into.Discover);
        FillSimilar(into.Similar);
    }

    /// <summary>Fills the list of what is new to a customer alone.</summary>
    /// <param name="history">The customer's.</param>
    /// <param name="numberOf">As for <see cref="Recommend"/>.</param>
    /// <param name="list">Takes it.</param>
    internal void Discover(CustomerHistory history, int[] numberOf, int[] list)
    {
        own.Read(history, numberOf);
        shown.Clear();
        FillDiscover(list);
    }

    /// <summary>Products like those that the customer looked at lately and does not have: a list of its own.</summary>
    void FillSimilar(int[] list)
    {
        top.Clear();
        OfferLikeViewed(neighbours);
        foreach (var (product, score) in neighbours.OrderBy(entry => entry.Key))
            if (MayDiscover(product) && !own.Of(product).LastViewedAt.HasValue) top.Offer(product, score);
        Take(list, 0, list.Length);
    }

    // What belongs to products looked at lately, by Jaccard, the more of them the more.
    void OfferLikeViewed(Dictionary<int, double> into)
    {
        into.Clear();
        var since = asOf.UnixMs - options.ViewedWithinDays * MsPerDay;
        foreach (ref readonly var product in own.All)
        {
            if (!product.LastViewedAt.HasValue || product.LastViewedAt.UnixMs < since) continue;
            foreach (var similar in all.Similar[product.Product])
                into[similar.Product] = into.GetValueOrDefault(similar.Product) + similar.Jaccard;
        }
    }

    void FillRebuy(int[] list)
    {
        top.Clear();
        foreach (ref readonly var product in own.All)
            if (product.Orders > 0 && MayBuyAgain(product)) top.Offer(product.Product, RebuyScore(product));
        Take(list, 0, list.Length);
    }

    /// <summary>How often it was bought, times how due it is where that is asked for; of equals, what most customers
    /// bought.</summary>
    double RebuyScore(in ProductPurchases product)
    {
        const double tieBreak = 1e-6;
        var due = all.Dueness?.Invoke(
            product.PurchaseDays, product.GapDays, product.LogGapDays, today - product.LastDay) ?? 1;
        return product.Affinity * due + tieBreak * all.Counts.CustomersOf(product.Product) / all.Counts.Customers;
    }

    bool MayBuyAgain(in ProductPurchases product)
    {
        if (!MayOffer(product.Product)) return false;
        if (options.LeaveOutReturned && (product.Returned || product.IsPartlyReturned)) return false;
        if (product.Orders == 0) return true;
        var silence = today - product.LastDay;
        return silence >= options.JustBoughtDays
            && (product.PurchaseDays < 3 || silence >= options.MinShareOfGap * product.MeanGapDays);
    }

    bool MayOffer(int product) => all.Offered[product];

    void FillViewed(int[] list)
    {
        top.Clear();
        var since = asOf.UnixMs - options.ViewedWithinDays * MsPerDay;
        foreach (ref readonly var product in own.All)
        {
            if (!product.LastViewedAt.HasValue || product.LastViewedAt.UnixMs < since) continue;
            if (product.Orders > 0 && product.LastAt >= product.LastViewedAt) continue;
            if (shown.Contains(product.Product) || !MayBuyAgain(product)) continue;
            // What was put into the cart comes before what was only looked at, then the latest.
            var latest = (product.LastViewedAt.UnixMs - since) / (asOf.UnixMs - since);
            top.Offer(product.Product, latest + (product.InCart ? 2 : 0));
        }
        Take(list, 0, list.Length);
    }

    void FillDiscover(int[] list)
    {
        var cold = Math.Min(all.ColdPlaces, list.Length);
        Offer();
        var pinned = TakePinned(list);
        var filled = Take(list, pinned, Math.Max(pinned, list.Length - cold), again: true);
        if (filled < list.Length) filled = TakeCold(list, filled, cold);
        if (filled < list.Length) filled = Take(list, filled, list.Length, again: true);
        if (filled < list.Length && all.Method != RecommendationMethod.Popular)
        {
            OfferNeighbours();
            filled = Take(list, filled, list.Length, again: true);
        }
        for (var i = 0; i < all.Popular.Length && filled < list.Length; i++)
            if (MayDiscover(all.Popular[i])) filled = Put(list, filled, all.Popular[i]);
    }

    int TakePinned(int[] list)
    {
        Array.Fill(list, -1);
        Array.Clear(ofCategory);
        var filled = 0;
        foreach (var product in all.Pinned)
        {
            if (filled == list.Length) break;
            if (!MayDiscover(product)) continue;
            // Somebody wants to see it: however many there are of its category.
            if (all.Catalogue.CategoryOf(product) is >= 0 and var category) ofCategory[category]++;
            shown.Add(product);
            list[filled++] = product;
        }
        return filled;
    }

    /// <summary>What is new to the customer, best first, by the method in use and the shop's weights.</summary>
    void Offer()
    {
        switch (all.Method)
        {
            case RecommendationMethod.Popular:
                top.Clear();
                foreach (var product in all.Popular)
                {
                    if (top.Count == Candidates) break;
                    if (MayDiscover(product)) top.Offer(product, PopularityOf(product));
                }
                break;
            case RecommendationMethod.Categories: OfferOfCategories(); break;
            case RecommendationMethod.Neighbours: OfferNeighbours(); break;
            default: OfferFitting(all.Method == RecommendationMethod.Blend); break;
        }
        if (!options.Weights.AreUsual) Weigh();
    }

    // Falls with the place as the gain of a ranking does (Järvelin and Kekäläinen 2002).
    double PopularityOf(int product) => all.PopularPlace[product] is >= 0 and var place ? 1 / Math.Log2(place + 2) : 0;

    void OfferOfCategories()
    {
        top.Clear();
        CountCategories();
        var bought = Math.Max(1, boughtOfCategory.Sum());
        const double elsewhere = 0.05;
        foreach (var product in all.Popular)
        {
            if (!MayDiscover(product)) continue;
            var category = all.Catalogue.CategoryOf(product);
            var share = category < 0 ? 0 : (double)boughtOfCategory[category] / bought;
            top.Offer(product, (share + elsewhere) * PopularityOf(product));
        }
    }

    // The candidates again, by what the shop has said counts: each part between 0 and 1.
    void Weigh()
    {
        var weights = options.Weights;
        int[] products = [.. top.Products];
        double[] fits = [.. top.Scores];
        var best = fits.Length == 0 ? 1 : Math.Max(fits[0], 1e-12);
        CountCategories();
        var bought = Math.Max(1, boughtOfCategory.Sum());
        OfferLikeViewed(likeViewed);
        var alike = likeViewed.Count == 0 ? 1 : Math.Max(likeViewed.Values.Max(), 1e-12);
        var candidates = products.Concat(likeViewed.Keys.Where(_ => weights.Viewed > 0).Order())
            .Concat(all.Popular.Take(Candidates)).Distinct().Where(MayDiscover).ToList();
        var fitOf = products.Zip(fits).ToDictionary(one => one.First, one => one.Second);
        top.Clear();
        foreach (var product in candidates)
        {
            var category = all.Catalogue.CategoryOf(product);
            top.Offer(product, weights.CoBought * fitOf.GetValueOrDefault(product) / best
                + weights.Bought * (category < 0 ? 0 : (double)boughtOfCategory[category] / bought)
                + weights.Viewed * likeViewed.GetValueOrDefault(product) / alike
                + weights.Margin * all.Margin[product]);
        }
    }

    void CountCategories()
    {
        Array.Clear(boughtOfCategory);
        foreach (ref readonly var product in own.All)
            if (all.Catalogue.CategoryOf(product.Product) is >= 0 and var category)
                boughtOfCategory[category] += product.Orders;
    }

    /// <summary>Products that fit to what the customer has, by EASE; with popularity where both are to be added up.
    /// </summary>
    void OfferFitting(bool withPopular)
    {
        top.Clear();
        places.Clear();
        foreach (ref readonly var product in own.All)
            if (product.Orders > 0 && all.PlaceOf[product.Product] is >= 0 and var place) places.Add(place);
        // Of a prospect, what was looked at has to do.
        if (places.Count == 0)
        {
            foreach (ref readonly var product in own.All)
                if (product.Orders == 0 && all.PlaceOf[product.Product] is >= 0 and var place) places.Add(place);
        }
        if (places.Count == 0) return;
        all.Weights.Score(CollectionsMarshal.AsSpan(places), [], scores);
        var most = withPopular ? Math.Max(scores.Max(), 1e-12f) : 1;
        for (var place = 0; place < scores.Length; place++)
        {
            var product = all.Items[place];
            if (!(scores[place] > 0) || !MayDiscover(product)) continue;
            top.Offer(product, withPopular ? scores[place] / most + PopularityOf(product) : scores[place]);
        }
    }

    /// <summary>Products bought with what the customer has, by Jaccard: for those outside of EASE.</summary>
    void OfferNeighbours()
    {
        top.Clear();
        neighbours.Clear();
        foreach (ref readonly var product in own.All)
        {
            if (product.Orders == 0) continue;
            foreach (var similar in all.Similar[product.Product])
                neighbours[similar.Product] = neighbours.GetValueOrDefault(similar.Product) + similar.Jaccard;
        }
        foreach (var (product, score) in neighbours.OrderBy(entry => entry.Key))
            if (MayDiscover(product)) top.Offer(product, score);
    }

    /// <summary>Of the customer's first category, what hardly anybody has bought yet.</summary>
    int TakeCold(int[] list, int filled, int most)
    {
        CountCategories();
        var first = -1;
        for (var category = 0; category < boughtOfCategory.Length; category++)
            if (boughtOfCategory[category] > (first < 0 ? 0 : boughtOfCategory[first])) first = category;
        if (first < 0) return filled;
        foreach (var product in all.Cold[first])
        {
            if (most == 0 || filled == list.Length) break;
            if (!MayDiscover(product) || ofCategory[first] >= options.PerCategory) continue;
            filled = Put(list, filled, product);
            most--;
        }
        return filled;
    }

    bool MayDiscover(int product) => MayOffer(product) && !shown.Contains(product) && !own.HasOrReturned(product);

    /// <summary>Moves candidates into a list, not too many of one category.</summary>
    /// <param name="list">The list.</param>
    /// <param name="filled">How many places of it are taken.</param>
    /// <param name="until">Where to stop.</param>
    /// <param name="again">Whether this goes on with a list begun before.</param>
    int Take(int[] list, int filled, int until, bool again = false)
    {
        if (!again)
        {
            Array.Fill(list, -1);
            Array.Clear(ofCategory);
        }
        for (var i = 0; i < top.Count && filled < until; i++)
            if (!shown.Contains(top.Products[i])) filled = Put(list, filled, top.Products[i]);
        return filled;
    }

    int Put(int[] list, int filled, int product)
    {
        var category = all.Catalogue.CategoryOf(product);
        if (category >= 0 && ofCategory[category] >= options.PerCategory) return filled;
        if (category >= 0) ofCategory[category]++;
        shown.Add(product);
        list[filled] = product;
        return filled + 1;
    }
}
