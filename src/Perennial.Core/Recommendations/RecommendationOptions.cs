namespace Perennial.Core.Recommendations;

/// <summary>How products to offer are found, and which may be offered.</summary>
public sealed record RecommendationOptions
{
    /// <summary>How many products take part in EASE, the most bought first. Default 5,000; the others are recommended
    /// by those most often bought with them.</summary>
    public int Items { get; init; } = 5_000;

    /// <summary>EASE's λ. Default 200; 100 to 500 serve shops.</summary>
    public double Lambda { get; init; } = 200;

    /// <summary>How many products of one customer count, the latest: a wholesaler who has everything says nothing.
    /// Default 500.</summary>
    public int ProductsPerCustomer { get; init; } = 500;

    /// <summary>After how many days a purchase counts half for buying again; null (default) for never.</summary>
    public double? RebuyHalfLifeDays { get; init; }

    /// <summary>A product bought less than so many days ago is not offered again. Default 7.</summary>
    public int JustBoughtDays { get; init; } = 7;

    /// <summary>A product bought three times or more is not offered again before this share of its usual gap has
    /// passed. Default 0.5.</summary>
    public double MinShareOfGap { get; init; } = 0.5;

    /// <summary>Stock must be above this, where it is known. Default 0; more where many will get the offer.</summary>
    public int MinStock { get; init; }

    /// <summary>Most products of one category in a list. Default 2.</summary>
    public int PerCategory { get; init; } = 2;

    /// <summary>Only these categories; empty (default) for all.</summary>
    public IReadOnlyList<string> AllowedCategories { get; init; } = [];

    /// <summary>Never these categories.</summary>
    public IReadOnlyList<string> BlockedCategories { get; init; } = [];

    /// <summary>Leave out what the customer once gave back. Default yes.</summary>
    public bool LeaveOutReturned { get; init; } = true;

    /// <summary>How long a look at a product counts. Default 30 days.</summary>
    public int ViewedWithinDays { get; init; } = 30;

    /// <summary>How many days make a product popular now. Default 90.</summary>
    public int PopularWithinDays { get; init; } = 90;

    /// <summary>A product with fewer buyers is cold: nothing is known of who likes it. Default 5.</summary>
    public int ColdBelowBuyers { get; init; } = 5;

    /// <summary>How many places of the discover list are for cold products of the customer's first category, so that
    /// what is new is shown at all. Default 1.</summary>
    public int ColdPlaces { get; init; } = 1;

    /// <summary>"Customers who bought X also bought Y" is said only of pairs with so many common customers. Default
    /// 5.</summary>
    public int SayableCustomers { get; init; } = 5;

    /// <summary>… and a log-likelihood ratio above this. Default 10.83: no chance at the level of .001.</summary>
    public double SayableLogLikelihood { get; init; } = 10.83;

    /// <summary>How many similar products are kept for each. Default 12.</summary>
    public int SimilarProducts { get; init; } = 12;

    /// <summary>How what is new to a customer is put in order; null (default) for whatever did best on the shop's own
    /// past.</summary>
    public RecommendationMethod? Method { get; init; }

    /// <summary>How much what was bought, bought together, looked at and earned speaks for a product that is new to a
    /// customer.</summary>
    public RecommendationWeights Weights { get; init; } = new();

    /// <summary>Ids of products that stand first in the list of what is new to a customer, of everybody who may be
    /// offered them and has not bought them.</summary>
    public IReadOnlyList<string> Pinned { get; init; } = [];

    /// <summary>Ids of products that are never offered.</summary>
    public IReadOnlyList<string> BlockedProducts { get; init; } = [];

    /// <summary>Refuses what contradicts itself.</summary>
    /// <exception cref="BadInputException">A number out of its range.</exception>
    public void Check()
    {
        Require(Items is >= 1 and <= 20_000, "items", "between 1 and 20,000 products");
        Require(Lambda > 0 && double.IsFinite(Lambda), "lambda", "above 0");
        Require(ProductsPerCustomer is >= 2 and <= 10_000, "products per customer", "between 2 and 10,000");
        Require(RebuyHalfLifeDays is null or > 0, "rebuy half-life", "above 0 days");
        Require(JustBoughtDays >= 0, "just bought", "0 days or more");
        Require(MinShareOfGap is >= 0 and <= 10, "share of the usual gap", "between 0 and 10");
        Require(PerCategory >= 1, "per category", "1 product or more");
        Require(ViewedWithinDays >= 1, "viewed within", "1 day or more");
        Require(PopularWithinDays >= 1, "popular within", "1 day or more");
        Require(ColdPlaces >= 0, "places for cold products", "0 or more");
        Require(SimilarProducts >= 1, "similar products", "1 or more");
        foreach (var weight in (double[])[Weights.CoBought, Weights.Bought, Weights.Viewed, Weights.Margin])
            Require(weight >= 0 && double.IsFinite(weight), "weights", "0 or more");
        if (Pinned.FirstOrDefault(BlockedProducts.Contains) is { } both)
            throw new BadInputException("Recommendations, pinned", $"'{both}' is blocked too.", "Take it out of one.");
    }

    static void Require(bool holds, string what, string range)
    {
        if (!holds) throw new BadInputException($"Recommendations, {what}", "The number is out of range.",
            $"Give one {range}.");
    }
}
