namespace Perennial.Core.Recommendations;

/// <summary>How due a product is: 1 for "now as ever", more for due, less for too early.</summary>
/// <param name="purchaseDays">Days it was bought on, 1 or more.</param>
/// <param name="gapDays">Sum of the days between them.</param>
/// <param name="logGapDays">Sum of the natural logarithms of those.</param>
/// <param name="silenceDays">Days since the last of them.</param>
public delegate double Dueness(int purchaseDays, double gapDays, double logGapDays, double silenceDays);

/// <summary>What is known of all customers, ready to recommend products to single ones.</summary>
public sealed class Recommender
{
    /// <summary>Puts a recommender together.</summary>
    /// <param name="catalogue">The products, by whose numbers all else goes.</param>
    /// <param name="counts">Customers of products and pairs.</param>
    /// <param name="popular">Products by present popularity, the first first; empty for that of all time.</param>
    /// <param name="options">Checked here.</param>
    /// <param name="cancel">Stops the fit.</param>
    public Recommender(ProductCatalogue catalogue, CoOccurrence counts, IReadOnlyList<int> popular,
        RecommendationOptions options, CancellationToken cancel = default)
    {
        options.Check();
        (Catalogue, Counts, Options) = (catalogue, counts, options);
        Offered = Filter(catalogue, options);
        int[] bought = [.. Enumerable.Range(0, catalogue.Count).Where(product => counts.CustomersOf(product) > 0)
            .OrderByDescending(counts.CustomersOf).ThenBy(product => product)];
        // Products that cannot be offered still say something about who buys what; they come after those that can.
        Items = [.. bought.OrderByDescending(product => Offered[product]).Take(options.Items)
            .OrderByDescending(counts.CustomersOf).ThenBy(product => product)];
        Popular = [.. (popular.Count > 0 ? popular : bought).Where(product => Offered[product])];
        Cold = FindCold(catalogue, counts);
        Weights = Ease.Fit(counts, Items, options.Lambda, cancel);
        Similar = SimilarProducts.Of(counts, options);
        PlaceOf = new int[catalogue.Count];
        Array.Fill(PlaceOf, -1);
        for (var place = 0; place < Items.Length; place++) PlaceOf[Items[place]] = place;
        ColdPlaces = options.ColdPlaces;
        PopularPlace = new int[catalogue.Count];
        Array.Fill(PopularPlace, -1);
        for (var place = 0; place < Popular.Length; place++) PopularPlace[Popular[place]] = place;
        Pinned = [.. options.Pinned.Select(catalogue.IndexOf).Where(product => product >= 0 && Offered[product])];
        Margin = [.. catalogue.Products.Select(one => one is { PriceCents: > 0, CostCents: { } cost }
            ? Math.Clamp((double)(one.PriceCents.Value - cost) / one.PriceCents.Value, 0, 1) : 0)];
    }

    /// <summary>The products.</summary>
    public ProductCatalogue Catalogue { get; }

    /// <summary>Customers of products and pairs.</summary>
    public CoOccurrence Counts { get; }

    /// <summary>What was asked for.</summary>
    public RecommendationOptions Options { get; }

    /// <summary>The products in EASE, the most bought first.</summary>
    public int[] Items { get; }

    /// <summary>EASE's weights, by places in <see cref="Items"/>.</summary>
    public ItemWeights Weights { get; }

    /// <summary>Products that can be offered, by present popularity.</summary>
    public int[] Popular { get; }

    /// <summary>What belongs to each product.</summary>
    public SimilarProducts Similar { get; }

    /// <summary>How what is new to a customer is put in order.</summary>
    public RecommendationMethod Method { get; private init; } = RecommendationMethod.Ease;

    /// <summary>The same, recommending in another way.</summary>
    /// <param name="method">How what is new to a customer is put in order.</param>
    /// <param name="withCold">Whether places are kept for what hardly anybody has bought yet.</param>
    public Recommender As(RecommendationMethod method, bool withCold) => new(this)
    {
        Method = method, ColdPlaces = withCold ? Options.ColdPlaces : 0, Dueness = Dueness,
    };

    Recommender(Recommender other)
    {
        (Catalogue, Counts, Options, Items, Weights) =
            (other.Catalogue, other.Counts, other.Options, other.Items, other.Weights);
        (Popular, Similar, Offered, PlaceOf, Cold) =
            (other.Popular, other.Similar, other.Offered, other.PlaceOf, other.Cold);
        (PopularPlace, Pinned, Margin, ColdPlaces) =
            (other.PopularPlace, other.Pinned, other.Margin, other.ColdPlaces);
    }

    /// <summary>How many places of the discover list are for what hardly anybody has bought yet.</summary>
    internal int ColdPlaces { get; init; }

    // The place of each product in Popular or −1; those that stand first; margin as a share of the price.
    internal int[] PopularPlace { get; }

    internal int[] Pinned { get; }

    internal double[] Margin { get; }

    /// <summary>How due a product is; null where only how often it was bought counts.</summary>
    public Dueness? Dueness { get; init; }

    // Which products may be offered to anybody; the place of each in Items or −1; the cold ones of each category.
    internal bool[] Offered { get; }

    internal int[] PlaceOf { get; }

    internal int[][] Cold { get; }

    /// <summary>The record of what the recommendations were made from.</summary>
    public RecommendationModel Model(Instant asOf)
    {
        const int popularKept = 20;
        string Id(int product) => Catalogue.Products[product].Id;
        var products = Enumerable.Range(0, Catalogue.Count).Count(product => Counts.CustomersOf(product) > 0);
        return new RecommendationModel(asOf, Counts.Customers, products, [.. Items.Select(Id)], Options.Lambda,
            [.. Popular.Take(popularKept).Select(Id)], products switch
            {
                0 => "No order lines are known: nothing can be recommended.",
                1 => "Only one product was ever bought: nothing new can be recommended from purchases.",
                _ when Counts.Customers == 1 => "Only one customer bought anything: popular is what they bought.",
                _ => "",
            })
        {
            Method = Method, Weights = Options.Weights, Pinned = Options.Pinned,
            BlockedProducts = Options.BlockedProducts,
        };
    }

    static bool[] Filter(ProductCatalogue catalogue, RecommendationOptions options)
    {
        var allowed = options.AllowedCategories.ToHashSet();
        var blocked = options.BlockedCategories.ToHashSet();
        var never = options.BlockedProducts.ToHashSet();
        return [.. catalogue.Products.Select(product =>
            product.Sellable != false && !never.Contains(product.Id)
            && (product.Stock is not { } stock || stock > options.MinStock)
            && (allowed.Count == 0 || product.Category is { } category && allowed.Contains(category))
            && (product.Category is not { } other || !blocked.Contains(other)))];
    }

    int[][] FindCold(ProductCatalogue catalogue, CoOccurrence counts)
    {
        var cold = new List<int>[catalogue.Categories.Count];
        for (var i = 0; i < cold.Length; i++) cold[i] = [];
        for (var product = 0; product < catalogue.Count; product++)
        {
            if (Offered[product] && counts.CustomersOf(product) < Options.ColdBelowBuyers
                && catalogue.CategoryOf(product) is >= 0 and var category) cold[category].Add(product);
        }
        return [.. cold.Select(products => products.ToArray())];
    }
}
