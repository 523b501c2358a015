using System.Runtime.InteropServices;
using Perennial.Core;
using Perennial.Core.History;
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
