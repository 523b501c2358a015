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
    /// Brings the stored counts of what was bought together up to date: customers whose facts changed since the last
    /// time are counted anew, those erased are taken out. The first time, and after somebody was killed while writing
    /// them, everybody is counted.
    /// </summary>
    /// <param name="options">How many products of a customer count.</param>
    /// <param name="moment">The present: orders after it are not seen.</param>
    /// <param name="cancellation">Between chunks of customers.</param>
    /// <returns>How many customers were looked at.</returns>
    public int CountBoughtTogether(
        RecommendationOptions options, ShopMoment moment, CancellationToken cancellation = default)
    {
        var count = 0;
        shards.Each(shard => Interlocked.Add(ref count, CountBoughtTogether(shard, options, moment, cancellation)),
            cancellation);
        return count;
    }

    int CountBoughtTogether(
        int shard, RecommendationOptions options, ShopMoment moment, CancellationToken cancellation)
    {
        while (true)
        {
            var (writer, version, looked) = Count(shard, options, moment, cancellation);
            if (Write(shard, writer, version, moment, cancellation)) return looked;
        }
    }

    // False where somebody was erased since they were counted: who is gone is not to be written down again.
    bool Write(
        int number, CoOccurrenceWriter writer, long version, ShopMoment moment, CancellationToken cancellation)
    {
        using var pieces = writer.Pieces(version, shards.CustomersPerChunk).GetEnumerator();
        var isCurrent = true;
        shards.InChunks(() =>
        {
            if (!pieces.MoveNext()) return false;
            return isCurrent = shards.InShard(number, moment, shard =>
            {
                var rescored = shard.Database.Query("rescored-version", "shard").Bind(1, number).Number();
                if (rescored > version) return false;
                pieces.Current(shard.Database);
                return true;
            });
        }, cancellation);
        return isCurrent;
    }

    (CoOccurrenceWriter Writer, long Version, int Looked) Count(
        int shard, RecommendationOptions options, ShopMoment moment, CancellationToken cancellation)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        var version = ShardVersions.Read(database, shards.Count).All[shard];
        var known = database.Query("counted-version", "shard").Bind(1, shard).Number() ?? -1;
        var own = new CustomerProducts(moment.AsOf, moment.Profiles.Calendar);
        var writer = new CoOccurrenceWriter(
            database, shard, own, options.ProductsPerCustomer, isFirst: known < 0);
        if (known >= 0) writer.Forget(database.Query("counted-without-customer", "shard").Bind(1, shard).Ids());
        var changed = ShardVersions.Changed(database, shard, known);
        var histories = known < 0 ? HistoryReader.All(database, shard, CustomersAtOnce)
            : HistoryReader.Of(database, shard, changed, CustomersAtOnce, withNames: false);
        foreach (var chunk in histories)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Count(chunk);
        }
        return (writer, version, changed.Count);
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
