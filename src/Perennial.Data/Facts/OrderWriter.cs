using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.History;

namespace Perennial.Data.Facts;

/// <summary>
/// Writes the orders of a batch, customer by customer and within one by order id, which is the order of the table.
/// Orders already known are compared and written only where their content differs.
/// </summary>
/// <remarks>Which statement of an order counts says <see cref="OrderStatements"/>; the others are kept as versions.
/// What was given back is what the statement and the changes come to.</remarks>
sealed class OrderWriter : IDisposable
{
    readonly Database database;
    readonly OrderFacts facts;
    readonly CustomerGroups groups;
    readonly bool isLive;
    readonly StatedOrders stated;
    readonly OrderChanges changes;
    readonly OrderVersions versions;
    readonly NewFacts? news;
    readonly int shard;
    readonly BulkInsert<(CustomerId Customer, int Order)> add;
    readonly BulkInsert<(CustomerId Customer, KnownOrder Order)> put;
    readonly BulkInsert<(CustomerId Customer, OrderId Order, int Line, KnownLine Fact)> addLine;
    readonly Statement deleteLines;
    readonly Dictionary<OrderId, OrderStates> known = [];
    readonly HashSet<OrderId> met = [];
    FactCursor? stored, storedLines;
    long added, updated, unchanged;

    public OrderWriter(Database database, int shard, FactBatch batch, CustomerGroups groups, FactKeys keys, Instant now,
        NewFacts? news)
    {
        (this.database, this.groups, this.shard, this.news) = (database, groups, shard, news);
        (facts, isLive) = (batch.History.Orders, batch.Live is not null);
        stated = new StatedOrders(batch, groups, keys, now);
        changes = new OrderChanges(database, shard, batch, groups, keys, now, news);
        versions = new OrderVersions(database, shard);
        add = new(database, SqlText.Query("add-order"), StatedOrders.Parameters,
            (to, first, row) => stated.BindNew(to, first, shard, row.Customer, row.Order));
        put = new(database, SqlText.Query("put-order"), StatedOrders.Parameters,
            (to, first, row) => StatedOrders.BindKnown(to, first, shard, row.Customer, row.Order));
        addLine = new(database, SqlText.Query("add-line"), ["shard", "customer_id", "order_id", "line", "product_id",
            "quantity", "gross_cents", "discount_cents", "refunded_quantity"], BindLine);
        deleteLines = database.Query("delete-lines-of-order", "shard", "customer_id", "order_id").Bind(1, shard);
    }

    public WriteCounts Counts => new(added, updated, unchanged);

    /// <summary>Whether rows of the batch say anything of orders.</summary>
    public bool Any(ArraySegment<int> rows)
    {
        foreach (var row in rows)
            if (!groups.Orders.Of(row).IsEmpty || changes.Any(row)) return true;
        return false;
    }

    /// <summary>Reads the orders that customers, ascending, have.</summary>
    public void Load(IReadOnlyList<CustomerId> customers)
    {
        stored?.Dispose();
        storedLines?.Dispose();
        (stored, storedLines) = (null, null);
        changes.Load(customers);
        if (customers.Count == 0) return;
        stored = new FactCursor(database.RowsOf(SqlText.Query("known-orders"), shard, customers));
        storedLines = new FactCursor(database.RowsOf(SqlText.Query("lines-of-customer"), shard, customers));
    }

    /// <summary>Writes a customer's orders.</summary>
    /// <param name="id">Who.</param>
    /// <param name="rows">The batch's rows of this customer.</param>
    /// <param name="isNew">Whether the customer came with this batch, so that no order of theirs is known.</param>
    public OrdersPut Put(CustomerId id, ArraySegment<int> rows, bool isNew)
    {
        var mine = groups.Orders.Of(rows, out var repeated);
        if (isNew && !repeated && !isLive)
        {
            foreach (var order in mine) Add(id, order);
            if (changes.Any(rows)) changes.PutNew(id, rows, Array.ConvertAll(mine.ToArray(), stated.Of));
            return new OrdersPut(!mine.IsEmpty, AsInBatch: rows.Count == 1);
        }
        if (mine.IsEmpty && !changes.Any(rows)) return default;
        ReadStored(id);
        foreach (var order in mine) Take(order);
        met.UnionWith(changes.Take(rows, known.ContainsKey));
        versions.Write(id);
        return new OrdersPut(WriteMet(id), AsInBatch: false);
    }

