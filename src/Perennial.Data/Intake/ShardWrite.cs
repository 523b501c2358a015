using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Facts;
using Perennial.Data.Folding;
using Perennial.Data.Products;
using Perennial.Data.Settings;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;

namespace Perennial.Data.Intake;

/// <summary>Writes a batch's customers of one shard inside the shard's transaction: facts, then whatever follows from
/// them.</summary>
/// <param name="shard">The transaction.</param>
/// <param name="products">What is known of products without asking.</param>
sealed class ShardWrite(ShardTransaction shard, KnownProducts products)
{
    IReadOnlyList<ProductDetails> seen = [];

    /// <summary>Called after the commit: what is in the store now need not be asked for.</summary>
    public void Committed()
    {
        foreach (var product in seen) products.Add(product);
    }

    /// <summary>Whether the batch's products are in the store already.</summary>
    public bool ProductsAreWritten { get; init; }

    /// <summary>Whether the facts stood elsewhere in the store before.</summary>
    public bool AreMoved { get; init; }

    /// <summary>Where customers of the shard stand in strategies under keys that are theirs by now.</summary>
    public IReadOnlyList<MovedStanding> Standings { get; init; } = [];

    /// <summary>Whether the shard had no customer before, so that there is nothing to be read; null to ask.</summary>
    public bool? IsFirst { get; init; }

    /// <summary>Takes what a file adds; null where nobody asks.</summary>
    public NewFacts? Added { get; init; }

    /// <summary>Told how far it is.</summary>
    public IProgress<WriteProgress>? Progress { get; init; }

    /// <summary>Computes what follows for customers from whom facts were taken away.</summary>
    public static int Refold(ShardTransaction shard, IReadOnlyList<CustomerId> ids)
    {
        using var profiles = new ProfileWriter(shard);
        profiles.Refold(ids, CancellationToken.None);
        return ids.Count;
    }

    /// <summary>Writes. The version is given to whatever changed.</summary>
    public WriteResult Write(FactBatch batch, CustomerGroups groups, CancellationToken cancellation)
    {
        using var writer = new FactWriter(shard, batch, groups, areNew: !AreMoved, IsFirst, Added, Progress);
        if (!ProductsAreWritten) writer.WriteProducts(products);
        seen = writer.ProductsSeen;
        writer.WriteCustomers(cancellation);
        foreach (var standing in Standings) standing.WriteTo(shard);
        using var profiles = new ProfileWriter(shard, Progress)
        {
            Details = writer.DetailsChanged, New = writer.New, OfFile = writer.OfFile,
            From = batch.Live is null || AreMoved ? FactsFrom.Files : FactsFrom.Events,
        };
        profiles.Refold(writer.Touched, batch, groups, cancellation);
        if (writer.CategoriesMoved) ProfileState.NeedRefold(shard.Database);
        var result = new WriteResult(writer.Customers, writer.Orders, writer.Products, writer.Touched.Count,
            writer.Touched.Count == 0 ? null : shard.Moment.ScoringRun?.Id)
        {
            Activities = writer.Activities,
            Contacts = writer.Contacts,
            Responses = writer.Responses,
            New = [.. writer.New.All.Select(one => new FirstKnown(one.Customer, one.Fact))],
        };
        if (result.Changed || writer.CustomersWritten) shard.Change();
        return result;
    }
}
