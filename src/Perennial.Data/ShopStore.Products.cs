using Perennial.Core.Intake;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    // Of many shards none owns the products: they are written before, in a transaction of their own, and no shard's
    // transaction waits for another's over a product that is in every basket.
    WriteCounts WriteProducts(Database database, FactBatch batch)
    {
        using var transaction = Transaction.Write(database);
        var writer = new ProductWriter(database, knownProducts);
        writer.Put(batch.Products, batch.History.Products);
        if (writer.CategoriesMoved) NeedRefold(database);
        transaction.Commit();
        foreach (var product in writer.Seen) knownProducts.Add(product);
        return writer.Counts;
    }
}
