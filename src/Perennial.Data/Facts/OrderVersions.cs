using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Engines;

namespace Perennial.Data.Facts;

/// <summary>Keeps the statements of orders that a later one replaced, or that came after a later one: a set that does
/// not depend on the order in which they arrive. Of several that were true at one instant the greater is kept
/// (<see cref="KnownOrder.CompareTo"/>).</summary>
sealed class OrderVersions : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly BulkInsert<(CustomerId Customer, KnownOrder Order)> put;
    readonly Dictionary<(OrderId Order, long SaidAtMs), KnownOrder> met = [];

    public OrderVersions(Database database, int shard)
    {
        (this.database, this.shard) = (database, shard);
        put = new(database, SqlText.Query("put-order-version"), KnownVersion.Parameters,
            (to, first, row) => KnownVersion.Bind(to, first, shard, row.Customer, row.Order));
    }

    /// <summary>Keeps a statement of the customer gone to.</summary>
    public void Keep(KnownOrder statement)
    {
        // Lines that were said at another instant stand with the statement that said them.
        var one = statement.Copy();
        if (one.LinesSaidAtMs != one.SaidAtMs) (one.Lines, one.LinesSaidAtMs) = ([], 0);
        var key = (one.Id, one.SaidAtMs);
        met[key] = met.TryGetValue(key, out var other) ? KnownOrder.Greater(other, one) : one;
    }

    /// <summary>Writes what was kept of a customer.</summary>
    public void Write(CustomerId customer)
    {
        if (met.Count == 0) return;
        foreach (var one in met.Values.OrderBy(one => (one.Id.Value, one.SaidAtMs)))
            put.Add((customer, Stored(customer, one) is { } other ? KnownOrder.Greater(other, one) : one));
        met.Clear();
        // The next of these customers may bring the same once more in this transaction.
        put.Flush();
    }

    KnownOrder? Stored(CustomerId customer, KnownOrder of)
    {
        var row = database.Query("order-version", "shard", "customer_id", "order_id", "said_at").Bind(1, shard)
            .Bind(2, customer).Bind(3, of.Id).Bind(4, of.SaidAtMs);
        var stored = row.Step() ? KnownVersion.Read(row, of) : null;
        row.Reset();
        return stored;
    }

    public void Dispose() => put.Dispose();
}
