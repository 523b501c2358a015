using Perennial.Core.History;

namespace Perennial.Core.Intake;

/// <summary>
/// One thing that a tracker, a store or a provider told this second: who it is about, and what happened. The doors
/// (tracking API, webhooks) make these, the store writes them.
/// </summary>
/// <remarks>
/// What the store makes of a set of events depends neither on their order nor on how often each arrives: facts have
/// ids that follow from <see cref="Source"/> and <see cref="MessageId"/> or from what they name, statements about an
/// order or a customer carry the instant at which they were true, and of two the later one counts.
/// </remarks>
public sealed record IncomingEvent
{
    /// <summary>The system that it comes from, e.g. "segment", "shopify", "sendgrid"; part of every fact's
    /// id.</summary>
    public required string Source { get; init; }

    /// <summary>What tells it from every other event of its source. The same again is the same event.</summary>
    public required string MessageId { get; init; }

    /// <summary>When it happened, or when what it states was true.</summary>
    public required Instant At { get; init; }

    /// <summary>Who.</summary>
    public required CustomerKeySet Who { get; init; }

    /// <summary>What it says of the customer, or null.</summary>
    public CustomerDetails? Details { get; init; }

    /// <summary>An order as it is at <see cref="At"/>, or null.</summary>
    public OrderStatement? Order { get; init; }

    /// <summary>What became of an order, or null.</summary>
    public OrderChange? Change { get; init; }

    /// <summary>An activity, or null.</summary>
    public ActivityStatement? Activity { get; init; }

    /// <summary>A contact that another tool made, or null.</summary>
    public ContactStatement? Contact { get; init; }

    /// <summary>A response to a contact, or null.</summary>
    public ResponseStatement? Response { get; init; }

    /// <summary>What it says of products.</summary>
    public IReadOnlyList<ProductDetails> Products { get; init; } = [];

    /// <summary>ISO 4217 code of its amounts, or null where it does not say.</summary>
    public string? Currency { get; init; }
}

/// <summary>
/// The keys by which an event names its customer; at least one. They are all the same person's, from then on.
/// </summary>
/// <remarks>The first that is there, in the order of the members, says whose facts the event's are. Whatever a door
/// puts in is cleaned here (<see cref="KeyText"/>): null is what stays of a text that is nobody's key.</remarks>
public sealed record CustomerKeySet
{
    /// <summary>The id itself: a provider gives back what it was given with the contact.</summary>
    public CustomerId? Id { get; init; }

    /// <summary>The shop's own customer number.</summary>
    public string? External { get; init => field = KeyText.Written(CustomerKeyKind.External, value); }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init => field = KeyText.Written(CustomerKeyKind.Email, value); }

    /// <summary>Telephone number.</summary>
    public string? Phone { get; init => field = KeyText.Written(CustomerKeyKind.Phone, value); }

    /// <summary>A tracker's id for a visitor.</summary>
    public string? Anonymous { get; init => field = KeyText.Written(CustomerKeyKind.Anonymous, value); }

    /// <summary>Keys by which the same person was known before (<c>alias</c>): each is the shop's own number or a
    /// tracker's id, whichever is known.</summary>
    public IReadOnlyList<string> Previous
    {
        get;
        init => field = value.Count == 0 ? value
            : [.. value.Select(key => KeyText.Written(CustomerKeyKind.External, key)).OfType<string>()];
    } = [];
}

/// <summary>An order as a source states it.</summary>
/// <param name="Number">The order's number or id in its source: from it and <see cref="IncomingEvent.Source"/> follows
/// its id.</param>
/// <param name="PlacedAt">When it was placed.</param>
public sealed record OrderStatement(string Number, Instant PlacedAt)
{
    /// <summary>Goods before discount, without shipping and tax, in cents.</summary>
    public required long GrossCents { get; init; }

    /// <summary>Discount on the goods, in cents, from 0 to <see cref="GrossCents"/>.</summary>
    public long DiscountCents { get; init; }

    /// <summary>What was paid in all, tax and shipping included, in cents; null where the statement does not say. By it
    /// refunds that include tax and shipping are reckoned.</summary>
    public long? TotalCents { get; init; }

    /// <summary>What the goods cost the shop, in cents; null where the statement does not say.</summary>
    public long? CostCents { get; init; }

