using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
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
    // Of those, what this batch brings.
    readonly HashSet<(OrderId, FactId)> fresh = [];
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
                "unit", "line", "quantity", "given_cents", .. FactKeys.Parameters], Bind);
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
            : new FactCursor(database.RowsOf(SqlText.Query("changes-of-customer"), shard, customers));
    }

    /// <summary>Goes to the next customer.</summary>
    public void Read(CustomerId id)
    {
        known.Clear();
        fresh.Clear();
        if (stored is null) return;
        for (; stored.IsAt(id); stored.Next())
        {
            var change = ChangeRow.Read(stored.Row);
            Of(change.Order).Add(change.Id, change);
        }
    }

    /// <summary>Takes what rows bring of the customer gone to; it is written when its order is settled. What is about
    /// an order that this customer does not have waits for whoever has it. Returns the orders that it is about.
    /// </summary>
    public IEnumerable<OrderId> Take(ArraySegment<int> rows, Func<OrderId, bool> hasOrder)
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
                    fresh.Add((change.Order, change.Id));
                    orders.Add(change.Order);
                }
            }
        }
        return orders;
    }

    /// <summary>Writes what rows bring of a customer of whom nothing is known, with the orders that they bring.
    /// </summary>
    public void PutNew(CustomerId id, ArraySegment<int> rows, IEnumerable<KnownOrder> orders)
    {
        known.Clear();
        fresh.Clear();
        foreach (var row in rows)
            foreach (var change in ofRow.GetValueOrDefault(row, []))
                if (Of(change.Order).TryAdd(change.Id, change)) fresh.Add((change.Order, change.Id));
        foreach (var order in orders) Settle(id, order);
    }

    /// <summary>Says what was given back of an order, at most what was paid and at least what its statement says, and
    /// how much of that each change gave: writes those that are new, and those that give another amount now.</summary>
    /// <returns>What was given back, and whether any change was written.</returns>
    public (long RefundedCents, bool Changed) Settle(CustomerId id, KnownOrder order)
    {
        if (!known.TryGetValue(order.Id, out var changes)) return (order.SaidRefundedCents, false);
        var said = order.RefundedAtMs is { } ms ? new Instant(ms) : order.PlacedAt;
        var steps = new RefundSteps(
            order.GrossCents - order.DiscountCents, order.TotalCents, order.SaidRefundedCents, said);
        var changed = false;
        OrderChangeFact[] inOrder = [.. changes.Values.OrderBy(one => one.At).ThenBy(one => one.Id.Value)];
        var given = new long[inOrder.Length];
        for (var i = 0; i < given.Length; i++)
        {
            given[i] = steps.Next(inOrder[i].At, inOrder[i].RefundedCents, inOrder[i].Unit);
            // What came back at one instant is one refund, however many lines it was of.
            if (i > 0 && inOrder[i].At == inOrder[i - 1].At) (given[i], given[i - 1]) = (given[i] + given[i - 1], 0);
        }
        foreach (var (i, change) in inOrder.Index())
        {
            var settled = change with { GivenCents = given[i] };
            var isNew = fresh.Remove((order.Id, change.Id));
            if (!isNew && settled.GivenCents == change.GivenCents) continue;
            changes[change.Id] = settled;
            changed = true;
            if (isNew) Add(id, settled);
            else SetGiven(id, settled);
        }
        return (steps.Refunded, changed);
    }

    void SetGiven(CustomerId id, OrderChangeFact change) => database
        .Query("set-change-given", "given_cents", "shard", "customer_id", "order_id", "change_id")
        .Bind(1, change.GivenCents).Bind(2, shard).Bind(3, id).Bind(4, change.Order).Bind(5, change.Id).Run();

    void Add(CustomerId id, OrderChangeFact change)
    {
        add.Add((id, change));
        // What a file says of its own orders is taken back with them.
        if (batch.Live is not null) news?.Add(id, FactKind.OrderChange, change.Id.Value, change.At);
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
            .Bind(first + 9, change.Line < 0 ? null : (long?)change.Line).Bind(first + 10, change.Quantity)
            .Bind(first + 11, change.GivenCents);
        FactKeys.Bind(to, first + 12, keys.Of(change.Row));
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
