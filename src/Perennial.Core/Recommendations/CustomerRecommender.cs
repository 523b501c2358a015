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
    readonly Dictionary<int, double> neighbours = [];
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
        var cold = Math.Min(options.ColdPlaces, list.Length);
        OfferFitting();
        var filled = Take(list, 0, list.Length - cold);
        if (filled < list.Length) filled = TakeCold(list, filled, cold);
        if (filled < list.Length) filled = Take(list, filled, list.Length, again: true);
        if (filled < list.Length)
        {
            OfferNeighbours();
            filled = Take(list, filled, list.Length, again: true);
        }
        for (var i = 0; i < all.Popular.Length && filled < list.Length; i++)
            if (MayDiscover(all.Popular[i])) filled = Put(list, filled, all.Popular[i]);
    }

    /// <summary>Products that fit to what the customer has, by EASE.</summary>
    void OfferFitting()
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
        for (var place = 0; place < scores.Length; place++)
            if (scores[place] > 0 && MayDiscover(all.Items[place])) top.Offer(all.Items[place], scores[place]);
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
        Array.Clear(boughtOfCategory);
        foreach (ref readonly var product in own.All)
            if (all.Catalogue.CategoryOf(product.Product) is >= 0 and var category)
                boughtOfCategory[category] += product.Orders;
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
