using System.Runtime.InteropServices;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Engines;
using Perennial.Data.Products;

namespace Perennial.Data.History;

/// <summary>Collects the orders of a chunk with their lines.</summary>
sealed class OrderChunk(ProductIndex products, bool withNames)
{
    readonly List<int> customer = [];
    readonly List<Instant> at = [];
    readonly List<long> gross = [], discount = [], refunded = [], cost = [];
    readonly List<OrderFlags> flags = [];
    readonly List<DiscountMechanism> mechanism = [];
    readonly List<OrderId> orderIds = [];
    readonly List<string?> numbers = [];
    readonly List<int> lineStart = [];
    readonly List<OrderLineFact> lines = [];
    readonly List<Instant> knownAt = [];
    readonly OrderPastBuilder past = new();
    readonly RefundFactsBuilder refunds = new();
    // By statements of the order added last that are not the latest.
    readonly List<(long Cents, Instant KnownAt)> refundsSaid = [];
    bool looksBack, hasPast, withKnown;
    long anyDiscount, anyRefunded, anyFlags, anyMechanism;
    bool anyCost;

    public int Count => customer.Count;

    public int LineCount => lines.Count;

    /// <summary>Adds an order as the store has it.</summary>
    public void Add(int row, Rows order)
    {
        Add(row, order.Instant(2), order.Int64(3), order.Int64(4), order.Int64(5), order.NullableInt64(6) ?? -1,
            (OrderFlags)order.Int64(7), (DiscountMechanism)order.Int64(8));
        if (!withNames) return;
        orderIds.Add(order.OrderId(1));
        numbers.Add(order.Text(9));
    }

    /// <summary>Adds an order of a batch.</summary>
    public void Add(int row, OrderFacts from, int order) => Add(
        row, from.At[order], from.GrossCents[order],
        from.DiscountCents.Length == 0 ? 0 : from.DiscountCents[order],
        from.RefundedCents.Length == 0 ? 0 : from.RefundedCents[order],
        from.CostCents.Length == 0 ? -1 : from.CostCents[order],
        from.Flags.Length == 0 ? OrderFlags.None : from.Flags[order],
        from.Mechanism.Length == 0 ? DiscountMechanism.Unknown : from.Mechanism[order]);

    /// <summary>Whether anything was given back of the order added last.</summary>
    public bool IsRefunded => refunded[^1] > 0;

    /// <summary>Begins with what was given back of the order added last.</summary>
    public void BeginRefunds()
    {
        refunds.BeginOrder(customer[^1], Count - 1);
        refundsSaid.Clear();
    }

    /// <summary>Adds what a change gave back of it.</summary>
    public void AddRefund(OrderChangeFact change)
    {
        if (change.GivenCents > 0)
            refunds.Add(change.At, change.GivenCents, looksBack || withKnown ? change.KnownAt : Instant.None);
    }

    /// <summary>Adds what else the order's own statement says was given back, as of a cell of its row.</summary>
    public void EndRefunds(Rows order, int refundedAt)
    {
        if (IsRefunded)
            refunds.EndOrder(refunded[^1], order.IsNull(refundedAt) ? at[^1] : order.Instant(refundedAt),
                looksBack ? FirstKnown(order) : Instant.None);
    }

    // When a statement first said that so much had been given back: of a row of statements.
    Instant FirstKnown(Rows order)
    {
        var (cents, first) = (order.Int64(12), order.IsNull(13) ? Instant.None : order.Instant(13));
        foreach (var said in refundsSaid)
            if (said.Cents >= cents && said.KnownAt < first) first = said.KnownAt;
        return first;
    }

    /// <summary>Adds a refund of a batch, of an order here.</summary>
    public void AddRefund(int row, RefundFacts from, int refund, int order) => refunds.Add(row, from, refund, order);

    void Add(int row, Instant placedAt, long grossCents, long discountCents, long refundedCents, long costCents,
        OrderFlags marks, DiscountMechanism how)
    {
        customer.Add(row);
        at.Add(placedAt);
        gross.Add(grossCents);
        discount.Add(discountCents);
        refunded.Add(refundedCents);
        cost.Add(costCents);
        flags.Add(marks);
        mechanism.Add(how);
        lineStart.Add(lines.Count);
        anyDiscount |= discountCents;
        anyRefunded |= refundedCents;
        anyFlags |= (long)marks;
        anyMechanism |= (long)how;
        anyCost |= costCents >= 0;
    }

    /// <summary>Notes when the order added last was first known: of a row of <c>statements</c>.</summary>
    public void AddKnown(Rows order)
    {
        looksBack = true;
        knownAt.Add(order.IsNull(13) ? Instant.None : order.Instant(13));
        hasPast = false;
    }

    /// <summary>The same of a row of <c>orders-of-customer</c>, for whoever asks what was heard of since.</summary>
    public void AddHeard(Rows order)
    {
        withKnown = true;
        InOrder.Pad(knownAt, Count - 1);
        knownAt.Add(order.IsNull(11) ? Instant.None : order.Instant(11));
    }

