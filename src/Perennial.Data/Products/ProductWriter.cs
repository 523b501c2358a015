using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Products;

/// <summary>Writes what is said of products, in the order of ids, so that two writers never wait for each other.
/// </summary>
/// <remarks>What is replaced is kept with the instant until which it held; pictures and descriptions are not.</remarks>
/// <param name="database">In a transaction.</param>
/// <param name="known">What is known of products without asking.</param>
/// <param name="now">Until when what is replaced held.</param>
sealed class ProductWriter(Database database, KnownProducts known, Instant now)
{
    readonly List<ProductDetails> seen = [];
    long added, updated, unchanged;

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
        foreach (var product in products.Values)
        {
            var isSaid = saidIds.Contains(product.Id);
            if (isSaid ? !known.Has(product) : !known.Has(product.Id)) seen.Add(product);
            else if (isSaid) unchanged++;
        }
        if (seen.Count == 0) return;
        var stored = Stored([.. seen.Select(product => product.Id)]);
        ProductDetails[] fresh = [.. seen.Where(product => !stored.ContainsKey(product.Id))];
        Add(fresh, saidIds);
        foreach (var product in seen)
            if (saidIds.Contains(product.Id) && stored.TryGetValue(product.Id, out var before)) Update(product, before);
    }

    Dictionary<string, ProductDetails> Stored(string[] ids)
    {
        var stored = new Dictionary<string, ProductDetails>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(ProductCategories.MostAtOnce))
        {
            var rows = database.QueryIn("products-before", new ValueList("product_ids", some), "product_ids");
            while (rows.Step()) stored[rows.Text(0)!] = ProductStore.VersionOf(rows);
        }
        return stored;
    }

    void Add(ProductDetails[] fresh, HashSet<string> saidIds)
    {
        using var add = new BulkInsert<ProductDetails>(database, SqlText.Query("add-product"),
            ["product_id", "name", "category", "price_cents", "cost_cents", "image", "description", "stock",
                "sellable"],
            (to, first, product) => BindDetails(to.Bind(first, product.Id), first + 1, product));
        foreach (var product in fresh) add.Add(product);
        add.Flush();
        added += add.Written;
        if (add.Written == fresh.Length) return;
        // Another process added some of them a moment ago: what is said here is added to what it said.
        ProductDetails[] again = [.. fresh.Where(product => saidIds.Contains(product.Id))];
        var stored = Stored([.. again.Select(product => product.Id)]);
        foreach (var product in again)
            Update(product, stored.GetValueOrDefault(product.Id) ?? new ProductDetails(product.Id));
    }

    void Update(ProductDetails product, ProductDetails before)
    {
        CategoriesMoved |= product.Category is { } said && said != before.Category;
        if (KnownProducts.Merge(before, product with { Image = null, Description = null }) != before)
        {
            database.Query("keep-product-version", "until_at", "product_id")
                .Bind(1, now).Bind(2, product.Id).Run();
        }
        var update = database.Query("update-product", "name", "category", "price_cents", "cost_cents", "image",
            "description", "stock", "sellable", "product_id");
        if (BindDetails(update, 1, product).Bind(9, product.Id).Run() > 0) updated++;
        else unchanged++;
    }

    static Statement BindDetails(Statement statement, int first, ProductDetails product) => statement
        .Bind(first, product.Name).Bind(first + 1, product.Category).Bind(first + 2, product.PriceCents)
        .Bind(first + 3, product.CostCents).Bind(first + 4, product.Image).Bind(first + 5, product.Description)
        .Bind(first + 6, product.Stock)
        .Bind(first + 7, product.Sellable is { } sellable ? (sellable ? 1L : 0L) : null);
}
