using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>Reads histories from one connection, a chunk of customers at a time.</summary>
static class HistoryReader
{
    // Chunks of customers who are busier than most stay of a size too.
    const int FactsPerChunk = 2_000_000;

    /// <summary>All customers of a shard: cursors in the order of customers, side by side.</summary>
    public static IEnumerable<HistoryChunk> All(SqliteDatabase database, int shard, int customersPerChunk)
    {
        using var keys = database.Prepare(SqlText.Query("customer-keys"), "shard").Bind(1, shard);
        using var facts = FactCursors.OfShard(database, shard);
        using var products = new ProductIndex(database);
        var chunk = new HistoryChunkBuilder(products, withNames: false);
        while (keys.Step())
        {
            var id = keys.CustomerId(0);
            chunk.AddCustomer(id, keys.Bytes(1));
            facts.AddTo(chunk, id);
            if (chunk.Count < customersPerChunk && chunk.FactCount < FactsPerChunk) continue;
            yield return chunk.Build();
            chunk = new HistoryChunkBuilder(products, withNames: false);
        }
        if (chunk.Count > 0) yield return chunk.Build();
    }

    /// <summary>The customers named; those that are not in the store are left out.</summary>
    /// <param name="database">Read by it alone until the end.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="ids">Who, ascending.</param>
    /// <param name="customersPerChunk">How many at a time.</param>
    /// <param name="withNames">Whether to read the facts' ids and the orders' numbers too.</param>
    public static IEnumerable<HistoryChunk> Of(
        SqliteDatabase database, int shard, IReadOnlyList<CustomerId> ids, int customersPerChunk, bool withNames)
    {
        using var one = new OneCustomer(database, shard);
        var chunk = new HistoryChunkBuilder(one.Products, withNames);
        foreach (var id in ids)
        {
            one.ReadInto(chunk, id);
            if (chunk.Count < customersPerChunk && chunk.FactCount < FactsPerChunk) continue;
            yield return chunk.Build();
            chunk = new HistoryChunkBuilder(one.Products, withNames);
        }
        if (chunk.Count > 0) yield return chunk.Build();
    }

    /// <summary>The customers that a batch touched: those whose history it holds whole are not read back.</summary>
    public static IEnumerable<HistoryChunk> Of(SqliteDatabase database, int shard, List<TouchedCustomer> touched,
        FactBatch batch, CustomerGroups groups, int customersPerChunk)
    {
        using var one = new OneCustomer(database, shard);
        var held = new HeldHistory(batch.History, groups, one.Products);
        var chunk = new HistoryChunkBuilder(one.Products, withNames: false);
        foreach (var (id, row) in touched)
        {
            if (row < 0) one.ReadInto(chunk, id);
            else
            {
                chunk.AddCustomer(id, batch.Keys[row]);
                held.AddTo(chunk, row);
            }
            if (chunk.Count < customersPerChunk && chunk.FactCount < FactsPerChunk) continue;
            yield return chunk.Build();
            chunk = new HistoryChunkBuilder(one.Products, withNames: false);
        }
        if (chunk.Count > 0) yield return chunk.Build();
    }

    /// <summary>Reads customers one by one.</summary>
    sealed class OneCustomer(SqliteDatabase database, int shard) : IDisposable
    {
        readonly Statement key =
            database.Prepare(SqlText.Query("customer-key"), "shard", "customer_id").Bind(1, shard);

        readonly FactCursors facts = FactCursors.OfCustomers(database, shard);

        public ProductIndex Products { get; } = new(database);

        public void ReadInto(HistoryChunkBuilder chunk, CustomerId id)
        {
            if (!key.Bind(2, id).Step()) return;
            chunk.AddCustomer(id, key.Bytes(0));
            key.Reset();
            facts.GoTo(id);
            facts.AddTo(chunk, id);
        }

        public void Dispose()
        {
            key.Dispose();
            facts.Dispose();
            Products.Dispose();
        }
    }
}
