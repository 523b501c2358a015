using Perennial.Core;
using Perennial.Core.Recommendations;
using Perennial.Core.Shards;
using Perennial.Data.Engines;
using Perennial.Data.History;
using Perennial.Data.Shards;

namespace Perennial.Data.Recommendations;

/// <summary>What is bought together, and what belongs to a product.</summary>
public sealed class RecommendationStore
{
    const int CustomersAtOnce = 16_384;

    readonly StoreShards shards;

    internal RecommendationStore(StoreShards shards) => this.shards = shards;

    /// <summary>
    /// Brings the stored counts of what was bought together up to date, in one transaction for each shard: customers
    /// whose facts changed since the last time are counted anew, those erased are taken out. The first time, everybody
    /// is counted.
    /// </summary>
    /// <param name="options">How many products of a customer count.</param>
    /// <param name="moment">The present: orders after it are not seen.</param>
    /// <param name="cancellation">Until the commit; nothing is stored then.</param>
    /// <returns>How many customers were looked at.</returns>
    public int CountBoughtTogether(
        RecommendationOptions options, ShopMoment moment, CancellationToken cancellation = default)
    {
        var count = 0;
        shards.Each(number => Interlocked.Add(ref count, shards.InShard(number, moment,
            shard => CountBoughtTogether(shard, options, cancellation), bulk: true)), cancellation);
        return count;
    }

    static int CountBoughtTogether(
        ShardTransaction shard, RecommendationOptions options, CancellationToken cancellation)
    {
        var (database, number) = (shard.Database, shard.Shard);
        var known = database.Query("counted-version", "shard").Bind(1, number).Number() ?? -1;
        if (known < 0)
        {
            database.Query("forget-bought-products", "shard").Bind(1, number).Run();
            database.Query("forget-counted-customers", "shard").Bind(1, number).Run();
        }
        var own = new CustomerProducts(shard.Moment.AsOf, shard.Moment.Profiles.Calendar);
        using var writer = new CoOccurrenceWriter(database, number, own, options.ProductsPerCustomer,
            isFirst: known < 0);
        if (known >= 0) writer.Forget(database.Query("counted-without-customer", "shard").Bind(1, number).Ids());
        var changed = ShardVersions.Changed(database, number, known);
        var histories = known < 0 ? HistoryReader.All(database, number, CustomersAtOnce)
            : HistoryReader.Of(database, number, changed, CustomersAtOnce, withNames: false);
        foreach (var chunk in histories)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Count(chunk);
        }
        writer.Flush();
        database.Query("put-counted-version", "shard", "version").Bind(1, number).Bind(2, shard.Before).Run();
        cancellation.ThrowIfCancellationRequested();
        return changed.Count;
    }

    /// <summary>What was bought together, as last counted.</summary>
    public BoughtTogether BoughtTogether()
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        var ids = new List<string>();
        var counts = new CoOccurrence();
        for (var shard = 0; shard < shards.Count; shard++) AddBoughtTogether(database, shard, ids, counts);
        counts.Customers = (int)database.Query("count-counted-customers").Number()!.Value;
        return new BoughtTogether(ids, counts);
    }

    // Each shard numbers products by itself.
    static void AddBoughtTogether(Database database, int shard, List<string> ids, CoOccurrence counts)
    {
        var numberOf = new Dictionary<string, int>(ids.Count);
        for (var number = 0; number < ids.Count; number++) numberOf.Add(ids[number], number);
        var numbers = new List<int>();
        using var rows = database.Scan(SqlText.Query("bought-products"), shard);
        while (rows.Step())
        {
            var id = rows.Text(1)!;
            if (!numberOf.TryGetValue(id, out var number))
            {
                numberOf.Add(id, number = ids.Count);
                ids.Add(id);
            }
            numbers.Add(number);
            var pairs = CoOccurrenceWriter.Pairs(rows.Bytes(3));
            if (shard == 0) counts.Restore(number, rows.Int32(2), pairs);
            else counts.Add(number, rows.Int32(2), pairs.Select(pair => (numbers[pair.Key], pair.Value)));
        }
    }

    /// <summary>Products bought in a time, those with the most customers first, by their ids.</summary>
    /// <param name="since">Orders after it.</param>
    /// <param name="asOf">Orders until then.</param>
    public IReadOnlyList<string> PopularProducts(Instant since, Instant asOf)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("popular-products", "since", "as_of")
            .Bind(1, since.UnixMs).Bind(2, asOf.UnixMs);
        var ids = new List<string>();
        while (rows.Step()) ids.Add(rows.Text(0)!);
        return ids;
    }

    /// <summary>Replaces the links between products, in one transaction.</summary>
    /// <param name="links">Product by product and relation by relation, the best first.</param>
    /// <param name="cancellation">Until the commit; nothing is stored then.</param>
    public void SaveLinks(IEnumerable<ProductLink> links, CancellationToken cancellation = default)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        database.Query("delete-similar-products").Run();
        using var add = new BulkInsert<(ProductLink Link, int Place)>(database, SqlText.Query("add-similar-product"),
            ["product_id", "relation", "place", "other_id", "customers", "jaccard", "log_likelihood"],
            (to, first, row) => to.Bind(first, row.Link.Product).Bind(first + 1, (long)row.Link.Relation)
                .Bind(first + 2, row.Place).Bind(first + 3, row.Link.Other).Bind(first + 4, row.Link.Customers)
                .Bind(first + 5, row.Link.Jaccard).Bind(first + 6, row.Link.LogLikelihood));
        var (product, relation, place) = ("", default(ProductRelation), 0);
        foreach (var link in links)
        {
            cancellation.ThrowIfCancellationRequested();
            place = link.Product == product && link.Relation == relation ? place + 1 : 1;
            (product, relation) = (link.Product, link.Relation);
            add.Add((link, place));
        }
        add.Flush();
        transaction.Commit();
    }

    /// <summary>The products that belong to one, the best first.</summary>
    public IReadOnlyList<ProductLink> Links(string product, ProductRelation relation)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("similar-products", "product_id", "relation")
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
