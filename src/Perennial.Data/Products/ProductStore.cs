using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Settings;
using Perennial.Data.Shards;

namespace Perennial.Data.Products;

/// <summary>What the shop sells.</summary>
public sealed class ProductStore
{
    const int ProductsAQuestion = 32;

    static readonly string[] productParameters =
        [.. Enumerable.Range(1, ProductsAQuestion).Select(number => $"product{number}")];

    readonly StoreShards shards;

    internal ProductStore(StoreShards shards) => this.shards = shards;

    /// <summary>What this process has seen of products lately.</summary>
    internal KnownProducts Known { get; } = new();

    /// <summary>What is known of some products, one for each id in their order.</summary>
    public IReadOnlyList<ProductDetails> Of(IReadOnlyList<string> ids)
    {
        using var rental = shards.Rent();
        return Of(rental.Database, ids);
    }

    internal static ProductDetails[] Of(Database database, IReadOnlyList<string> ids)
    {
        var known = new Dictionary<string, ProductDetails>();
        foreach (var asked in ids.Distinct().Chunk(ProductsAQuestion))
        {
            var rows = database.Query("products-of", productParameters);
            for (var i = 0; i < ProductsAQuestion; i++) rows.Bind(i + 1, asked[Math.Min(i, asked.Length - 1)]);
            while (rows.Step()) known.Add(rows.Text(0)!, ProductOf(rows));
        }
        return [.. ids.Select(id => known.GetValueOrDefault(id) ?? new ProductDetails(id))];
    }

    /// <summary>Writes what is said of products.</summary>
    /// <param name="products">What is said; null members say nothing.</param>
    /// <param name="now">Until when what is known of them held.</param>
    public WriteCounts Put(IEnumerable<ProductDetails> products, Instant now)
    {
        using var rental = shards.Rent();
        return Write(rental.Database, products, [], now);
    }

    // Of many shards none owns the products: they are written before, in a transaction of their own, and no shard's
    // transaction waits for another's over a product that is in every basket.
    internal WriteCounts Write(
        Database database, IEnumerable<ProductDetails> said, IEnumerable<string> mentioned, Instant now)
    {
        using var transaction = Transaction.Write(database);
        var writer = new ProductWriter(database, Known, now);
        writer.Put(said, mentioned);
        if (writer.CategoriesMoved) ProfileState.NeedRefold(database);
        transaction.Commit();
        foreach (var product in writer.Seen) Known.Add(product);
        return writer.Counts;
    }

    /// <summary>A product, or null.</summary>
    public ProductDetails? Find(string id)
    {
        using var rental = shards.Rent();
        return Find(rental.Database, id);
    }

    /// <summary>All products, by id.</summary>
    public IReadOnlyList<ProductDetails> All()
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("products");
        var products = new List<ProductDetails>();
        while (rows.Step()) products.Add(ProductOf(rows));
        return products;
    }

    /// <summary>All products, by id, as they were known at an instant; pictures and descriptions as they are now. One
    /// that was first named later is among them as it was named: nobody knows it otherwise.</summary>
    public IReadOnlyList<ProductDetails> AllAt(Instant instant)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        var before = new Dictionary<string, ProductDetails>(StringComparer.Ordinal);
        var rows = database.Query("product-versions-at", "at").Bind(1, instant);
        while (rows.Step()) before.Add(rows.Text(0)!, VersionOf(rows));
        var products = new List<ProductDetails>();
        var now = database.Query("products");
        while (now.Step())
        {
            var product = ProductOf(now);
            products.Add(before.TryGetValue(product.Id, out var then)
                ? then with { Image = product.Image, Description = product.Description } : product);
        }
        return products;
    }

    /// <summary>What versions are kept of: all but pictures and descriptions.</summary>
    internal static ProductDetails VersionOf(Rows row) => new(row.Text(0)!)
    {
        Name = row.Text(1), Category = row.Text(2), PriceCents = row.NullableInt64(3), CostCents = row.NullableInt64(4),
        Stock = (int?)row.NullableInt64(5), Sellable = row.NullableInt64(6) is { } sellable ? sellable != 0 : null,
    };

    static ProductDetails? Find(Database database, string id)
    {
        var row = database.Query("product", "product_id").Bind(1, id);
        if (!row.Step()) return null;
        var product = ProductOf(row);
        row.Reset();
        return product;
    }

    static ProductDetails ProductOf(Rows row) => new(row.Text(0)!)
    {
        Name = row.Text(1),
        Category = row.Text(2),
        PriceCents = row.NullableInt64(3),
        CostCents = row.NullableInt64(4),
        Image = row.Text(5),
        Description = row.Text(6),
        Stock = (int?)row.NullableInt64(7),
        Sellable = row.NullableInt64(8) is { } sellable ? sellable != 0 : null,
    };
}
