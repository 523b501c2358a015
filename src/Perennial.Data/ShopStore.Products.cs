using Perennial.Core.Intake;

namespace Perennial.Data;

public sealed partial class ShopStore
{
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
