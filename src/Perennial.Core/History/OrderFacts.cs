namespace Perennial.Core.History;

/// <summary>What else is known of an order.</summary>
[Flags]
public enum OrderFlags : byte
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>Placed by a running subscription rather than by hand (continuity).</summary>
    Subscription = 1,

    /// <summary>Sent to somebody else as a present.</summary>
    Gift = 2,
}

/// <summary>All orders of all customers as arrays, grouped by customer and in time order within one.</summary>
/// <remarks>
/// An order's <em>net</em> is gross − discount − refunded. Amounts are cents of the shop's currency. An array that
/// would hold nothing but zeros is empty instead: a file of (customer, date, amount) costs 16 bytes an order.
/// </remarks>
public sealed class OrderFacts
{
    /// <summary>No orders for <paramref name="customers"/> customers.</summary>
    public static OrderFacts Empty(int customers) => new()
    {
        Start = new int[customers + 1],
        At = [],
        GrossCents = [],
    };

    /// <summary>Where each customer's orders start, and the end of the last customer's.</summary>
    public required int[] Start { get; init; }

    /// <summary>When each order was placed.</summary>
    public required Instant[] At { get; init; }

    /// <summary>Value of the goods at their list price, not negative.</summary>
    public required long[] GrossCents { get; init; }

    /// <summary>What was taken off by promotions, not negative; empty if no order has a discount.</summary>
    public long[] DiscountCents { get; init; } = [];

    /// <summary>What was given back, not negative; empty if no order has a refund.</summary>
    public long[] RefundedCents { get; init; } = [];

    /// <summary>What the goods cost the shop; −1 where unknown; empty if unknown for all.</summary>
    public long[] CostCents { get; init; } = [];

    /// <summary>Further marks; empty if no order has one.</summary>
    public OrderFlags[] Flags { get; init; } = [];

    /// <summary>How each discount was given; empty where nobody said for any order.</summary>
    public DiscountMechanism[] Mechanism { get; init; } = [];

    /// <summary>What makes each order the same order when it is imported again (see <see cref="OrderId"/>); empty
    /// where orders are only counted.</summary>
    public OrderId[] Id { get; init; } = [];

    /// <summary>The shop's own order numbers, null where an order has none; empty if none has one.</summary>
    public string?[] Number { get; init; } = [];

    /// <summary>The orders' lines, or null where only totals are known.</summary>
    public LineFacts? Lines { get; init; }

    /// <summary>What was paid in all, tax and shipping included, cents; 0 where nobody said; empty where nobody did of
    /// any order. No column follows from it: refunds that include tax and shipping are reckoned by it.</summary>
    public long[] TotalCents { get; init; } = [];

    /// <summary>When the shop first knew of each order; None for when it was placed. Empty where nobody asks.</summary>
    public Instant[] KnownAt { get; init; } = [];

    /// <summary>What became of orders, with its dates. Null where nothing did, or where nobody looks back.</summary>
    public OrderPast? Past { get; init; }

    RefundFacts? refunds;

    /// <summary>What was given back of them, with its dates. Where nobody brings it, it follows from
    /// <see cref="RefundedCents"/> and <see cref="Past"/>, once somebody asks.</summary>
    public RefundFacts Refunds { get => refunds ??= RefundFacts.Of(this); init => refunds = value; }

    /// <summary>Some of the orders, with what became of them.</summary>
    internal OrderFacts Where(Func<int, bool> keeps)
    {
        var (start, kept) = (new int[Start.Length], new List<int>(At.Length));
        for (var customer = 0; customer + 1 < Start.Length; customer++)
        {
            for (var order = Start[customer]; order < Start[customer + 1]; order++)
                if (keeps(order)) kept.Add(order);
            start[customer + 1] = kept.Count;
        }
        T[] Take<T>(T[] values) => values.Length == 0 ? values : [.. kept.Select(order => values[order])];
        var lines = Lines is null ? null : new LineFactsBuilder();
        foreach (var order in kept) lines?.Add(Lines!, Lines!.RefundedQuantity, order);
        var placeOf = new int[At.Length];
        Array.Fill(placeOf, -1);
        for (var place = 0; place < kept.Count; place++) placeOf[kept[place]] = place;
        return new OrderFacts
        {
            Start = start, At = Take(At), GrossCents = Take(GrossCents), DiscountCents = Take(DiscountCents),
            RefundedCents = Take(RefundedCents), CostCents = Take(CostCents), Flags = Take(Flags),
            Mechanism = Take(Mechanism), Id = Take(Id), Number = Take(Number), Lines = lines?.Build(),
            KnownAt = Take(KnownAt),
            Refunds = Refunds.Of(Start.Length - 1, placeOf), Past = Past?.Of(placeOf),
        };
    }
}

/// <summary>The lines of all orders as arrays, grouped by order.</summary>
public sealed class LineFacts
{
    /// <summary>Where each order's lines start, and the end of the last order's.</summary>
    public required int[] Start { get; init; }

    /// <summary>Index of the product in <see cref="HistoryTable.Products"/>.</summary>
    public required int[] Product { get; init; }

    /// <summary>Units bought, positive.</summary>
    public required int[] Quantity { get; init; }

    /// <summary>Value of the line at list price, cents.</summary>
    public required long[] GrossCents { get; init; }

    /// <summary>Taken off this line, cents.</summary>
    public required long[] DiscountCents { get; init; }

    /// <summary>Units given back, 0..Quantity.</summary>
    public required int[] RefundedQuantity { get; init; }
}
