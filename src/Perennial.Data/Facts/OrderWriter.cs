using System.Text;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Facts;

/// <summary>
/// Writes the orders of a batch, customer by customer and within one by order id, which is the order of the table.
/// Orders already known are compared and written only where their content differs.
/// </summary>
/// <remarks>
/// A file states every order as it is when the file is read, and has the last word. An event states an order as it was
/// at an instant: of two the later counts, whichever arrives first, for amounts and lines each on their own; the
/// earliest instant at which any says it was placed is when it was placed; refunds and cancellations add up.
/// </remarks>
sealed class OrderWriter : IDisposable
{
    static readonly string[] parameters = ["shard", "customer_id", "order_id", "placed_at", "gross_cents",
        "discount_cents", "refunded_cents", "cost_cents", "flags", "mechanism", "number", "source", "said_at",
        "lines_said_at", "said_refunded_cents", .. FactKeys.Parameters];

    readonly Database database;
    readonly FactBatch batch;
    readonly OrderFacts facts;
    readonly CustomerGroups groups;
    readonly FactKeys keys;
    readonly OrderChanges changes;
    readonly NewFacts? news;
    readonly int shard;
    readonly long nowMs;
    readonly byte[] source;
    readonly BulkInsert<(CustomerId Customer, int Order)> add;
    readonly BulkInsert<(CustomerId Customer, KnownOrder Order)> put;
    readonly BulkInsert<(CustomerId Customer, OrderId Order, int Line, KnownLine Fact)> addLine;
    readonly Statement deleteLines;
    readonly Dictionary<OrderId, (KnownOrder? Before, KnownOrder Now)> known = [];
    readonly HashSet<OrderId> met = [];
    FactCursor? stored, storedLines;
    long added, updated, unchanged;

    public OrderWriter(Database database, int shard, FactBatch batch, CustomerGroups groups, FactKeys keys, Instant now,
        NewFacts? news)
    {
        this.keys = keys;
        (this.database, this.batch, this.groups, this.shard, this.news) = (database, batch, groups, shard, news);
        (nowMs, source, facts) = (now.UnixMs, Encoding.UTF8.GetBytes(batch.Source), batch.History.Orders);
        changes = new OrderChanges(database, shard, batch, keys, news);
        add = new(database, SqlText.Query("add-order"), parameters, BindNew);
        put = new(database, SqlText.Query("put-order"), parameters, BindKnown);
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
        stored = new FactCursor(database.RowsOf(SqlText.Query("known-orders"), shard, customers)).Start();
        storedLines = new FactCursor(database.RowsOf(SqlText.Query("lines-of-customer"), shard, customers)).Start();
    }

