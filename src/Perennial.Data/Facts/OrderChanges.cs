using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Facts;

/// <summary>Refunds and cancellations: what the store knows, what a batch adds, and what they make of an order.
/// </summary>
sealed class OrderChanges : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly FactBatch batch;
    readonly FactKeys keys;
    readonly NewFacts? news;
    readonly Dictionary<int, List<OrderChangeFact>> ofRow = [];
    readonly BulkInsert<(CustomerId Customer, OrderChangeFact Change)> add;
    readonly Dictionary<OrderId, Dictionary<FactId, long>> known = [];
    FactCursor? stored;

    public OrderChanges(Database database, int shard, FactBatch batch, FactKeys keys, NewFacts? news)
    {
        (this.database, this.shard, this.batch, this.keys, this.news) = (database, shard, batch, keys, news);
        foreach (var change in batch.Live?.Changes ?? [])
        {
            if (!ofRow.TryGetValue(change.Row, out var list)) ofRow.Add(change.Row, list = []);
            list.Add(change);
        }
        add = new(database, SqlText.Query("add-order-change"),
            ["shard", "customer_id", "order_id", "change_id", "changed_at", "refunded_cents", "source",
                .. FactKeys.Parameters], Bind);
    }

    /// <summary>Whether a row of the batch brings any.</summary>
    public bool Any(int row) => ofRow.ContainsKey(row);

    /// <summary>Whether rows of the batch bring any.</summary>
    public bool Any(ArraySegment<int> rows)
    {
        foreach (var row in rows)
            if (Any(row)) return true;
        return false;
    }

    /// <summary>Reads the changes that customers', ascending, orders have.</summary>
    public void Load(IReadOnlyList<CustomerId> customers)
    {
        stored?.Dispose();
        stored = customers.Count == 0 ? null
            : new FactCursor(database.RowsOf(SqlText.Query("known-order-changes"), shard, customers)).Start();
    }

    /// <summary>Goes to the next customer.</summary>
    public void Read(CustomerId id)
    {
        known.Clear();
        if (stored is null) return;
        for (; stored.IsAt(id); stored.Next())
            Of(stored.Row.OrderId(1)).Add(stored.Row.FactId(2), stored.Row.Int64(4));
    }

    /// <summary>Writes what rows bring of the customer gone to. Returns the orders that it is about.</summary>
    public IEnumerable<OrderId> Put(CustomerId id, ArraySegment<int> rows)
    {
        var orders = new List<OrderId>();
        foreach (var row in rows)
        {
            if (!ofRow.TryGetValue(row, out var changes)) continue;
            foreach (var change in changes)
            {
                if (!Of(change.Order).TryAdd(change.Id, change.RefundedCents)) continue;
                add.Add((id, change));
                news?.Add(id, FactKind.OrderChange, change.Id.Value, change.At);
                orders.Add(change.Order);
            }
        }
        return orders;
    }

    /// <summary>What was given back of an order: at most what was paid, and at least what its statement says.</summary>
    public long Refunded(KnownOrder order)
    {
        if (!known.TryGetValue(order.Id, out var changes)) return order.SaidRefundedCents;
        var net = order.GrossCents - order.DiscountCents;
        var sum = 0L;
        foreach (var cents in changes.Values)
        {
            // Everything, or all that is left of it.
            if (cents < 0 || cents >= net - sum) return Math.Max(net, order.SaidRefundedCents);
            sum += cents;
        }
        return Math.Max(sum, order.SaidRefundedCents);
    }

    Dictionary<FactId, long> Of(OrderId order)
    {
        if (!known.TryGetValue(order, out var changes)) known.Add(order, changes = []);
        return changes;
    }

    void Bind(Statement to, int first, (CustomerId Customer, OrderChangeFact Change) row)
    {
        var change = row.Change;
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, change.Order).Bind(first + 3, change.Id)
            .Bind(first + 4, change.At).Bind(first + 5, change.RefundedCents)
            .Bind(first + 6, batch.Live!.Source[change.Row]);
        FactKeys.Bind(to, first + 7, keys.Of(change.Row));
    }

    /// <summary>Writes what still waits.</summary>
    public void Flush() => add.Flush();

    public void Dispose()
    {
        stored?.Dispose();
        add.Dispose();
    }
}
