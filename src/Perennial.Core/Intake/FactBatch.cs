using System.Collections.Frozen;
using Perennial.Core.History;
using Perennial.Core.Measurement;

namespace Perennial.Core.Intake;

/// <summary>
/// Facts on their way into the store: what one file, or one request, says about customers, products and orders.
/// Intake makes it, the store writes it in one transaction per shard.
/// </summary>
public sealed class FactBatch
{
    /// <summary>The system the facts come from, e.g. "shopify", "online-retail", "csv".</summary>
    public required string Source { get; init; }

    /// <summary>The customers in the batch, by their own keys.</summary>
    public required CustomerKeys Keys { get; init; }

    /// <summary>What kind of key each customer has; as many as <see cref="Keys"/>.</summary>
    public required CustomerKeyKind[] KeyKinds { get; init; }

    /// <summary>What is known of each customer, null where nothing is; as many as <see cref="Keys"/>, or
    /// empty.</summary>
    public CustomerDetails?[] Details { get; init; } = [];

    /// <summary>The e-mail addresses that stood beside a customer number that several people seem to share, by row;
    /// empty where there is none.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<string>> TillAddresses { get; init; } =
        FrozenDictionary<int, IReadOnlyList<string>>.Empty;

    /// <summary>The address that stood beside an order of such a number, by the order's index; empty where there is
    /// none.</summary>
    public IReadOnlyDictionary<int, string> OrderAddresses { get; init; } = FrozenDictionary<int, string>.Empty;

    /// <summary>The same beside activities, by their index.</summary>
    public IReadOnlyDictionary<int, string> ActivityAddresses { get; init; } = FrozenDictionary<int, string>.Empty;

    /// <summary>The same beside contacts.</summary>
    public IReadOnlyDictionary<int, string> ContactAddresses { get; init; } = FrozenDictionary<int, string>.Empty;

    /// <summary>The same beside responses.</summary>
    public IReadOnlyDictionary<int, string> ResponseAddresses { get; init; } = FrozenDictionary<int, string>.Empty;

    /// <summary>The customers' orders, one row per entry of <see cref="Keys"/>. Orders carry their ids.</summary>
    public required HistoryTable History { get; init; }

    /// <summary>Products with what is known of them; lines point at <see cref="HistoryTable.Products"/> by
    /// id.</summary>
    public IReadOnlyList<ProductDetails> Products { get; init; } = [];

    /// <summary>What a file says became of orders that it does not have: kept for whoever has them. They belong to no
    /// row.</summary>
    public IReadOnlyList<OrderChangeFact> Elsewhere { get; init; } = [];

    /// <summary>ISO 4217 code of all amounts, or null where the source does not say.</summary>
    public string? Currency { get; init; }

    /// <summary>What events say beyond facts; null for a file, which states everything as of the moment it is
    /// read.</summary>
    public LiveFacts? Live { get; init; }
}

/// <summary>
/// What makes a batch of events independent of the order they arrive in: when each statement was true, what became of
/// orders, and which keys are the same person's.
/// </summary>
public sealed class LiveFacts
{
    /// <summary>When what each row says was true; as many as <see cref="FactBatch.Keys"/>.</summary>
    public required Instant[] SaidAt { get; init; }

    /// <summary>When each row was first known to this shop; None for what is heard now. As many as
    /// <see cref="FactBatch.Keys"/>, or empty where all is.</summary>
    public IReadOnlyList<Instant> KnownAt { get; init; } = [];

    /// <summary>The system each row comes from; as many as <see cref="FactBatch.Keys"/>.</summary>
    public required string[] Source { get; init; }

    /// <summary>Customers that rows name by their id; null where they name a key. As many as
    /// <see cref="FactBatch.Keys"/>.</summary>
    public required CustomerId?[] Id { get; init; }

    /// <summary>What became of orders.</summary>
    public required IReadOnlyList<OrderChangeFact> Changes { get; init; }

    /// <summary>Keys that are the same person's as a row's own.</summary>
    public required IReadOnlyList<SamePerson> Same { get; init; }

    /// <summary>The keys that rows' facts came under, where they are known from before; else empty: then they follow
    /// from the rows' own keys.</summary>
    public IReadOnlyList<FactKey> Keys { get; init; } = [];

    /// <summary>From when what the orders of each row say was given back counts, None for the orders' own instants;
    /// empty where that is when it was said.</summary>
    public Instant[] RefundedAt { get; init; } = [];

    /// <summary>Arms that rows' customers were drawn for before their key became another's; events bring none.
    /// </summary>
    public IReadOnlyList<AssignedRow> Assignments { get; init; } = [];
}

/// <summary>An arm that a row's customer was drawn for.</summary>
/// <param name="Row">The row of the batch.</param>
/// <param name="Assignment">Which, when, and by which id.</param>
public readonly record struct AssignedRow(int Row, ArmAssignment Assignment);

/// <summary>A refund or the cancellation of an order.</summary>
/// <param name="Row">The row of the batch whose customer ordered.</param>
/// <param name="Order">The order, which may not be known yet.</param>
/// <param name="Id">The change's own id: the same again is the same change.</param>
/// <param name="At">When.</param>
/// <param name="RefundedCents">How much was given back by this change; −1 for everything.</param>
public readonly record struct OrderChangeFact(int Row, OrderId Order, FactId Id, Instant At, long RefundedCents)
{
    /// <summary>What the amount is of.</summary>
    public RefundUnit Unit { get; init; }

    /// <summary>When the shop first knew of it; None for when it happened. The store says it.</summary>
    public Instant KnownAt { get; init; } = Instant.None;

    /// <summary>The line of the order that came back, from 0; −1 where that is not known.</summary>
    public int Line { get; init; } = -1;

    /// <summary>How many units of the line.</summary>
    public int Quantity { get; init; }

    /// <summary>What it gave back of the goods beyond what had been given back before. The store says it.</summary>
    public long GivenCents { get; init; }
}

/// <summary>A further key of a row's customer.</summary>
/// <param name="Row">The row of the batch.</param>
/// <param name="Kind">What kind of key.</param>
/// <param name="Key">The key.</param>
/// <param name="IsSaid">Whether the source says in so many words that the two are one person (<c>alias</c>): only that
/// joins two of the shop's own numbers.</param>
public readonly record struct SamePerson(int Row, CustomerKeyKind Kind, string Key, bool IsSaid)
{
    /// <summary>Whether it is but another way to write the row's own key: then, of two customers by keys of one kind,
    /// the one by the row's own remains.</summary>
    public bool IsSpelling { get; init; }
}

/// <summary>What a source says of a product. Null means "not said" and never overwrites what is known.</summary>
/// <param name="Id">The shop's own product id or SKU.</param>
public sealed record ProductDetails(string Id)
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Category.</summary>
    public string? Category { get; init; }

    /// <summary>List price in cents.</summary>
    public long? PriceCents { get; init; }

    /// <summary>What one unit costs the shop, in cents.</summary>
    public long? CostCents { get; init; }

    /// <summary>Address of a picture; a <c>data:</c> address carries the picture itself.</summary>
    public string? Image { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>Units in stock.</summary>
    public int? Stock { get; init; }

    /// <summary>Whether it is on sale at all.</summary>
    public bool? Sellable { get; init; }
}
