using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Products;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    const int ProductsAQuestion = 32;

    static readonly string[] productParameters =
        [.. Enumerable.Range(1, ProductsAQuestion).Select(number => $"product{number}")];

    /// <summary>What is known of some products, one for each id in their order.</summary>
    public IReadOnlyList<ProductDetails> Products(IReadOnlyList<string> ids)
    {
        using var lease = Rent();
        return Products(lease.Database, ids);
    }

    static ProductDetails[] Products(Database database, IReadOnlyList<string> ids)
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
    public WriteCounts PutProducts(IEnumerable<ProductDetails> products)
    {
        using var lease = Rent();
        return WriteProducts(lease.Database, products, []);
    }

    // Of many shards none owns the products: they are written before, in a transaction of their own, and no shard's
    // transaction waits for another's over a product that is in every basket.
    WriteCounts WriteProducts(
        Database database, IEnumerable<ProductDetails> said, IEnumerable<string> mentioned)
    {
        using var transaction = Transaction.Write(database);
        var writer = new ProductWriter(database, knownProducts);
        writer.Put(said, mentioned);
        if (writer.CategoriesMoved) NeedRefold(database);
        transaction.Commit();
        foreach (var product in writer.Seen) knownProducts.Add(product);
        return writer.Counts;
    }
}
