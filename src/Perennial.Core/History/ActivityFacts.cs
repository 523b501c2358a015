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

    /// <summary>A rating without a word.</summary>
    Rating = 12,

    /// <summary>An answer to a question of a survey.</summary>
    SurveyAnswer = 13,

    /// <summary>A review of a product or of the shop.</summary>
    Review = 14,

    /// <summary>The customer asked for help, or complained.</summary>
    SupportOpened = 15,

    /// <summary>The shop answered.</summary>
    SupportAnswered = 16,

    /// <summary>What was asked for was settled.</summary>
    SupportResolved = 17,

    /// <summary>It was not settled after all.</summary>
    SupportReopened = 18,

    /// <summary>A consent confirmed, by the link in a message (double opt-in).</summary>
    Confirmation = 19,

    /// <summary>Anything else a tracker sent.</summary>
    Other = 255,
}

/// <summary>Groups of kinds.</summary>
public static class ActivityKinds
{
    /// <summary>Whether it says what a customer thinks of the shop or its goods.</summary>
    public static bool IsFeedback(this ActivityKind kind) => kind is >= ActivityKind.Rating and <= ActivityKind.Review;

    /// <summary>Whether it is about a request for help, a ticket.</summary>
    public static bool IsSupport(this ActivityKind kind) =>
        kind is >= ActivityKind.SupportOpened and <= ActivityKind.SupportReopened;

    /// <summary>Whether it may have an <see cref="ActivityDetail"/>.</summary>
    public static bool HasDetail(this ActivityKind kind) => kind.IsFeedback() || kind.IsSupport();
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

    /// <summary>What its source calls each: an event's name, a review's title, a survey's question, a ticket's
    /// subject; null where the kind says it all; empty where none has a name, and in histories of everybody.</summary>
    public string?[] Name { get; init; } = [];

    /// <summary>What else its source says of each (<see cref="EventProperties"/>); null where nothing; empty where none
    /// has any, and in histories of everybody.</summary>
    public string?[] Properties { get; init; } = [];

    /// <summary>What feedback and support contacts say; null where there are none.</summary>
    public ActivityDetails? Details { get; init; }

    /// <summary>When the shop first knew of each; <see cref="Instant.None"/> where nobody wrote that down: when it
    /// happened. Empty where nobody asked.</summary>
    public Instant[] KnownAt { get; init; } = [];
}
