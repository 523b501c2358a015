namespace Perennial.Core.History;

/// <summary>One customer's facts, in time order: a slice of a <see cref="HistoryTable"/>, nothing copied.</summary>
public readonly struct CustomerHistory
{
    readonly HistoryTable table;
    readonly int customer;

    internal CustomerHistory(HistoryTable table, int customer)
    {
        this.table = table;
        this.customer = customer;
    }

    /// <summary>The customer's orders.</summary>
    public OrderSlice Orders =>
        new(table.Orders, table.Orders.Start[customer], table.Orders.Start[customer + 1]);
}

/// <summary>Some consecutive orders, as spans over the table's arrays.</summary>
public readonly ref struct OrderSlice
{
    readonly OrderFacts facts;
    readonly int start;
    readonly int end;

    internal OrderSlice(OrderFacts facts, int start, int end)
    {
        this.facts = facts;
        this.start = start;
        this.end = end;
    }

    /// <summary>Number of orders.</summary>
    public int Count => end - start;

    /// <summary>When each was placed, ascending.</summary>
    public ReadOnlySpan<Instant> At => facts.At.AsSpan(start, Count);

    /// <summary>Value of the goods before discount, cents.</summary>
    public ReadOnlySpan<long> GrossCents => facts.GrossCents.AsSpan(start, Count);

    /// <summary>Discounts in cents; empty where no order in the table has one.</summary>
    public ReadOnlySpan<long> DiscountCents => Optional(facts.DiscountCents);

    /// <summary>Refunds in cents; empty where no order in the table has one.</summary>
    public ReadOnlySpan<long> RefundedCents => Optional(facts.RefundedCents);

    /// <summary>Cost of the goods in cents, −1 unknown; empty where unknown for all.</summary>
    public ReadOnlySpan<long> CostCents => Optional(facts.CostCents);

    /// <summary>Marks; empty where no order in the table has one.</summary>
    public ReadOnlySpan<OrderFlags> Flags => Optional(facts.Flags);

    ReadOnlySpan<T> Optional<T>(T[] array) => array.Length == 0 ? [] : array.AsSpan(start, Count);
}
