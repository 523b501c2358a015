using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.History;

namespace Perennial.Data.Facts;

/// <summary>Refunds and cancellations: what the store knows, what a batch adds, and what they make of an order.
/// </summary>
sealed class OrderChanges : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly FactBatch batch;
    readonly FactKeys keys;
    readonly Instant now;
    readonly NewFacts? news;
    readonly Dictionary<int, List<OrderChangeFact>> ofRow = [];
    readonly BulkInsert<(CustomerId Customer, OrderChangeFact Change)> add;
    readonly BulkInsert<OrderChangeFact> wait;
    readonly Dictionary<OrderId, Dictionary<FactId, OrderChangeFact>> known = [];
    FactCursor? stored;

    public OrderChanges(Database database, int shard, FactBatch batch, CustomerGroups groups, FactKeys keys,
        Instant now, NewFacts? news)
    {
        (this.database, this.shard, this.batch, this.keys, this.now, this.news) =
            (database, shard, batch, keys, now, news);
        foreach (var change in batch.Live?.Changes ?? []) Note(change);
        foreach (var change in batch.History.Orders.Past?.Changes ?? [])
        {
            Note(new OrderChangeFact(groups.Orders.RowOf(change.Order), batch.History.Orders.Id[change.Order],
                change.Id, change.At, change.RefundedCents)
            {
                Unit = change.Unit, Line = change.Line, Quantity = change.Quantity,
            });
        }
        add = new(database, SqlText.Query("add-order-change"),
            ["shard", "customer_id", "order_id", "change_id", "changed_at", "refunded_cents", "source", "known_at",
                "unit", "line", "quantity", .. FactKeys.Parameters], Bind);
        wait = new(database, SqlText.Query("add-waiting-change"), WaitingChanges.Parameters,
            (to, first, change) => WaitingChanges.Bind(to, first, change, SourceOf(change)));
    }

    // Nothing is known before it happens: a sender's clock that is ahead does not put it off.
    void Note(OrderChangeFact change)
    {
        if (!ofRow.TryGetValue(change.Row, out var list)) ofRow.Add(change.Row, list = []);
        var knownAt = batch.Live is { KnownAt.Count: > 0 } moved && moved.KnownAt[change.Row].HasValue
            ? moved.KnownAt[change.Row] : now;
        list.Add(change with { At = change.At > now ? now : change.At, KnownAt = knownAt });
    }

    /// <summary>Whether a row of the batch brings any.</summary>
    public bool Any(int row) => ofRow.ContainsKey(row);

    /// <summary>Whether rows of the batch bring any.</summary>
    public bool Any(ArraySegment<int> rows)
    {
        if (ofRow.Count == 0) return false;
        foreach (var row in rows)
            if (Any(row)) return true;
        return false;
    }

    /// <summary>Reads the changes that customers', ascending, orders have.</summary>
    public void Load(IReadOnlyList<CustomerId> customers)
    {
        stored?.Dispose();
        stored = customers.Count == 0 ? null
            : new FactCursor(database.RowsOf(SqlText.Query("changes-of-customer"), shard, customers)).Start();
    }

    /// <summary>Goes to the next customer.</summary>
    public void Read(CustomerId id)
    {
        known.Clear();
        if (stored is null) return;
        for (; stored.IsAt(id); stored.Next())
        {
            var change = ChangeRow.Read(stored.Row);
            Of(change.Order).Add(change.Id, change);
        }
    }

    /// <summary>Writes what rows bring of the customer gone to. What is about an order that this customer does not have
    /// waits for whoever has it. Returns the orders that it is about.</summary>
    public IEnumerable<OrderId> Put(CustomerId id, ArraySegment<int> rows, Func<OrderId, bool> hasOrder)
    {
        var orders = new List<OrderId>();
        foreach (var row in rows)
        {
            if (!ofRow.TryGetValue(row, out var changes)) continue;
            foreach (var change in changes)
            {
                if (!hasOrder(change.Order)) wait.Add(change);
                else if (Of(change.Order).TryAdd(change.Id, change))
                {
                    Add(id, change);
                    orders.Add(change.Order);
                }
            }
        }
        return orders;
    }

    /// <summary>Writes what rows bring of a customer of whom nothing is known.</summary>
    public void PutNew(CustomerId id, ArraySegment<int> rows)
    {
        foreach (var row in rows)
            foreach (var change in ofRow.GetValueOrDefault(row, [])) Add(id, change);
    }

    void Add(CustomerId id, OrderChangeFact change)
    {
        add.Add((id, change));
        // What a file says of its own orders is taken back with them.
        if (batch.Live is not null) news?.Add(id, FactKind.OrderChange, change.Id.Value, change.At);
    }

    /// <summary>What was given back of an order: at most what was paid, and at least what its statement says.</summary>
    public long Refunded(KnownOrder order)
    {
        var back = new GivenBack();
        if (known.TryGetValue(order.Id, out var changes))
            foreach (var change in changes.Values) back.Add(change.RefundedCents, change.Unit);
        return back.Of(order.GrossCents - order.DiscountCents, order.TotalCents, order.SaidRefundedCents);
    }

    /// <summary>An order's lines with what came back of them by dated changes.</summary>
    public List<KnownLine> Returned(KnownOrder order) => WithUnits(order.Id, order.Lines, 1);

    /// <summary>Lines as the store has them, without what came back by dated changes.</summary>
    public List<KnownLine> Stated(OrderId order, List<KnownLine> stored) => WithUnits(order, stored, -1);

    List<KnownLine> WithUnits(OrderId order, List<KnownLine> lines, int sign) =>
        known.TryGetValue(order, out var changes) ? WithUnits(changes.Values, lines, sign) : lines;

    /// <summary>Lines with the units that changes took back, or (−1) without them.</summary>
    public static List<KnownLine> WithUnits(IEnumerable<OrderChangeFact> changes, List<KnownLine> lines, int sign)
    {
        List<KnownLine>? changed = null;
        foreach (var change in changes)
        {
            if (change.Line < 0 || change.Line >= lines.Count || change.Quantity == 0) continue;
            changed ??= [.. lines];
            var line = changed[change.Line];
            changed[change.Line] = line with
            {
                RefundedQuantity = Math.Clamp(line.RefundedQuantity + sign * change.Quantity, 0, line.Quantity),
            };
        }
        return changed ?? lines;
    }

    Dictionary<FactId, OrderChangeFact> Of(OrderId order)
    {
        if (!known.TryGetValue(order, out var changes)) known.Add(order, changes = []);
        return changes;
    }

    void Bind(Statement to, int first, (CustomerId Customer, OrderChangeFact Change) row)
    {
        var change = row.Change;
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, change.Order).Bind(first + 3, change.Id)
            .Bind(first + 4, change.At).Bind(first + 5, change.RefundedCents).Bind(first + 6, SourceOf(change))
            .Bind(first + 7, change.KnownAt).Bind(first + 8, (long)change.Unit)
            .Bind(first + 9, change.Line < 0 ? null : (long?)change.Line).Bind(first + 10, change.Quantity);
        FactKeys.Bind(to, first + 11, keys.Of(change.Row));
    }

    string SourceOf(OrderChangeFact change) => batch.Live is { } live ? live.Source[change.Row] : batch.Source;

    /// <summary>Writes what still waits.</summary>
    public void Flush()
    {
        add.Flush();
        wait.Flush();
    }

    public void Dispose()
    {
        stored?.Dispose();
        add.Dispose();
        wait.Dispose();
    }
}
