namespace Perennial.Core.History;

/// <summary>What a customer did besides buying. Numbers are stored; never renumber.</summary>
public enum ActivityKind : byte
{
    /// <summary>Any page.</summary>
    PageView = 1,

    /// <summary>A product's page.</summary>
    ProductView = 2,

    /// <summary>Something put into the cart.</summary>
    CartAdd = 3,

    /// <summary>The cart looked at.</summary>
    CartView = 4,

    /// <summary>A checkout begun.</summary>
    CheckoutStart = 5,

    /// <summary>A form sent.</summary>
    Form = 6,

    /// <summary>A video watched.</summary>
    Video = 7,

    /// <summary>A login.</summary>
    Login = 8,

    /// <summary>A call from the customer.</summary>
    InboundCall = 9,

    /// <summary>A report, guide or catalogue read or downloaded.</summary>
    ReportRead = 10,

    /// <summary>A link followed from elsewhere (an e-mail's click is a response, not this).</summary>
    LinkClick = 11,

    /// <summary>Anything else a tracker sent.</summary>
    Other = 255,
}

/// <summary>All activities of all customers as arrays, grouped by customer and in time order within one.</summary>
public sealed class ActivityFacts
{
    /// <summary>No activities for <paramref name="customers"/> customers.</summary>
    public static ActivityFacts Empty(int customers) => new()
    {
        Start = new int[customers + 1],
        At = [],
        Kind = [],
        Product = [],
        DurationSeconds = [],
    };

    /// <summary>Where each customer's activities start, and the end of the last customer's.</summary>
    public required int[] Start { get; init; }

    /// <summary>When.</summary>
    public required Instant[] At { get; init; }

    /// <summary>What.</summary>
    public required ActivityKind[] Kind { get; init; }

    /// <summary>Index of the product in <see cref="HistoryTable.Products"/>, or −1.</summary>
    public required int[] Product { get; init; }

    /// <summary>How long it lasted in seconds; 0 where unknown.</summary>
    public required int[] DurationSeconds { get; init; }

    /// <summary>What makes each activity the same one when it arrives again; empty where they are only
    /// counted.</summary>
    public FactId[] Id { get; init; } = [];

    /// <summary>What its source calls each, null where the kind says it all; empty where none has a name.</summary>
    public string?[] Name { get; init; } = [];
}
