namespace Perennial.Core.History;

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
