namespace Perennial.Core.Recommendations;

/// <summary>How two products belong together. Numbers are stored; never renumber.</summary>
public enum ProductRelation : byte
{
    /// <summary>Bought by the same customers, by Jaccard: for a product's page.</summary>
    BoughtTogether = 1,

    /// <summary>Having the other speaks for the product, by EASE: the reason of a recommendation.</summary>
    SpeaksFor = 2,
}

/// <summary>A product and one that belongs to it, by their ids: the form that is stored.</summary>
/// <param name="Product">The product.</param>
/// <param name="Relation">How the other belongs to it.</param>
/// <param name="Other">The other.</param>
/// <param name="Customers">How many bought both.</param>
/// <param name="Jaccard">Those divided by the customers of either.</param>
/// <param name="LogLikelihood">Dunning's ratio of the pair.</param>
public sealed record ProductLink(
    string Product, ProductRelation Relation, string Other, int Customers, double Jaccard, double LogLikelihood)
{
    /// <summary>Whether "customers who bought X also bought Y" may be said: enough customers, no chance.</summary>
    public bool IsSayable(RecommendationOptions options) =>
        Customers >= options.SayableCustomers && LogLikelihood > options.SayableLogLikelihood;
}
