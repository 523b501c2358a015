using Perennial.Core;
using Perennial.Core.Recommendations;

namespace Perennial.Data;

/// <summary>What was bought together.</summary>
/// <param name="Ids">The products by number.</param>
/// <param name="Counts">Customers of products and pairs, by those numbers.</param>
public sealed record BoughtTogether(IReadOnlyList<string> Ids, CoOccurrence Counts);

public sealed partial class ShopStore
{
    const int CustomersAtOnce = 16_384;

    /// <summary>
    /// Brings the stored counts of what was bought together up to date, in one transaction: customers whose facts
    /// changed since the last time are counted anew, those erased are taken out. The first time, everybody is counted.
    /// </summary>
    /// <param name="options">How many products of a customer count.</param>
    /// <param name="asOf">The present: orders after it are not seen.</param>
    /// <param name="calendar">The shop's.</param>
    /// <param name="cancellation">Until the commit; nothing is stored then.</param>
    /// <returns>How many customers were looked at.</returns>
    public int CountBoughtTogether(RecommendationOptions options, Instant asOf, ShopCalendar calendar,
        CancellationToken cancellation = default)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var bulk = new BulkWriting(database);
        using var transaction = Transaction.Write(database);
        LockShard(database, Shard);
        var known = database.Query("counted-version", "shard").Bind(1, Shard).Number() ?? -1;
        if (known < 0)
        {
            database.Query("forget-bought-products", "shard").Bind(1, Shard).Run();
            database.Query("forget-counted-customers", "shard").Bind(1, Shard).Run();
        }
        var own = new CustomerProducts(asOf, calendar);
        using var writer = new CoOccurrenceWriter(database, Shard, own, options.ProductsPerCustomer);
        writer.Forget(Ids(database.Query("counted-without-customer", "shard").Bind(1, Shard)));
        var changed = Ids(database.Query("changed-customers", "shard", "version").Bind(1, Shard).Bind(2, known));
        var histories = known < 0 ? HistoryReader.All(database, Shard, CustomersAtOnce)
            : HistoryReader.Of(database, Shard, changed, CustomersAtOnce, withNames: false);
        foreach (var chunk in histories)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Count(chunk);
        }
        writer.Flush();
        database.Query("put-counted-version", "shard", "version")
            .Bind(1, Shard).Bind(2, Version(database).Version).Run();
        cancellation.ThrowIfCancellationRequested();
        transaction.Commit();
        return changed.Count;
    }

    /// <summary>What was bought together, as last counted.</summary>
    public BoughtTogether BoughtTogether()
    {
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Read(database);
        var ids = new List<string>();
        var counts = new CoOccurrence();
        var rows = database.Query("bought-products", "shard").Bind(1, Shard);
        while (rows.Step())
        {
            ids.Add(rows.Text(1)!);
            counts.Restore(rows.Int32(0), rows.Int32(2), CoOccurrenceWriter.Pairs(rows.Bytes(3)));
        }
        counts.Customers = (int)database.Query("count-counted-customers", "shard").Bind(1, Shard).Number()!.Value;
        return new BoughtTogether(ids, counts);
    }

    /// <summary>Products bought in a time, those with the most customers first, by their ids.</summary>
    /// <param name="since">Orders after it.</param>
    /// <param name="asOf">Orders until then.</param>
    public IReadOnlyList<string> PopularProducts(Instant since, Instant asOf)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("popular-products", "shard", "since", "as_of")
            .Bind(1, Shard).Bind(2, since.UnixMs).Bind(3, asOf.UnixMs);
        var ids = new List<string>();
        while (rows.Step()) ids.Add(rows.Text(0)!);
        return ids;
    }

    /// <summary>Replaces the links between products, in one transaction.</summary>
    /// <param name="links">Product by product and relation by relation, the best first.</param>
    /// <param name="cancellation">Until the commit; nothing is stored then.</param>
    public void SaveProductLinks(IEnumerable<ProductLink> links, CancellationToken cancellation = default)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Write(database);
        LockShard(database, Shard);
        database.Query("delete-similar-products").Run();
        var (product, relation, place) = ("", default(ProductRelation), 0);
        foreach (var link in links)
        {
            cancellation.ThrowIfCancellationRequested();
            place = link.Product == product && link.Relation == relation ? place + 1 : 1;
            (product, relation) = (link.Product, link.Relation);
            database.Query("add-similar-product", "product_id", "relation", "place", "other_id", "customers", "jaccard",
                    "log_likelihood")
                .Bind(1, link.Product).Bind(2, (long)link.Relation).Bind(3, place).Bind(4, link.Other)
                .Bind(5, link.Customers).Bind(6, link.Jaccard).Bind(7, link.LogLikelihood).Run();
        }
        transaction.Commit();
    }

    /// <summary>The products that belong to one, the best first.</summary>
    public IReadOnlyList<ProductLink> ProductLinks(string product, ProductRelation relation)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("similar-products", "product_id", "relation")
            .Bind(1, product).Bind(2, (long)relation);
        var links = new List<ProductLink>();
        while (rows.Step())
        {
            links.Add(new ProductLink(
                product, relation, rows.Text(0)!, rows.Int32(1), rows.Double(2), rows.Double(3)));
        }
        return links;
    }
}
