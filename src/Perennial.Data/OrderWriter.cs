using System.Text;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>
/// Writes the orders of a batch, customer by customer and within one by order id, which is the order of the table.
/// Orders already known are compared and written only where their content differs.
/// </summary>
sealed class OrderWriter : IDisposable
{
    readonly OrderFacts facts;
    readonly CustomerGroups groups;
    readonly int shard;
    readonly byte[] source;
    readonly Statement update, known, knownLines, deleteLines;
    readonly BulkInsert<(CustomerId Customer, int Order)> add;
    readonly BulkInsert<(CustomerId Customer, int Order, int Line)> addLine;
    readonly byte[][] products;
    readonly Dictionary<OrderId, StoredOrder> stored = [];
    long added, updated, unchanged;

    public OrderWriter(Database database, int shard, FactBatch batch, CustomerGroups groups)
    {
        (this.groups, this.shard, source) = (groups, shard, Encoding.UTF8.GetBytes(batch.Source));
        facts = batch.History.Orders;
        products = [.. batch.History.Products.Select(Encoding.UTF8.GetBytes)];
        add = new(database, SqlText.Query("add-order"), ["shard", "customer_id", "order_id", "placed_at", "gross_cents",
            "discount_cents", "refunded_cents", "cost_cents", "flags", "mechanism", "number", "source"], BindOrder);
        update = database.Query("update-order", "placed_at", "gross_cents", "discount_cents", "refunded_cents",
            "cost_cents", "flags", "mechanism", "number", "shard", "customer_id", "order_id").Bind(9, shard);
        known = database.Query("orders-of-customer", "shard", "customer_id").Bind(1, shard);
        addLine = new(database, SqlText.Query("add-line"), ["shard", "customer_id", "order_id", "line", "product_id",
            "quantity", "gross_cents", "discount_cents", "refunded_quantity"], BindLine);
        knownLines = database.Query("lines-of-order", "shard", "customer_id", "order_id").Bind(1, shard);
        deleteLines = database.Query("delete-lines-of-order", "shard", "customer_id", "order_id").Bind(1, shard);
    }

    public WriteCounts Counts => new(added, updated, unchanged);

    /// <summary>Writes a customer's orders.</summary>
    /// <param name="id">Who.</param>
    /// <param name="rows">The batch's rows of this customer.</param>
    /// <param name="isNew">Whether the customer came with this batch, so that no order of theirs is known.</param>
    public OrdersPut Put(CustomerId id, ArraySegment<int> rows, bool isNew)
    {
        var mine = groups.Orders.Of(rows, out var repeated);
        if (isNew && !repeated)
        {
            foreach (var order in mine) Add(id, order);
            return new OrdersPut(!mine.IsEmpty, AsInBatch: rows.Count == 1);
        }
        if (mine.IsEmpty) return default;
        BindCustomer(id);
        if (isNew) stored.Clear();
        else ReadStored();
        var changed = false;
        for (var i = 0; i < mine.Length; i++)
        {
            // The same id twice in one batch: the first of them is stored by now.
            if (groups.Orders.IsRepeated(mine, i))
            {
                Flush();
                ReadStored();
            }
            if (!stored.TryGetValue(facts.Id[mine[i]], out var before)) Add(id, mine[i]);
            else if (!Update(id, mine[i], before)) continue;
            changed = true;
        }
        return new OrdersPut(changed, AsInBatch: false);
    }

    /// <summary>Writes what still waits. After the last customer.</summary>
    public void Flush()
    {
        add.Flush();
        addLine.Flush();
    }

    void BindCustomer(CustomerId id)
    {
        update.Bind(10, id);
        known.Bind(2, id);
        knownLines.Bind(2, id);
        deleteLines.Bind(2, id);
    }

    void ReadStored()
    {
        stored.Clear();
        while (known.Step())
        {
            stored.Add(known.OrderId(1), new StoredOrder(known.Instant(2), known.Int64(3), known.Int64(4),
                known.Int64(5), known.NullableInt64(6) ?? -1, (OrderFlags)known.Int64(7),
                (DiscountMechanism)known.Int64(8), known.Text(9)));
        }
    }

    void Add(CustomerId id, int order)
    {
        add.Add((id, order));
        AddLines(id, order);
        added++;
    }

    void BindOrder(Statement to, int first, (CustomerId Customer, int Order) row)
    {
        var order = row.Order;
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, facts.Id[order])
            .Bind(first + 3, facts.At[order].UnixMs).Bind(first + 4, facts.GrossCents[order])
            .Bind(first + 5, facts.DiscountCents.Length == 0 ? 0 : facts.DiscountCents[order])
            .Bind(first + 6, facts.RefundedCents.Length == 0 ? 0 : facts.RefundedCents[order])
            .Bind(first + 7, CostOf(order))
            .Bind(first + 8, facts.Flags.Length == 0 ? 0 : (long)facts.Flags[order])
            .Bind(first + 9, (long)MechanismOf(order))
            .Bind(first + 10, facts.Number.Length == 0 ? null : facts.Number[order]).BindText(first + 11, source);
    }

    bool Update(CustomerId id, int order, StoredOrder before)
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
            .Bind(4, said.RefundedCents).Bind(5, CostOf(order)).Bind(6, (long)said.Flags)
            .Bind(7, (long)said.Mechanism).Bind(8, said.Number).Bind(11, facts.Id[order]).Run();
        if (!sameLines)
        {
            // Lines that came earlier no longer add up to an order whose amounts changed without lines.
            deleteLines.Bind(3, facts.Id[order]).Run();
            AddLines(id, order);
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
        MechanismOf(order) is var how && how != DiscountMechanism.Unknown ? how : before.Mechanism,
        (facts.Number.Length == 0 ? null : facts.Number[order]) ?? before.Number);

    DiscountMechanism MechanismOf(int order) =>
        facts.Mechanism.Length == 0 ? DiscountMechanism.Unknown : facts.Mechanism[order];

    long? CostOf(int order) =>
        facts.CostCents.Length == 0 || facts.CostCents[order] < 0 ? null : facts.CostCents[order];

    int LineCount(int order) => facts.Lines is { } lines ? lines.Start[order + 1] - lines.Start[order] : 0;

    void AddLines(CustomerId id, int order)
    {
        if (facts.Lines is not { } lines) return;
        for (var line = lines.Start[order]; line < lines.Start[order + 1]; line++) addLine.Add((id, order, line));
    }

    void BindLine(Statement to, int first, (CustomerId Customer, int Order, int Line) row)
    {
        var lines = facts.Lines!;
        var line = row.Line;
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, facts.Id[row.Order])
            .Bind(first + 3, line - lines.Start[row.Order]).BindText(first + 4, products[lines.Product[line]])
            .Bind(first + 5, lines.Quantity[line]).Bind(first + 6, lines.GrossCents[line])
            .Bind(first + 7, lines.DiscountCents[line]).Bind(first + 8, lines.RefundedQuantity[line]);
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

    public void Dispose()
    {
        add.Dispose();
        addLine.Dispose();
    }

    /// <summary>What became of a customer's orders.</summary>
    /// <param name="Changed">Whether any was added or changed.</param>
    /// <param name="AsInBatch">Whether what is stored now is exactly the customer's one row of the batch.</param>
    public readonly record struct OrdersPut(bool Changed, bool AsInBatch);

    readonly record struct StoredOrder(
        Instant At, long GrossCents, long DiscountCents, long RefundedCents, long CostCents, OrderFlags Flags,
        DiscountMechanism Mechanism, string? Number);
}
