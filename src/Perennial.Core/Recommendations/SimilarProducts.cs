namespace Perennial.Core.Recommendations;

/// <summary>A product that belongs to another.</summary>
/// <param name="Product">Its number.</param>
/// <param name="Customers">How many bought both.</param>
/// <param name="Jaccard">Those divided by the customers of either.</param>
/// <param name="LogLikelihood">Dunning's ratio of the pair.</param>
public readonly record struct SimilarProduct(int Product, int Customers, double Jaccard, double LogLikelihood)
{
    /// <summary>Whether "who bought X also bought Y" may be said: enough customers, no chance.</summary>
    public bool IsSayable(RecommendationOptions options) =>
        Customers >= options.SayableCustomers && LogLikelihood > options.SayableLogLikelihood;
}

/// <summary>For each product, the others bought with it: those of which it may be said, then by Jaccard.</summary>
public sealed class SimilarProducts
{
    readonly SimilarProduct[][] of;

    SimilarProducts(SimilarProduct[][] of) => this.of = of;

    /// <summary>Finds them for every product.</summary>
    /// <param name="counts">Customers of products and pairs.</param>
    /// <param name="options">How many to keep, and what may be said.</param>
    public static SimilarProducts Of(CoOccurrence counts, RecommendationOptions options)
    {
        var tops = new TopScores?[counts.Products];
        for (var product = 0; product < counts.Products; product++)
        {
            if (counts.PairsOf(product) is not { } pairs) continue;
            foreach (var (other, both) in pairs.OrderBy(pair => pair.Key))
            {
                var similar = Pair(counts, product, other, both);
                // Above 1 for what may be said: a Jaccard is at most 1.
                var score = similar.Jaccard + (similar.IsSayable(options) ? 2 : 0);
                (tops[product] ??= new TopScores(options.SimilarProducts)).Offer(other, score);
                (tops[other] ??= new TopScores(options.SimilarProducts)).Offer(product, score);
            }
        }
        return new SimilarProducts([.. tops.Select((top, product) => top is null ? [] : Named(counts, product, top))]);
    }

    /// <summary>What belongs to a product, best first.</summary>
    public IReadOnlyList<SimilarProduct> this[int product] => product < of.Length ? of[product] : [];

    static SimilarProduct[] Named(CoOccurrence counts, int product, TopScores top)
    {
        var similar = new SimilarProduct[top.Count];
        for (var i = 0; i < similar.Length; i++)
        {
            var other = top.Products[i];
            similar[i] = Pair(counts, product, other, counts.Together(product, other));
        }
        return similar;
    }

    /// <summary>What is to be said of a pair.</summary>
    public static SimilarProduct Pair(CoOccurrence counts, int product, int other, int both)
    {
        var (mine, theirs) = (counts.CustomersOf(product), counts.CustomersOf(other));
        return new SimilarProduct(other, both, ItemSimilarity.Jaccard(mine, theirs, both),
            ItemSimilarity.PairLogLikelihood(mine, theirs, both, counts.Customers));
    }
}
