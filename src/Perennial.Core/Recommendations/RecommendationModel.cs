namespace Perennial.Core.Recommendations;

/// <summary>What a night's recommendations were made from: stored with the scoring run.</summary>
/// <remarks>The weights themselves are not kept: what follows from them are the customers' columns and the similar
/// products, which are.</remarks>
/// <param name="AsOf">Facts until then.</param>
/// <param name="Customers">Customers with a product.</param>
/// <param name="Products">Products with a customer.</param>
/// <param name="Items">Ids of the products in EASE, the most bought first.</param>
/// <param name="Lambda">EASE's λ.</param>
/// <param name="Popular">Ids of the products that were popular, the first first.</param>
/// <param name="Verdict">What the data could not give, in words; empty where all is well.</param>
public sealed record RecommendationModel(
    Instant AsOf, int Customers, int Products, IReadOnlyList<string> Items, double Lambda,
    IReadOnlyList<string> Popular, string Verdict);
