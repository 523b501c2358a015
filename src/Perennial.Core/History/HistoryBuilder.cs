using System.Runtime.InteropServices;

namespace Perennial.Core.History;

/// <summary>One order as it arrives, before it is grouped with the customer's others.</summary>
public readonly record struct OrderFact
{
    /// <summary>Row of the customer in the table to be built, from 0.</summary>
    public required int Customer { get; init; }

    /// <summary>When it was placed.</summary>
    public required Instant At { get; init; }

    /// <summary>Value before discount, cents, not negative.</summary>
    public required long GrossCents { get; init; }

    /// <summary>Taken off, cents, not negative.</summary>
    public long DiscountCents { get; init; }

    /// <summary>Given back, cents, not negative.</summary>
    public long RefundedCents { get; init; }

    /// <summary>Cost of the goods, cents; null if unknown.</summary>
    public long? CostCents { get; init; }

    /// <summary>Further marks.</summary>
    public OrderFlags Flags { get; init; }

    /// <summary>The order's id; leave default where orders are only counted.</summary>
    public OrderId Id { get; init; }

    /// <summary>The shop's order number, if it has one.</summary>
    public string? Number { get; init; }
}

/// <summary>One line of an order as it arrives.</summary>
/// <param name="Product">Index of the product in the table's products.</param>
/// <param name="Quantity">Units bought, positive.</param>
/// <param name="GrossCents">Value at list price, cents.</param>
/// <param name="DiscountCents">Taken off this line, cents.</param>
/// <param name="RefundedQuantity">Units given back, 0..Quantity.</param>
public readonly record struct OrderLineFact(
    int Product, int Quantity, long GrossCents, long DiscountCents = 0, int RefundedQuantity = 0);

/// <summary>
/// Collects orders in whatever order they arrive and groups them by customer and time: a counting sort by
/// customer, then a short insertion sort within one.
/// </summary>
/// <remarks>Not safe for several threads at once.</remarks>
public sealed class HistoryBuilder
{
    readonly List<OrderFact> orders = [];
    readonly List<int> lineStart = [];
    readonly List<OrderLineFact> lines = [];
    readonly OrderPastBuilder past = new();

    /// <summary>Number of orders collected.</summary>
    public int Count => orders.Count;

    /// <summary>Adds one order.</summary>
    public void Add(in OrderFact order)
    {
        orders.Add(order);
        lineStart.Add(lines.Count);
    }

    /// <summary>Adds what became of an order of a table to the order added last.</summary>
    public void AddPast(OrderFacts from, int order) => past.Add(from.Past, order, 1, orders.Count - 1);

    /// <summary>Adds what became of the order added last.</summary>
    public void AddPast(in PastStatement statement, params ReadOnlySpan<PastChange> changes)
    {
        past.Add(statement with { Order = orders.Count - 1 });
        foreach (var change in changes) past.Add(change with { Order = orders.Count - 1 });
    }

    /// <summary>Adds a line to the order added last.</summary>
    /// <exception cref="InvalidOperationException">No order was added yet.</exception>
    public void AddLine(OrderLineFact line)
    {
        if (orders.Count == 0) throw new InvalidOperationException("A line needs an order before it.");
        lines.Add(line);
    }

    /// <summary>Groups what was collected into a table.</summary>
    /// <param name="customers">Number of rows; every customer index added must be below it.</param>
    /// <param name="products">The products that the lines point at.</param>
    /// <exception cref="ArgumentOutOfRangeException">A customer index is not in 0..customers-1.</exception>
    public HistoryTable Build(int customers, IReadOnlyList<string>? products = null)
    {
        var customer = new int[orders.Count];
        var at = new Instant[orders.Count];
        var all = CollectionsMarshal.AsSpan(orders);
        for (var i = 0; i < all.Length; i++) (customer[i], at[i]) = (all[i].Customer, all[i].At);
        var (start, position) = OrderGrouping.Group(customer, at, customers);
        var facts = new OrderFacts
        {
            Start = start,
            At = Take(position, (in order) => order.At),
            GrossCents = Take(position, (in order) => order.GrossCents),
            DiscountCents = TakeIfAny(position, (in order) => order.DiscountCents, 0),
            RefundedCents = TakeIfAny(position, (in order) => order.RefundedCents, 0),
            CostCents = TakeIfAny(position, (in order) => order.CostCents ?? -1, -1),
            Flags = TakeIfAny(position, (in order) => order.Flags, OrderFlags.None),
            Id = TakeIfAny(position, (in order) => order.Id, default),
            Number = TakeIfAny(position, (in order) => order.Number, null),
            Lines = lines.Count == 0 ? null : GroupLines(position),
            Past = past.Build(position),
        };
        return new HistoryTable(customers, facts) { Products = products ?? [] };
    }

    // Orders are passed by reference: a copy of each for each column would be most of the work.
    delegate T Part<out T>(in OrderFact order);

    T[] Take<T>(int[] position, Part<T> value)
    {
        var all = CollectionsMarshal.AsSpan(orders);
        var taken = new T[position.Length];
        for (var i = 0; i < taken.Length; i++) taken[i] = value(in all[position[i]]);
        return taken;
    }

    T[] TakeIfAny<T>(int[] position, Part<T> value, T nothing)
    {
        foreach (ref readonly var order in CollectionsMarshal.AsSpan(orders))
            if (!EqualityComparer<T>.Default.Equals(value(in order), nothing)) return Take(position, value);
        return [];
    }

    LineFacts GroupLines(int[] position)
    {
        var start = new int[position.Length + 1];
        var grouped = new List<OrderLineFact>(lines.Count);
        for (var i = 0; i < position.Length; i++)
        {
            var order = position[i];
            var end = order + 1 < lineStart.Count ? lineStart[order + 1] : lines.Count;
            for (var line = lineStart[order]; line < end; line++) grouped.Add(lines[line]);
            start[i + 1] = grouped.Count;
        }
        return new LineFacts
        {
            Start = start,
            Product = [.. grouped.Select(line => line.Product)],
            Quantity = [.. grouped.Select(line => line.Quantity)],
            GrossCents = [.. grouped.Select(line => line.GrossCents)],
            DiscountCents = [.. grouped.Select(line => line.DiscountCents)],
            RefundedQuantity = [.. grouped.Select(line => line.RefundedQuantity)],
        };
    }
}
