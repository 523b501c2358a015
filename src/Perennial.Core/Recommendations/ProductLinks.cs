namespace Perennial.Core.Recommendations;

/// <summary>Makes the links between products that a night keeps.</summary>
public static class ProductLinks
{
    /// <summary>All links, product by product, best first.</summary>
    public static IEnumerable<ProductLink> Of(Recommender all)
    {
        var speaking = SpeakingFor(all);
        for (var product = 0; product < all.Catalogue.Count; product++)
        {
            foreach (var similar in all.Similar[product])
                yield return Link(all, product, ProductRelation.BoughtTogether, similar);
            if (all.PlaceOf[product] is not (>= 0 and var place)) continue;
            foreach (var other in speaking[place].Products.ToArray())
            {
                var both = all.Counts.Together(product, all.Items[other]);
                var pair = SimilarProducts.Pair(all.Counts, product, all.Items[other], both);
                if (pair.IsSayable(all.Options)) yield return Link(all, product, ProductRelation.SpeaksFor, pair);
            }
        }
    }

    static ProductLink Link(Recommender all, int product, ProductRelation relation, SimilarProduct other)
    {
        var products = all.Catalogue.Products;
        return new ProductLink(products[product].Id, relation, products[other.Product].Id, other.Customers,
            other.Jaccard, other.LogLikelihood);
    }

    // For each place, the places of those whose weights for it are highest.
    static TopScores[] SpeakingFor(Recommender all)
    {
        var tops = new TopScores[all.Items.Length];
        for (var i = 0; i < tops.Length; i++) tops[i] = new TopScores(all.Options.SimilarProducts);
        for (var from = 0; from < tops.Length; from++)
        {
            var row = all.Weights[from];
            for (var to = 0; to < row.Length; to++)
                if (row[to] > 0) tops[to].Offer(from, row[to]);
        }
        return tops;
    }
}