    void ReadStored(CustomerId id)
    {
        known.Clear();
        met.Clear();
        changes.Read(id);
        if (stored is null) return;
        for (; stored.IsAt(id); stored.Next())
        {
            var order = KnownOrder.Read(stored.Row);
            known.Add(order.Id, new OrderStates(order, order.Copy()));
        }
        for (; storedLines!.IsAt(id); storedLines.Next())
        {
            var row = storedLines.Row;
            if (known.TryGetValue(row.OrderId(1), out var order)) order.StoredLines.Add(KnownLine.Read(row));
        }
        foreach (var (order, states) in known)
            states.Now.Lines = states.Before!.Lines = changes.Stated(order, states.StoredLines);
    }

    void Take(int order)
    {
        var id = facts.Id[order];
        var isFirst = met.Add(id);
        var said = stated.Of(order);
        if (!known.TryGetValue(id, out var states))
        {
            known.Add(id, new OrderStates(null, said));
            return;
        }
        var now = states.Now;
        var before = isFirst ? now : now.Copy();
        if ((isLive ? OrderStatements.TakeLater(now, said) : OrderStatements.TakeLast(now, said)) is { } earlier)
            versions.Keep(earlier);
        // Twice in one batch counts twice: the first is counted when it is written.
        if (isFirst) return;
        if (before.SameRow(now) && before.Lines.SequenceEqual(now.Lines)) unchanged++;
        else updated++;
    }

    bool WriteMet(CustomerId id)
    {
        var changed = false;
        foreach (var order in met.OrderBy(order => order.Value))
        {
            // A change may come before its order.
            if (!known.TryGetValue(order, out var states)) continue;
            (states.Now.RefundedCents, var refundsChanged) = changes.Settle(id, states.Now);
            changed |= Write(id, states) | refundsChanged;
        }
        return changed;
    }

    bool Write(CustomerId id, OrderStates states)
    {
        var (before, now) = (states.Before, states.Now);
        var lines = changes.Returned(now);
        var sameLines = before is not null && states.StoredLines.SequenceEqual(lines);
        if (sameLines && before!.SameRow(now))
        {
            unchanged++;
            return false;
        }
        if (before is null)
        {
            added++;
            news?.Add(id, FactKind.Order, now.Id.Value, now.PlacedAt);
        }
        else updated++;
        put.Add((id, now));
        if (sameLines) return true;
        if (states.StoredLines.Count > 0) deleteLines.Bind(2, id).Bind(3, now.Id).Run();
        for (var line = 0; line < lines.Count; line++) addLine.Add((id, now.Id, line, lines[line]));
        return true;
    }

    void Add(CustomerId id, int order)
    {
        add.Add((id, order));
        added++;
        news?.Add(id, FactKind.Order, facts.Id[order].Value, facts.At[order]);
        if (facts.Lines is not { } lines) return;
        var first = lines.Start[order];
        for (var line = first; line < lines.Start[order + 1]; line++)
            addLine.Add((id, facts.Id[order], line - first, stated.Line(line)));
    }

    void BindLine(Statement to, int first, (CustomerId Customer, OrderId Order, int Line, KnownLine Fact) row)
    {
        var line = row.Fact;
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, row.Order).Bind(first + 3, row.Line)
            .Bind(first + 4, line.Product).Bind(first + 5, line.Quantity).Bind(first + 6, line.GrossCents)
            .Bind(first + 7, line.DiscountCents).Bind(first + 8, line.RefundedQuantity);
    }

    /// <summary>Writes what still waits. After the last customer.</summary>
    public void Flush()
    {
        add.Flush();
        put.Flush();
        addLine.Flush();
        changes.Flush();
    }

    public void Dispose()
    {
        stored?.Dispose();
        storedLines?.Dispose();
        changes.Dispose();
        versions.Dispose();
        add.Dispose();
        put.Dispose();
        addLine.Dispose();
    }

    /// <summary>What became of a customer's orders.</summary>
    /// <param name="Changed">Whether any was added or changed.</param>
    /// <param name="AsInBatch">Whether what is stored now is exactly the customer's one row of the batch.</param>
    public readonly record struct OrdersPut(bool Changed, bool AsInBatch);

    /// <summary>An order before and after.</summary>
    sealed class OrderStates(KnownOrder? before, KnownOrder now)
    {
        /// <summary>As the store has it; null where it does not.</summary>
        public KnownOrder? Before => before;

        /// <summary>As it is to be.</summary>
        public KnownOrder Now => now;

        /// <summary>Its lines in the store, with what came back.</summary>
        public List<KnownLine> StoredLines { get; } = [];
    }
}
