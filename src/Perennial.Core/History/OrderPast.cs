namespace Perennial.Core.History;

/// <summary>
/// What became of orders, with its dates: only of the few orders that were refunded, cancelled or stated anew. From it
/// follows what an order looked like at an instant, and what of that was known at another.
/// </summary>
/// <remarks>Where an instant of knowing is None, what happened was known when it happened.</remarks>
public sealed class OrderPast
{
    /// <summary>Refunds and cancellations, grouped by order, in time order within one.</summary>
    public required PastChange[] Changes { get; init; }

    /// <summary>Every statement of the orders that have more than one, or a change: grouped by order, in the order of
    /// the instants at which each was true.</summary>
    public required PastStatement[] Statements { get; init; }

    /// <summary>What became of some of the orders.</summary>
    /// <param name="placeOf">The index that each order has among those that stay; −1 where it does not.</param>
    internal OrderPast? Of(int[] placeOf)
    {
        var builder = new OrderPastBuilder();
        foreach (ref readonly var change in Changes.AsSpan())
            if (placeOf[change.Order] is >= 0 and var place) builder.Add(change with { Order = place });
        foreach (ref readonly var one in Statements.AsSpan())
            if (placeOf[one.Order] is >= 0 and var place) builder.Add(one with { Order = place });
        return builder.Build();
    }
}

/// <summary>A refund, a return or a cancellation.</summary>
/// <param name="Order">Index of the order.</param>
/// <param name="At">When.</param>
/// <param name="RefundedCents">How much was given back; −1 for everything.</param>
public readonly record struct PastChange(int Order, Instant At, long RefundedCents)
{
    /// <summary>What it is an amount of.</summary>
    public RefundUnit Unit { get; init; }

    /// <summary>When it was first known; None for when it happened.</summary>
    public Instant KnownAt { get; init; } = Instant.None;

    /// <summary>Its id: the same again is the same change. None where changes are only counted.</summary>
    public FactId Id { get; init; }

    /// <summary>The line of the order that came back, from 0; −1 where that is not known.</summary>
    public int Line { get; init; } = -1;

    /// <summary>How many units of the line came back.</summary>
    public int Quantity { get; init; }

    internal bool IsIn(Instant asOf, Instant knownBy) =>
        At <= asOf && (KnownAt.HasValue ? KnownAt : At) <= knownBy;
}

/// <summary>An order as it was stated, refunds that have a date of their own apart.</summary>
/// <param name="Order">Index of the order.</param>
/// <param name="SaidAt">When that was true. The earliest statement holds from the order's own instant on, for before it
/// nobody said otherwise.</param>
/// <param name="GrossCents">Value of the goods at their list price.</param>
/// <param name="DiscountCents">Taken off.</param>
public readonly record struct PastStatement(int Order, Instant SaidAt, long GrossCents, long DiscountCents)
{
    /// <summary>What it says was given back.</summary>
    public long RefundedCents { get; init; }

    /// <summary>The instant from which that counts; None for the order's own.</summary>
    public Instant RefundedAt { get; init; } = Instant.None;

    /// <summary>What was paid in all, tax and shipping included; 0 where nobody said.</summary>
    public long TotalCents { get; init; }

    /// <summary>−1 where unknown.</summary>
    public long CostCents { get; init; } = -1;

    /// <summary>Marks.</summary>
    public OrderFlags Flags { get; init; }

    /// <summary>How the discount was given.</summary>
    public DiscountMechanism Mechanism { get; init; }

    /// <summary>When it was first known; None for when it was true.</summary>
    public Instant KnownAt { get; init; } = Instant.None;

    /// <summary>When its lines were true; None where it states none.</summary>
    public Instant LinesSaidAt { get; init; } = Instant.None;

    /// <summary>Its lines, without what came back by a dated change; null where they are those of the table, or where
    /// it states none.</summary>
    public OrderLineFact[]? Lines { get; init; }

    internal bool IsKnown(Instant knownBy) => (KnownAt.HasValue ? KnownAt : SaidAt) <= knownBy;
}

/// <summary>Collects what became of orders while the orders are still in the order of their arrival.</summary>
public sealed class OrderPastBuilder
{
    readonly List<PastChange> changes = [];
    readonly List<PastStatement> statements = [];

    /// <summary>Whether there is anything.</summary>
    public bool Any => changes.Count + statements.Count > 0;

    /// <summary>Adds a change of an order that has a statement here.</summary>
    public void Add(in PastChange change) => changes.Add(change);

    /// <summary>Adds a statement.</summary>
    public void Add(in PastStatement statement) => statements.Add(statement);

    /// <summary>Adds what became of some consecutive orders of a table.</summary>
    /// <param name="past">Of the table; may be null.</param>
    /// <param name="first">The first of the orders.</param>
    /// <param name="count">How many.</param>
    /// <param name="number">The number that the first has here.</param>
    public void Add(OrderPast? past, int first, int count, int number)
    {
        if (past is null) return;
        foreach (ref readonly var change in Of(past.Changes, first, count, one => one.Order))
            changes.Add(change with { Order = change.Order - first + number });
        foreach (ref readonly var statement in Of(past.Statements, first, count, one => one.Order))
            statements.Add(statement with { Order = statement.Order - first + number });
    }

    /// <summary>What was collected; null where there is nothing.</summary>
    /// <param name="position">For each place among the orders of the table, the number that the order there had when
    /// it was added; null where that is the place.</param>
    public OrderPast? Build(int[]? position = null)
    {
        if (!Any) return null;
        var place = position is null ? null : new int[position.Length];
        for (var i = 0; i < position?.Length; i++) place![position[i]] = i;
        int PlaceOf(int order) => place is null ? order : place[order];
        return new OrderPast
        {
            Changes = [.. changes.Select(change => change with { Order = PlaceOf(change.Order) })
                .OrderBy(change => change.Order).ThenBy(change => change.At).ThenBy(change => change.Id.Value)],
            Statements = [.. statements.Select(statement => statement with { Order = PlaceOf(statement.Order) })
                .OrderBy(statement => statement.Order).ThenBy(statement => statement.SaidAt)],
        };
    }

    static ReadOnlySpan<T> Of<T>(T[] sorted, int first, int count, Func<T, int> orderOf)
    {
        var from = FirstFrom(sorted, first, orderOf);
        var to = from;
        while (to < sorted.Length && orderOf(sorted[to]) < first + count) to++;
        return sorted.AsSpan(from..to);
    }

    static int FirstFrom<T>(T[] sorted, int order, Func<T, int> orderOf)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (orderOf(sorted[middle]) < order) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
