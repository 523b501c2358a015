using System.Text;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>
/// Writes the orders of a batch, customer by customer and within one by order id, which is the order of the table.
/// Orders already known are compared and written only where their content differs.
/// </summary>
sealed class OrderWriter
{
    readonly OrderFacts facts;
    readonly Statement add, update, known, addLine, knownLines, deleteLines;
    readonly byte[][] products;
    readonly List<int> mine = [];
    readonly Dictionary<OrderId, StoredOrder> stored = [];
    readonly Comparison<int> byId;
    long added, updated, unchanged;

    public OrderWriter(SqliteDatabase database, int shard, FactBatch batch)
    {
        facts = batch.History.Orders;
        if (facts.Id.Length != facts.At.Length)
            throw new ArgumentException("Orders without ids cannot be stored.", nameof(batch));
        products = [.. batch.History.Products.Select(Encoding.UTF8.GetBytes)];
        // Ids that are the same keep their order: the later row has the last word.
        byId = (left, right) => facts.Id[left] == facts.Id[right]
            ? left.CompareTo(right) : facts.Id[left].Value.CompareTo(facts.Id[right].Value);
        add = database.Query("add-order", "shard", "customer_id", "order_id", "placed_at", "gross_cents",
            "discount_cents", "refunded_cents", "cost_cents", "flags", "number", "source");
        add.Bind(1, shard).Bind(6, 0).Bind(7, 0).BindNull(8).Bind(9, 0).BindNull(10).Bind(11, batch.Source);
        update = database.Query("update-order", "placed_at", "gross_cents", "discount_cents", "refunded_cents",
            "cost_cents", "flags", "number", "shard", "customer_id", "order_id").Bind(8, shard);
        known = database.Query("orders-of-customer", "shard", "customer_id").Bind(1, shard);
        addLine = database.Query("add-line", "shard", "customer_id", "order_id", "line", "product_id", "quantity",
            "gross_cents", "discount_cents", "refunded_quantity").Bind(1, shard);
        knownLines = database.Query("lines-of-order", "shard", "customer_id", "order_id").Bind(1, shard);
        deleteLines = database.Query("delete-lines-of-order", "shard", "customer_id", "order_id").Bind(1, shard);
    }

    public WriteCounts Counts => new(added, updated, unchanged);

    /// <summary>Writes a customer's orders. True if any was added or changed.</summary>
    /// <param name="id">Who.</param>
    /// <param name="rows">The batch's rows of this customer.</param>
    /// <param name="isNew">Whether the customer came with this batch, so that no order of theirs is known.</param>
    public bool Put(CustomerId id, ArraySegment<int> rows, bool isNew)
    {
        mine.Clear();
        foreach (var row in rows)
            for (var order = facts.Start[row]; order < facts.Start[row + 1]; order++) mine.Add(order);
        if (mine.Count == 0) return false;
        mine.Sort(byId);
        BindCustomer(id);
        stored.Clear();
        if (!isNew) ReadStored();

        var changed = false;
        for (var i = 0; i < mine.Count; i++)
        {
            var order = mine[i];
            var before = Before(order, again: i > 0 && facts.Id[mine[i - 1]] == facts.Id[order]);
            if (before is null) Add(order);
            else if (!Update(order, before.Value)) continue;
            changed = true;
        }
        return changed;
    }

    void BindCustomer(CustomerId id)
    {
        add.Bind(2, id);
        update.Bind(9, id);
        known.Bind(2, id);
        addLine.Bind(2, id);
        knownLines.Bind(2, id);
        deleteLines.Bind(2, id);
    }

    void ReadStored()
    {
        while (known.Step())
        {
            stored.Add(known.OrderId(0), new StoredOrder(known.Instant(1), known.Int64(2), known.Int64(3),
                known.Int64(4), known.NullableInt64(5) ?? -1, (OrderFlags)known.Int64(6), known.Text(7)));
        }
    }

    StoredOrder? Before(int order, bool again)
    {
        if (again)
        {
            // The same id twice in one batch: the first of them is stored by now.
            stored.Clear();
            ReadStored();
        }
        return stored.Count > 0 && stored.TryGetValue(facts.Id[order], out var before) ? before : null;
    }

