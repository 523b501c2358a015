using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Engines;

namespace Perennial.Data.Identity;

/// <summary>Changes of some orders that stand with nobody yet who has the order: those that came before it, and those
/// that one of several customers has under whom the order stands.</summary>
/// <remarks>A change names its order alone, so it is whoever's the order is, whoever told of it and whenever.</remarks>
sealed class UnplacedChanges
{
    // An order stands in whichever shard its customer does.
    const int NoShard = 0;

    readonly List<(OrderId Order, FactId Change)> waiting = [];

    UnplacedChanges(FactBatch batch, bool any) => (Batch, Any) = (batch, any);

    /// <summary>The changes, of the customers who have the orders.</summary>
    public FactBatch Batch { get; }

    /// <summary>Whether there is any.</summary>
    public bool Any { get; }

    /// <summary>Reads those of orders.</summary>
    /// <param name="database">The store, outside of any shard's transaction.</param>
    /// <param name="orders">The orders.</param>
    public static UnplacedChanges Read(Database database, IEnumerable<OrderId> orders)
    {
        var ids = Ids(orders);
        var waitingOf = new Dictionary<OrderId, List<(OrderChangeFact Fact, string Source)>>();
        using (var rows = database.RowsOf(SqlText.Query("waiting-changes"), NoShard, ids))
            while (rows.Step()) Add(waitingOf, rows.OrderId(0), ReadOne(rows, rows.OrderId(0), 1));
        var told = new Dictionary<OrderId, List<(OrderChangeFact Fact, string Source)>>();
        var holders = Holders(database, ids, (order, row) => Add(told, order, ReadOne(row, order, 2)));
        return Of(waitingOf, holders, told);
    }

    static UnplacedChanges Of(Dictionary<OrderId, List<(OrderChangeFact Fact, string Source)>> waitingOf,
        Dictionary<OrderId, SortedDictionary<CustomerId, HashSet<FactId>>> holders,
        Dictionary<OrderId, List<(OrderChangeFact Fact, string Source)>> told)
    {
        var (rows, placed) = (new MovedRows(), new List<(OrderId, FactId)>());
        foreach (var (order, of) in holders.OrderBy(one => one.Key.Value))
        {
            var waits = waitingOf.GetValueOrDefault(order, []);
            placed.AddRange(waits.Select(one => (order, one.Fact.Id)));
            if (waits.Count == 0 && of.Count == 1) continue;
            var all = waits.Concat(told.GetValueOrDefault(order, [])).DistinctBy(one => one.Fact.Id).ToList();
            foreach (var (customer, has) in of)
                foreach (var (fact, source) in all.Where(one => !has.Contains(one.Fact.Id)))
                    rows.AddChange(customer, fact, source, default);
        }
        var found = new UnplacedChanges(rows.Build(), !rows.IsEmpty);
        found.waiting.AddRange(placed);
        return found;
    }

    /// <summary>Takes away those that waited, of those that stand with whoever has the order now: facts of a key that
    /// has become somebody else's may be on their way, and then the order was not where its change was brought.
    /// </summary>
    public void Forget(Database database)
    {
        if (waiting.Count == 0) return;
        var holders = Holders(database, Ids(waiting.Select(one => one.Order)), (_, _) => { });
        using var transaction = Transaction.Write(database);
        foreach (var (order, change) in waiting)
        {
            if (!holders.TryGetValue(order, out var of) || of.Values.Any(has => !has.Contains(change))) continue;
            database.Query("delete-waiting-change", "order_id", "change_id").Bind(1, order).Bind(2, change).Run();
        }
        transaction.Commit();
    }

    // The store asks for customers by lists of their ids; an order's is as long.
    static CustomerId[] Ids(IEnumerable<OrderId> orders) =>
        [.. orders.Distinct().Select(order => new CustomerId(order.Value)).Order()];

    // Whoever has each order, and the changes that stand with them.
    static Dictionary<OrderId, SortedDictionary<CustomerId, HashSet<FactId>>> Holders(
        Database database, CustomerId[] orders, Action<OrderId, Rows> told)
    {
        var holders = new Dictionary<OrderId, SortedDictionary<CustomerId, HashSet<FactId>>>();
        using var rows = database.RowsOf(SqlText.Query("holders-of-order"), NoShard, orders);
        while (rows.Step())
        {
            var order = rows.OrderId(0);
            if (!holders.TryGetValue(order, out var of)) holders.Add(order, of = []);
            if (!of.TryGetValue(rows.CustomerId(1), out var has)) of.Add(rows.CustomerId(1), has = []);
            if (rows.IsNull(2)) continue;
            has.Add(rows.FactId(2));
            told(order, rows);
        }
        return holders;
    }

    static void Add<T>(Dictionary<OrderId, List<T>> lists, OrderId order, T one)
    {
        if (!lists.TryGetValue(order, out var list)) lists.Add(order, list = []);
        list.Add(one);
    }

    static (OrderChangeFact, string) ReadOne(Rows row, OrderId order, int first) => (
        new OrderChangeFact(-1, order, row.FactId(first), row.Instant(first + 1), row.Int64(first + 3))
        {
            KnownAt = row.IsNull(first + 2) ? Instant.None : row.Instant(first + 2),
            Unit = (RefundUnit)row.Int64(first + 4), Line = (int)(row.NullableInt64(first + 5) ?? -1),
            Quantity = row.Int32(first + 6),
        }, row.Text(first + 7)!);
}