    /// <summary>Adds what became of the order added last.</summary>
    public void AddChange(int order, OrderChangeFact change)
    {
        hasPast = true;
        past.Add(new PastChange(order, change.At, change.RefundedCents)
        {
            Id = change.Id, Unit = change.Unit, KnownAt = change.KnownAt, Line = change.Line,
            Quantity = change.Quantity,
        });
    }

    /// <summary>Adds what was said of the order added last before: a row of <c>versions</c>.</summary>
    public void AddVersion(int order, Rows row)
    {
        hasPast = true;
        var lines = KnownLine.Of(row.Text(13));
        var known = row.IsNull(3) ? Instant.None : row.Instant(3);
        if (known < knownAt[^1]) knownAt[^1] = known;
        refundsSaid.Add((row.Int64(6), known));
        past.Add(new PastStatement(order, row.Instant(2), row.Int64(4), row.Int64(5))
        {
            KnownAt = known, RefundedCents = row.Int64(6),
            RefundedAt = row.IsNull(7) ? Instant.None : row.Instant(7), TotalCents = row.NullableInt64(8) ?? 0,
            CostCents = row.NullableInt64(9) ?? -1, Flags = (OrderFlags)row.Int64(10),
            Mechanism = (DiscountMechanism)row.Int64(11),
            LinesSaidAt = lines.Count == 0 ? Instant.None : row.Instant(2),
            Lines = lines.Count == 0 ? null : [.. lines.Select(line => new OrderLineFact(products.IndexOf(line.Product),
                line.Quantity, line.GrossCents, line.DiscountCents, line.RefundedQuantity))],
        });
    }

    /// <summary>Adds how the order added last stands now, where there is anything else to compare it with: a row of
    /// <c>statements</c>.</summary>
    public void EndPast(int order, Rows row)
    {
        if (!hasPast && row.IsNull(15)) return;
        past.Add(new PastStatement(order, row.Instant(10), row.Int64(3), row.Int64(4))
        {
            KnownAt = row.IsNull(13) ? Instant.None : row.Instant(13), RefundedCents = row.Int64(12),
            RefundedAt = row.IsNull(15) ? Instant.None : row.Instant(15), TotalCents = row.NullableInt64(14) ?? 0,
            CostCents = row.NullableInt64(6) ?? -1, Flags = (OrderFlags)row.Int64(7),
            Mechanism = (DiscountMechanism)row.Int64(8),
            LinesSaidAt = row.Int64(11) == 0 ? Instant.None : row.Instant(11),
        });
    }

    /// <summary>Adds a line, as the store has it, to the order added last.</summary>
    public void AddLine(Rows line) => lines.Add(new OrderLineFact(
        products.IndexOf(line.Bytes(2)), line.Int32(3), line.Int64(4), line.Int64(5), line.Int32(6)));

    /// <summary>Adds a line to the order added last.</summary>
    public void AddLine(OrderLineFact line) => lines.Add(line);

    public OrderFacts Build(int customers)
    {
        // Orders come by their ids; within a customer they have to stand in the order of time.
        var (start, position) = InOrder.Of(customer, at, customers);
        return new OrderFacts
        {
            Start = start,
            At = InOrder.Take(at, position),
            GrossCents = InOrder.Take(gross, position),
            DiscountCents = anyDiscount == 0 ? [] : InOrder.Take(discount, position),
            RefundedCents = anyRefunded == 0 ? [] : InOrder.Take(refunded, position),
            CostCents = anyCost ? InOrder.Take(cost, position) : [],
            Flags = anyFlags == 0 ? [] : InOrder.Take(flags, position),
            Mechanism = anyMechanism == 0 ? [] : InOrder.Take(mechanism, position),
            Id = withNames ? InOrder.Take(orderIds, position) : [],
            Number = numbers.TrueForAll(number => number is null) ? [] : InOrder.Take(numbers, position),
            Lines = lines.Count == 0 ? null : TakeLines(position),
            KnownAt = InOrder.Known(knownAt, position),
            Past = past.Build(position),
            Refunds = refunds.Build(customers, position),
        };
    }

    LineFacts TakeLines(int[] position)
    {
        var start = new int[position.Length + 1];
        var facts = new LineFacts
        {
            Start = start,
            Product = new int[lines.Count],
            Quantity = new int[lines.Count],
            GrossCents = new long[lines.Count],
            DiscountCents = new long[lines.Count],
            RefundedQuantity = new int[lines.Count],
        };
        var from = CollectionsMarshal.AsSpan(lines);
        var next = 0;
        for (var i = 0; i < position.Length; i++)
        {
            var order = position[i];
            var end = order + 1 < lineStart.Count ? lineStart[order + 1] : lines.Count;
            for (var line = lineStart[order]; line < end; line++, next++)
            {
                ref readonly var fact = ref from[line];
                (facts.Product[next], facts.Quantity[next]) = (fact.Product, fact.Quantity);
                (facts.GrossCents[next], facts.DiscountCents[next]) = (fact.GrossCents, fact.DiscountCents);
                facts.RefundedQuantity[next] = fact.RefundedQuantity;
            }
            start[i + 1] = next;
        }
        return facts;
    }
}
