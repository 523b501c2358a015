namespace Perennial.Core.Shards;

/// <summary>The kinds of facts.</summary>
public enum FactKind : byte
{
    /// <summary>An order.</summary>
    Order = 1,

    /// <summary>A refund or a cancellation of an order.</summary>
    OrderChange = 2,

    /// <summary>What a customer did on the site or by telephone.</summary>
    Activity = 3,

    /// <summary>One message, call or letter to the customer.</summary>
    Contact = 4,

    /// <summary>What the customer made of one.</summary>
    Response = 5,
}

/// <summary>A fact that the shop did not know before.</summary>
/// <param name="Row">The row of the customer among those of the step.</param>
/// <param name="Kind">What kind of fact.</param>
/// <param name="Id">The fact's own id: whatever is to follow from it once is keyed by this, never by when it happened
/// or when somebody noticed.</param>
/// <param name="At">When it happened; it may be long ago.</param>
public readonly record struct NewFact(int Row, FactKind Kind, UInt128 Id, Instant At);