    /// <summary>What was given back in all, where the statement says so; null where it is told by
    /// <see cref="OrderChange"/> alone.</summary>
    public long? RefundedCents { get; init; }

    /// <summary>Subscription, gift.</summary>
    public OrderFlags Flags { get; init; }

    /// <summary>How the discount was given.</summary>
    public DiscountMechanism Mechanism { get; init; }

    /// <summary>Its lines, or null where the statement has none; what is known of them then stays.</summary>
    public IReadOnlyList<LineStatement>? Lines { get; init; }
}

/// <summary>One line of an order.</summary>
/// <param name="Product">The shop's own product id or SKU.</param>
/// <param name="Quantity">Units, at least 1.</param>
/// <param name="GrossCents">All units before discount, in cents.</param>
/// <param name="DiscountCents">Discount on the line, in cents.</param>
public sealed record LineStatement(string Product, int Quantity, long GrossCents, long DiscountCents)
{
    /// <summary>Units that came back.</summary>
    public int RefundedQuantity { get; init; }
}

/// <summary>What became of an order after it was placed. May arrive before the order does.</summary>
/// <param name="Number">The order's, as in <see cref="OrderStatement"/>.</param>
/// <param name="RefundedCents">What was given back by this one refund, in cents; null for everything: a full refund, or
/// the order was cancelled.</param>
public sealed record OrderChange(string Number, long? RefundedCents)
{
    /// <summary>What the amount is of: the goods, or all that was paid.</summary>
    public RefundUnit Unit { get; init; }
}

/// <summary>Something a customer did besides buying.</summary>
/// <param name="Kind">What.</param>
public sealed record ActivityStatement(ActivityKind Kind)
{
    /// <summary>The product it was about, or null.</summary>
    public string? Product { get; init; }

    /// <summary>How long, or 0.</summary>
    public int DurationSeconds { get; init; }

    /// <summary>What its source calls it: "Coupon Applied", a page's name, a review's title, a survey's question, a
    /// ticket's subject; or null. Cut to <see cref="SaidText.LongestName"/>.</summary>
    public string? Name { get; init => field = SaidText.Name(value); }

    /// <summary>What else it says, as <see cref="EventProperties"/> keeps it; null for nothing.</summary>
    public string? Properties { get; init; }

    /// <summary>How good it was found; null where it says no number.</summary>
    public Rating? Rating { get; init; }

    /// <summary>What was written, or null.</summary>
    public string? Text { get; init => field = SaidText.Of(value); }

    /// <summary>The ticket, or the review's own number; or null.</summary>
    public string? Thread { get; init => field = SaidText.Name(value); }

    /// <summary>What it says beyond what it was; null for kinds that never do.</summary>
    internal ActivityDetail? Detail => !Kind.HasDetail() ? null
        : new ActivityDetail { Rating = Rating, Text = Text, Thread = Thread };
}

/// <summary>An outbound message that another tool sent.</summary>
/// <param name="Channel">How.</param>
/// <param name="Number">What its source calls this one message to this one customer; responses name it.</param>
public sealed record ContactStatement(ContactChannel Channel, string Number)
{
    /// <summary>The mailing it was part of, or null.</summary>
    public string? Strategy { get; init; }

    /// <summary>What else it was part of, or null.</summary>
    public ContactContext? Context { get; init; }
}

/// <summary>What came back on a contact.</summary>
/// <param name="Kind">What.</param>
/// <param name="Channel">On which channel.</param>
public sealed record ResponseStatement(ResponseKind Kind, ContactChannel Channel)
{
    /// <summary>The contact's own id, where the provider gave it back; else null.</summary>
    public FactId? ContactId { get; init; }

    /// <summary>What its source calls the contact (<see cref="ContactStatement.Number"/>), or null.</summary>
    public string? ContactNumber { get; init; }

    /// <summary>The outcome in the source's words (a bounce's class, a call's disposition), or null.</summary>
    public string? Disposition { get; init; }

    /// <summary>The topic that an unsubscription is about; null for everything by the channel.</summary>
    public string? Topic { get; init; }

    /// <summary>What was answered, or null.</summary>
    public string? Text { get; init => field = SaidText.Of(value); }
}