    void Add(int order)
    {
        add.Bind(3, facts.Id[order]).Bind(4, facts.At[order].UnixMs).Bind(5, facts.GrossCents[order]);
        if (facts.DiscountCents.Length > 0) add.Bind(6, facts.DiscountCents[order]);
        if (facts.RefundedCents.Length > 0) add.Bind(7, facts.RefundedCents[order]);
        if (facts.CostCents.Length > 0) add.Bind(8, CostOf(order));
        if (facts.Flags.Length > 0) add.Bind(9, (long)facts.Flags[order]);
        if (facts.Number.Length > 0) add.Bind(10, facts.Number[order]);
        add.Run();
        AddLines(order);
        added++;
    }

    bool Update(int order, StoredOrder before)
    {
        var said = Said(order, before);
        var sameOrder = said == before;
        var hasLines = LineCount(order) > 0;
        var sameLines = hasLines ? LinesAreStored(order)
            : said.GrossCents == before.GrossCents && said.DiscountCents == before.DiscountCents;
        if (sameOrder && sameLines)
        {
            unchanged++;
            return false;
        }
        update.Bind(1, said.At.UnixMs).Bind(2, said.GrossCents).Bind(3, said.DiscountCents)
            .Bind(4, said.RefundedCents).Bind(5, CostOf(order)).Bind(6, (long)said.Flags).Bind(7, said.Number)
            .Bind(10, facts.Id[order]).Run();
        if (!sameLines)
        {
            // Lines that came earlier no longer add up to an order whose amounts changed without lines.
            deleteLines.Bind(3, facts.Id[order]).Run();
            AddLines(order);
        }
        updated++;
        return true;
    }

    /// <summary>What the order is to become: what is not said stays as it was.</summary>
    StoredOrder Said(int order, StoredOrder before) => new(
        facts.At[order],
        facts.GrossCents[order],
        facts.DiscountCents.Length == 0 ? 0 : facts.DiscountCents[order],
        facts.RefundedCents.Length == 0 ? 0 : facts.RefundedCents[order],
        CostOf(order) ?? before.CostCents,
        facts.Flags.Length == 0 ? OrderFlags.None : facts.Flags[order],
        (facts.Number.Length == 0 ? null : facts.Number[order]) ?? before.Number);

    long? CostOf(int order) =>
        facts.CostCents.Length == 0 || facts.CostCents[order] < 0 ? null : facts.CostCents[order];

    int LineCount(int order) => facts.Lines is { } lines ? lines.Start[order + 1] - lines.Start[order] : 0;

    void AddLines(int order)
    {
        if (facts.Lines is not { } lines || LineCount(order) == 0) return;
        addLine.Bind(3, facts.Id[order]);
        for (var line = lines.Start[order]; line < lines.Start[order + 1]; line++)
        {
            addLine.Bind(4, line - lines.Start[order]).BindText(5, products[lines.Product[line]])
                .Bind(6, (long)lines.Quantity[line]).Bind(7, lines.GrossCents[line])
                .Bind(8, lines.DiscountCents[line]).Bind(9, (long)lines.RefundedQuantity[line]).Run();
        }
    }

    bool LinesAreStored(int order)
    {
        var lines = facts.Lines!;
        knownLines.Bind(3, facts.Id[order]);
        var line = lines.Start[order];
        var same = true;
        while (same && knownLines.Step())
        {
            same = line < lines.Start[order + 1]
                && knownLines.Bytes(0).SequenceEqual(products[lines.Product[line]])
                && knownLines.Int64(1) == lines.Quantity[line]
                && knownLines.Int64(2) == lines.GrossCents[line]
                && knownLines.Int64(3) == lines.DiscountCents[line]
                && knownLines.Int64(4) == lines.RefundedQuantity[line];
            line++;
        }
        knownLines.Reset();
        return same && line == lines.Start[order + 1];
    }

    readonly record struct StoredOrder(
        Instant At, long GrossCents, long DiscountCents, long RefundedCents, long CostCents, OrderFlags Flags,
        string? Number);
}
