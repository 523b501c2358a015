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
    IReadOnlyList<string> Popular, string Verdict)
{
    /// <summary>How what is new to customers was put in order.</summary>
    public RecommendationMethod Method { get => field == 0 ? RecommendationMethod.Ease : field; init; }

    /// <summary>How methods did on the shop's own past; null where the shop named one, or none was tried.</summary>
    public RecommendationTrial? Trial { get; init; }

    /// <summary>How much spoke for products.</summary>
    public RecommendationWeights Weights { get => field ?? new(); init; }

    /// <summary>Ids of products that stood first.</summary>
    public IReadOnlyList<string> Pinned { get => field ?? []; init; }

    /// <summary>Ids of products that were not offered.</summary>
    public IReadOnlyList<string> BlockedProducts { get => field ?? []; init; }
}
