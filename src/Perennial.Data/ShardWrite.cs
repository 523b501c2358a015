using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Scoring;

namespace Perennial.Data;

/// <summary>Writes a batch's customers of one shard inside the shard's transaction: facts, then the profiles that
/// follow from them.</summary>
/// <param name="database">In the transaction, the shard locked.</param>
/// <param name="shard">The shard.</param>
/// <param name="options">As of when, and by what settings.</param>
/// <param name="version">The shard's version that the transaction makes.</param>
/// <param name="run">The scoring run in force, or null before the first.</param>
/// <param name="products">What is known of products without asking.</param>
sealed class ShardWrite(
    Database database, int shard, WriteOptions options, long version, ScoringRun? run, KnownProducts products)
{
    IReadOnlyList<ProductDetails> seen = [];

    /// <summary>Called after the commit: what is in the store now need not be asked for.</summary>
    public void Committed()
    {
        foreach (var product in seen) products.Add(product);
    }

    /// <summary>Customers that have become others since the batch was looked through: their facts are kept, to be
    /// moved, and no customer is made.</summary>
    public IReadOnlySet<CustomerId> Late { get; init; } = new HashSet<CustomerId>();

    /// <summary>Whether the batch's products are in the store already.</summary>
    public bool ProductsAreWritten { get; init; }

    /// <summary>Whether the shard had no customer before, so that there is nothing to be read; null to ask.</summary>
    public bool? IsFirst { get; init; }

    /// <summary>Writes. The version is given to whatever changed; whether anything did, the result says.</summary>
    public WriteResult Write(FactBatch batch, CustomerGroups groups, CancellationToken cancellation)
    {
        using var writer = new FactWriter(database, shard, batch, groups, options, version, IsFirst)
        {
            Late = Late,
        };
        if (!ProductsAreWritten) writer.WriteProducts(products);
        seen = writer.ProductsSeen;
        writer.WriteCustomers(cancellation);
        foreach (var id in Late)
            database.Query("expect-more", "shard", "alias_id").Bind(1, shard).Bind(2, id).Run();
        using var profiles = new ProfileWriter(database, shard, options, version, run)
        {
            Details = writer.DetailsChanged,
        };
        profiles.Refold(writer.Touched, batch, groups, cancellation);
        if (writer.CategoriesMoved) ShopStore.NeedRefold(database);
        return new WriteResult(writer.Customers, writer.Orders, writer.Products, writer.Touched.Count,
            writer.Touched.Count == 0 ? null : run?.Id)
        {
            Activities = writer.Activities,
            Contacts = writer.Contacts,
            Responses = writer.Responses,
        };
    }
}
