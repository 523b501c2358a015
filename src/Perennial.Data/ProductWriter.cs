using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>Writes what is said of products, in the order of ids, so that two writers never wait for each other.
/// </summary>
sealed class ProductWriter
{
    readonly Statement category, add, update;
    readonly KnownProducts known;
    readonly List<ProductDetails> seen = [];
    long added, updated, unchanged;

    public ProductWriter(Database database, KnownProducts known)
    {
        this.known = known;
        category = database.Query("product-category", "product_id");
        add = database.Query("add-product", "product_id", "name", "category", "price_cents", "cost_cents", "image",
            "description", "stock", "sellable");
        update = database.Query("update-product", "name", "category", "price_cents", "cost_cents", "image",
            "description", "stock", "sellable", "product_id");
    }

    public WriteCounts Counts => new(added, updated, unchanged);

    /// <summary>What may be remembered once the transaction is committed.</summary>
    public IReadOnlyList<ProductDetails> Seen => seen;

    /// <summary>Whether a known product's category became another.</summary>
    public bool CategoriesMoved { get; private set; }

    /// <summary>Adds products, or what is said to what is known of them.</summary>
    /// <param name="said">What is said.</param>
    /// <param name="mentioned">Ids in lines and activities; nothing else may be known of them.</param>
    public void Put(IEnumerable<ProductDetails> said, IEnumerable<string> mentioned)
    {
        var products = new SortedDictionary<string, ProductDetails>(StringComparer.Ordinal);
        foreach (var id in mentioned) products.TryAdd(id, new ProductDetails(id));
        var details = said.ToList();
        foreach (var product in details) products[product.Id] = product;
        var saidIds = details.Select(product => product.Id).ToHashSet();
        foreach (var product in products.Values) Put(product, saidIds.Contains(product.Id));
    }

    void Put(ProductDetails product, bool isSaid)
    {
        if (isSaid ? known.Has(product) : known.Has(product.Id))
        {
            if (isSaid) unchanged++;
            return;
        }
        if (BindDetails(add.Bind(1, product.Id), 2, product).Run() > 0) added++;
        else if (isSaid)
        {
            CategoriesMoved |= product.Category is { } said && said != CategoryOf(product.Id);
            if (BindDetails(update, 1, product).Bind(9, product.Id).Run() > 0) updated++;
            else unchanged++;
        }
        seen.Add(product);
    }

    string? CategoryOf(string id)
    {
        var stored = category.Bind(1, id).Step() ? category.Text(0) : null;
        category.Reset();
        return stored;
    }

    static Statement BindDetails(Statement statement, int first, ProductDetails product) => statement
        .Bind(first, product.Name).Bind(first + 1, product.Category).Bind(first + 2, product.PriceCents)
        .Bind(first + 3, product.CostCents).Bind(first + 4, product.Image).Bind(first + 5, product.Description)
        .Bind(first + 6, product.Stock)
        .Bind(first + 7, product.Sellable is { } sellable ? (sellable ? 1L : 0L) : null);
}
