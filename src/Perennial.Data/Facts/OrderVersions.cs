using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Engines;

namespace Perennial.Data.Facts;

/// <summary>Keeps the statements of orders that a later one replaced, or that came after a later one: a set that does
/// not depend on the order in which they arrive. Of two that were true at one instant the one with the higher rank
/// stays.</summary>
sealed class OrderVersions : IDisposable
{
    readonly BulkInsert<(CustomerId Customer, KnownOrder Order)> add;
    readonly Dictionary<(OrderId Order, long SaidAtMs), KnownOrder> met = [];

    public OrderVersions(Database database, int shard) => add = new(database, SqlText.Query("put-order-version"),
        KnownVersion.Parameters, (to, first, row) => KnownVersion.Bind(to, first, shard, row.Customer, row.Order));

    /// <summary>Keeps a statement of the customer gone to.</summary>
    public void Keep(KnownOrder statement)
    {
        // Lines that were said at another instant stand with the statement that said them.
        var one = statement.Copy();
        if (one.LinesSaidAtMs != one.SaidAtMs) one.Lines = [];
        var key = (one.Id, one.SaidAtMs);
        if (!met.TryGetValue(key, out var other) || one.Rank.CompareTo(other.Rank) > 0) met[key] = one;
    }

    /// <summary>Writes what was kept of a customer.</summary>
    public void Write(CustomerId customer)
    {
        if (met.Count == 0) return;
        foreach (var one in met.Values.OrderBy(one => (one.Id.Value, one.SaidAtMs))) add.Add((customer, one));
        met.Clear();
        // The next of these customers may bring the same once more in this transaction.
        add.Flush();
    }

    public void Dispose() => add.Dispose();
}
