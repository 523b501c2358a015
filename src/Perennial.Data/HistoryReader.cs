using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>Reads histories from one connection, a chunk of customers at a time.</summary>
static class HistoryReader
{
    /// <summary>All customers of a shard: two cursors in the order of customers, side by side.</summary>
    public static IEnumerable<HistoryChunk> All(SqliteDatabase database, int shard, int customersPerChunk)
    {
        using var keys = database.Prepare(SqlText.Query("customer-keys"), "shard").Bind(1, shard);
        using var orders = database.Prepare(SqlText.Query("orders"), "shard").Bind(1, shard);
        var more = orders.Step();
        var chunk = new HistoryChunkBuilder();
        while (keys.Step())
        {
            var id = keys.CustomerId(0);
            chunk.AddCustomer(id, keys.Bytes(1));
            for (; more && orders.CustomerId(0) <= id; more = orders.Step())
                // An order whose customer is missing belongs to nobody; `doctor` reports it.
                if (orders.CustomerId(0) == id) chunk.AddOrder(orders, first: 1);
            if (chunk.Count < customersPerChunk) continue;
            yield return chunk.Build();
            chunk = new HistoryChunkBuilder();
        }
        if (chunk.Count > 0) yield return chunk.Build();
    }

    /// <summary>The customers named; those that are not in the store are left out.</summary>
    /// <param name="database">Read by it alone until the end.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="ids">Who, ascending.</param>
    /// <param name="customersPerChunk">How many at a time.</param>
    /// <param name="withLines">Whether to read order ids, numbers and lines too.</param>
    public static IEnumerable<HistoryChunk> Of(
        SqliteDatabase database, int shard, IReadOnlyList<CustomerId> ids, int customersPerChunk, bool withLines)
    {
        using var one = new OneCustomer(database, shard);
        for (var next = 0; next < ids.Count; next += customersPerChunk)
        {
            var chunk = new HistoryChunkBuilder();
            var end = Math.Min(ids.Count, next + customersPerChunk);
            for (var i = next; i < end; i++) one.ReadInto(chunk, ids[i], withLines);
            if (chunk.Count > 0) yield return chunk.Build();
        }
    }

    /// <summary>The customers that a batch touched: those whose history it holds whole are not read back.</summary>
    public static IEnumerable<HistoryChunk> Of(
        SqliteDatabase database, int shard, List<TouchedCustomer> touched, FactBatch batch, int customersPerChunk)
    {
        using var one = new OneCustomer(database, shard);
        var facts = batch.History.Orders;
        for (var next = 0; next < touched.Count; next += customersPerChunk)
        {
            var chunk = new HistoryChunkBuilder();
            var end = Math.Min(touched.Count, next + customersPerChunk);
            for (var i = next; i < end; i++)
            {
                var (id, row) = touched[i];
                if (row < 0)
                {
                    one.ReadInto(chunk, id, withLines: false);
                    continue;
                }
                chunk.AddCustomer(id, batch.Keys[row]);
                for (var order = facts.Start[row]; order < facts.Start[row + 1]; order++) chunk.AddOrder(facts, order);
            }
            yield return chunk.Build();
        }
    }

    /// <summary>Reads customers one by one.</summary>
    sealed class OneCustomer(SqliteDatabase database, int shard) : IDisposable
    {
        readonly Statement key =
            database.Prepare(SqlText.Query("customer-key"), "shard", "customer_id").Bind(1, shard);

        readonly Statement orders =
            database.Prepare(SqlText.Query("orders-of-customer"), "shard", "customer_id").Bind(1, shard);

        readonly Statement lines =
            database.Prepare(SqlText.Query("lines-of-order"), "shard", "customer_id", "order_id").Bind(1, shard);

        public void ReadInto(HistoryChunkBuilder chunk, CustomerId id, bool withLines)
        {
            if (!key.Bind(2, id).Step()) return;
            chunk.AddCustomer(id, key.Bytes(0));
            key.Reset();
            orders.Bind(2, id);
            lines.Bind(2, id);
            while (orders.Step())
            {
                chunk.AddOrder(orders, first: 1);
                if (withLines) AddLines(chunk, orders, lines);
            }
        }

        public void Dispose()
        {
            key.Dispose();
            orders.Dispose();
            lines.Dispose();
        }
    }

    static void AddLines(HistoryChunkBuilder chunk, Statement order, Statement lines)
    {
        var id = order.OrderId(0);
        chunk.NameOrder(id, order.Text(7));
        lines.Bind(3, id);
        while (lines.Step())
            chunk.AddLine(lines.Text(0)!, lines.Int32(1), lines.Int64(2), lines.Int64(3), lines.Int32(4));
    }
}