    /// <summary>Writes a customer's orders.</summary>
    /// <param name="id">Who.</param>
    /// <param name="rows">The batch's rows of this customer.</param>
    /// <param name="isNew">Whether the customer came with this batch, so that no order of theirs is known.</param>
    public OrdersPut Put(CustomerId id, ArraySegment<int> rows, bool isNew)
    {
        var mine = groups.Orders.Of(rows, out var repeated);
        var isLive = batch.Live is not null;
        if (isNew && !repeated && !isLive)
        {
            foreach (var order in mine) Add(id, order);
            return new OrdersPut(!mine.IsEmpty, AsInBatch: rows.Count == 1);
        }
        if (mine.IsEmpty && !changes.Any(rows)) return default;
        ReadStored(id);
        foreach (var order in mine) Take(order, isLive);
        met.UnionWith(changes.Put(id, rows));
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
            known.Add(order.Id, (order, order.Copy()));
        }
        for (; storedLines!.IsAt(id); storedLines.Next())
        {
            var row = storedLines.Row;
            if (!known.TryGetValue(row.OrderId(1), out var order)) continue;
            order.Before!.Lines.Add(
                new KnownLine(row.Text(2)!, row.Int32(3), row.Int64(4), row.Int64(5), row.Int32(6)));
        }
    }

    void Take(int order, bool isLive)
    {
        var id = facts.Id[order];
        var isFirst = met.Add(id);
        var said = Said(order, groups.Orders.RowOf(order));
        if (!known.TryGetValue(id, out var states))
        {
            known.Add(id, (null, said));
            return;
        }
        var now = states.Now;
        var before = isFirst ? now : now.Copy();
        if (isLive) TakeLater(now, said);
        else TakeLast(now, said);
        // Twice in one batch counts twice: the first is counted when it is written.
        if (isFirst) return;
        if (IsSaidAgain(before, now) && before.Lines.SequenceEqual(now.Lines)) unchanged++;
        else updated++;
    }

    // A file's statement: what it does not say stays, and lines that no longer add up go.
    static void TakeLast(KnownOrder now, KnownOrder said)
    {
        var amountsStay = said.GrossCents == now.GrossCents && said.DiscountCents == now.DiscountCents;
        if (said.Lines.Count > 0) now.Lines = said.Lines;
        else if (!amountsStay) now.Lines = [];
        now.LinesSaidAtMs = now.Lines.Count == 0 ? 0 : said.Lines.Count > 0 ? said.SaidAtMs : now.LinesSaidAtMs;
        var mechanism = now.Mechanism;
        TakeAmounts(now, said);
        if (said.Mechanism == DiscountMechanism.Unknown) now.Mechanism = mechanism;
        now.PlacedAt = said.PlacedAt;
    }

    static void TakeLater(KnownOrder now, KnownOrder said)
    {
        if (said.PlacedAt < now.PlacedAt) now.PlacedAt = said.PlacedAt;
        if (said.Lines.Count > 0 && (said.LinesSaidAtMs > now.LinesSaidAtMs
            || (said.LinesSaidAtMs == now.LinesSaidAtMs && Compare(said.Lines, now.Lines) > 0)))
            (now.Lines, now.LinesSaidAtMs) = (said.Lines, said.LinesSaidAtMs);
        if (said.SaidAtMs > now.SaidAtMs
            || (said.SaidAtMs == now.SaidAtMs && said.Rank.CompareTo(now.Rank) > 0)) TakeAmounts(now, said);
    }

    static void TakeAmounts(KnownOrder now, KnownOrder said)
    {
        (now.GrossCents, now.DiscountCents) = (said.GrossCents, said.DiscountCents);
        (now.SaidRefundedCents, now.Flags) = (said.SaidRefundedCents, said.Flags);
        now.SaidAtMs = said.SaidAtMs;
        if (said.CostCents >= 0) now.CostCents = said.CostCents;
        now.Mechanism = said.Mechanism;
        now.Number = said.Number ?? now.Number;
        now.Key = said.Key;
    }

    static int Compare(List<KnownLine> left, List<KnownLine> right) =>
        string.CompareOrdinal(string.Join('|', left), string.Join('|', right));

    KnownOrder Said(int order, int row)
    {
        var at = batch.Live is { } live ? live.SaidAt[row].UnixMs : nowMs;
        var lines = LinesOf(order);
        return new KnownOrder
        {
            Id = facts.Id[order],
            Source = batch.Live is { } from ? from.Source[row] : batch.Source,
            PlacedAt = facts.At[order],
            GrossCents = facts.GrossCents[order],
            DiscountCents = facts.DiscountCents.Length == 0 ? 0 : facts.DiscountCents[order],
            SaidRefundedCents = facts.RefundedCents.Length == 0 ? 0 : facts.RefundedCents[order],
            CostCents = CostOf(order) ?? -1,
            Flags = facts.Flags.Length == 0 ? OrderFlags.None : facts.Flags[order],
            Mechanism = facts.Mechanism.Length == 0 ? DiscountMechanism.Unknown : facts.Mechanism[order],
            Number = facts.Number.Length == 0 ? null : facts.Number[order],
            SaidAtMs = at,
            LinesSaidAtMs = lines.Count == 0 ? 0 : at,
            Lines = lines,
            Key = keys.Of(row),
        };
    }

    List<KnownLine> LinesOf(int order)
    {
        if (facts.Lines is not { } lines) return [];
        var list = new List<KnownLine>(lines.Start[order + 1] - lines.Start[order]);
        for (var line = lines.Start[order]; line < lines.Start[order + 1]; line++)
        {
            list.Add(new KnownLine(batch.History.Products[lines.Product[line]], lines.Quantity[line],
                lines.GrossCents[line], lines.DiscountCents[line], lines.RefundedQuantity[line]));
        }
        return list;
    }

    long? CostOf(int order) =>
        facts.CostCents.Length == 0 || facts.CostCents[order] < 0 ? null : facts.CostCents[order];

    bool WriteMet(CustomerId id)
    {
        var changed = false;
        foreach (var order in met.OrderBy(order => order.Value))
        {
            // A change may come before its order.
            if (!known.TryGetValue(order, out var states)) continue;
            states.Now.RefundedCents = changes.Refunded(states.Now);
            changed |= Write(id, states.Before, states.Now);
        }
        return changed;
    }

    bool Write(CustomerId id, KnownOrder? before, KnownOrder now)
    {
        var sameLines = before is not null && before.Lines.SequenceEqual(now.Lines);
        if (sameLines && IsSaidAgain(before!, now))
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
        if (before is { Lines.Count: > 0 }) deleteLines.Bind(2, id).Bind(3, now.Id).Run();
        for (var line = 0; line < now.Lines.Count; line++) addLine.Add((id, now.Id, line, now.Lines[line]));
        return true;
    }

    // A file that says the same again is no news; an event may still move the instant at which it was last true.
    bool IsSaidAgain(KnownOrder before, KnownOrder now)
    {
        if (batch.Live is not null) return before.SameRow(now);
        var same = now.Copy();
        (same.SaidAtMs, same.LinesSaidAtMs) = (before.SaidAtMs, before.LinesSaidAtMs);
        return before.SameRow(same);
    }

    void Add(CustomerId id, int order)
    {
        add.Add((id, order));
        added++;
        news?.Add(id, FactKind.Order, facts.Id[order].Value, facts.At[order]);
        if (facts.Lines is not { } lines) return;
        var first = lines.Start[order];
        for (var line = first; line < lines.Start[order + 1]; line++)
        {
            addLine.Add((id, facts.Id[order], line - first, new KnownLine(
                batch.History.Products[lines.Product[line]], lines.Quantity[line], lines.GrossCents[line],
                lines.DiscountCents[line], lines.RefundedQuantity[line])));
        }
    }

    void BindNew(Statement to, int first, (CustomerId Customer, int Order) row)
    {
        var order = row.Order;
        var refunded = facts.RefundedCents.Length == 0 ? 0 : facts.RefundedCents[order];
        var hasLines = facts.Lines is { } lines && lines.Start[order + 1] > lines.Start[order];
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, facts.Id[order])
            .Bind(first + 3, facts.At[order].UnixMs).Bind(first + 4, facts.GrossCents[order])
            .Bind(first + 5, facts.DiscountCents.Length == 0 ? 0 : facts.DiscountCents[order])
            .Bind(first + 6, refunded).Bind(first + 7, CostOf(order))
            .Bind(first + 8, facts.Flags.Length == 0 ? 0 : (long)facts.Flags[order])
            .Bind(first + 9, facts.Mechanism.Length == 0 ? 0 : (long)facts.Mechanism[order])
            .Bind(first + 10, facts.Number.Length == 0 ? null : facts.Number[order]).BindText(first + 11, source)
            .Bind(first + 12, nowMs).Bind(first + 13, hasLines ? nowMs : 0).Bind(first + 14, refunded);
        FactKeys.Bind(to, first + 15, keys.Any ? keys.Of(groups.Orders.RowOf(order)) : default);
    }

    void BindKnown(Statement to, int first, (CustomerId Customer, KnownOrder Order) row)
    {
        var order = row.Order;
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, order.Id)
            .Bind(first + 3, order.PlacedAt.UnixMs).Bind(first + 4, order.GrossCents)
            .Bind(first + 5, order.DiscountCents).Bind(first + 6, order.RefundedCents)
            .Bind(first + 7, order.CostCents < 0 ? (long?)null : order.CostCents).Bind(first + 8, (long)order.Flags)
            .Bind(first + 9, (long)order.Mechanism).Bind(first + 10, order.Number).Bind(first + 11, order.Source)
            .Bind(first + 12, order.SaidAtMs).Bind(first + 13, order.LinesSaidAtMs)
            .Bind(first + 14, order.SaidRefundedCents);
        FactKeys.Bind(to, first + 15, order.Key);
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
        add.Dispose();
        put.Dispose();
        addLine.Dispose();
    }

    /// <summary>What became of a customer's orders.</summary>
    /// <param name="Changed">Whether any was added or changed.</param>
    /// <param name="AsInBatch">Whether what is stored now is exactly the customer's one row of the batch.</param>
    public readonly record struct OrdersPut(bool Changed, bool AsInBatch);
}
