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

    /// <summary>What was given back of them.</summary>
    public RefundSlice Refunds => table.Orders.Refunds is var facts
        ? new(facts, facts.Start[customer], facts.Start[customer + 1]) : default;

    /// <summary>The customer's activities; empty where none are known for anybody.</summary>
    public ActivitySlice Activities => table.Activities is { } facts
        ? new(facts, facts.Start[customer], facts.Start[customer + 1]) : default;

    /// <summary>The contacts made with the customer; empty where none are known for anybody.</summary>
    public ContactSlice Contacts => table.Contacts is { } facts
        ? new(facts, facts.Start[customer], facts.Start[customer + 1]) : default;

    /// <summary>The customer's responses; empty where none are known for anybody.</summary>
    public ResponseSlice Responses => table.Responses is { } facts
        ? new(facts, facts.Start[customer], facts.Start[customer + 1]) : default;

    /// <summary>What a product of the table is called by its shop; null where there is none at the index.</summary>
    /// <param name="product">Index of the product, or −1.</param>
    public string? ProductOf(int product) =>
        product >= 0 && product < table.Products.Count ? table.Products[product] : null;

    /// <summary>The category of a product of the table; null where it has none or categories are not known.</summary>
    /// <param name="product">Index of the product, or −1.</param>
    public string? CategoryOf(int product) =>
        product >= 0 && product < table.Categories.Count ? table.Categories[product] : null;
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

    /// <summary>How discounts were given; empty where nobody said for any order of the table.</summary>
    public ReadOnlySpan<DiscountMechanism> Mechanism => Optional(facts.Mechanism);

    /// <summary>The id of each; empty where nobody asked.</summary>
    public ReadOnlySpan<OrderId> Id => Optional(facts.Id);

    /// <summary>When the shop first knew of each; empty where nobody asked.</summary>
    public ReadOnlySpan<Instant> KnownAt => Optional(facts.KnownAt);

    /// <summary>Whether lines are known in this table.</summary>
    public bool HasLines => facts.Lines is not null;

    /// <summary>The lines of one of these orders; empty where lines are not known.</summary>
    public LineSlice Lines(int order) => facts.Lines is { } lines
        ? new(lines, lines.Start[start + order], lines.Start[start + order + 1]) : default;

    ReadOnlySpan<T> Optional<T>(T[] array) => array.Length == 0 ? [] : array.AsSpan(start, Count);
}
