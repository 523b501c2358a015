using Perennial.Core.Segments.Rules;

namespace Perennial.Data.Rules;

/// <summary>Where facts of a sort stand, as <c>f</c>.</summary>
/// <param name="Name">The table.</param>
/// <param name="At">When a fact was.</param>
sealed record FactTable(string Name, string At)
{
    // What changes with a day of their own have given back of an order is not said again by the order.
    const string Stated = "(f.refunded_cents - (select cast(coalesce(sum(c.given_cents), 0) as bigint)"
        + " from order_change c where c.shard = f.shard and c.customer_id = f.customer_id"
        + " and c.order_id = f.order_id))";

    static readonly FactTable[] orders =
    [
        new("customer_order", "f.placed_at")
        {
            Only = "not (f.refunded_cents > 0 and f.refunded_cents >= f.gross_cents - f.discount_cents)",
            SaidBefore = "1 = 1",
        },
    ];

    static readonly FactTable[] refunds =
    [
        new("order_change", "f.changed_at") { Only = "f.given_cents > 0", Amount = "f.given_cents" },
        new("customer_order", "coalesce(f.refunded_at, f.placed_at)")
        {
            Only = $"f.refunded_cents > 0 and {Stated} > 0", Amount = Stated,
            SaidBefore = "v.refunded_cents >= f.said_refunded_cents",
        },
    ];

    static readonly FactTable[] activities = [new("activity", "f.happened_at") { Kind = "kind" }];
    static readonly FactTable[] contacts = [new("contact", "f.sent_at") { Kind = "channel" }];
    static readonly FactTable[] responses = [new("response", "f.responded_at") { Kind = "kind" }];

    /// <summary>The column with the number of the word; empty where there is none.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>Which of the rows are facts of the sort; empty for all.</summary>
    public string Only { get; private init; } = "";

    /// <summary>Which of an order's statements of before, as <c>v</c>, tell of the fact too; empty where none does.
    /// </summary>
    public string SaidBefore { get; private init; } = "";

    /// <summary>Of a refund, how much.</summary>
    public string Amount { get; private init; } = "";

    /// <summary>The tables of a word; a fact stands in one of them.</summary>
    public static IReadOnlyList<FactTable> Of(FactWord word) => word.Source switch
    {
        FactSource.Order => orders,
        FactSource.Refund => refunds,
        FactSource.Activity => activities,
        FactSource.Contact => contacts,
        _ => responses,
    };
}
