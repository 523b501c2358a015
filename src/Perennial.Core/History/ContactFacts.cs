namespace Perennial.Core.History;

/// <summary>Ways to reach a customer. Numbers are stored; never renumber.</summary>
public enum ContactChannel : byte
{
    /// <summary>E-mail.</summary>
    Email = 1,

    /// <summary>Text message.</summary>
    Sms = 2,

    /// <summary>A call by a member of staff.</summary>
    Call = 3,

    /// <summary>A letter.</summary>
    Letter = 4,

    /// <summary>An advertisement shown to a custom audience.</summary>
    Ad = 5,
}

/// <summary>What came back from a contact. Numbers are stored; never renumber.</summary>
public enum ResponseKind : byte
{
    /// <summary>Accepted by the receiving side.</summary>
    Delivered = 1,

    /// <summary>Opened.</summary>
    Open = 2,

    /// <summary>A link followed.</summary>
    Click = 3,

    /// <summary>Answered.</summary>
    Reply = 4,

    /// <summary>Could not be delivered.</summary>
    Bounce = 5,

    /// <summary>Marked as spam.</summary>
    Complaint = 6,

    /// <summary>Unsubscribed.</summary>
    Unsubscribe = 7,

    /// <summary>How a call ended; the disposition is named beside it.</summary>
    Disposition = 8,
}

/// <summary>All contacts of all customers as arrays, grouped by customer and in time order within one.</summary>
public sealed class ContactFacts
{
    /// <summary>No contacts for <paramref name="customers"/> customers.</summary>
    public static ContactFacts Empty(int customers) => new()
    {
        Start = new int[customers + 1],
        At = [],
        Channel = [],
    };

    /// <summary>Where each customer's contacts start, and the end of the last customer's.</summary>
    public required int[] Start { get; init; }

    /// <summary>When.</summary>
    public required Instant[] At { get; init; }

    /// <summary>On which channel.</summary>
    public required ContactChannel[] Channel { get; init; }

    /// <summary>What makes each contact the same one when it arrives again; responses name contacts by it. Empty
    /// where they are only counted.</summary>
    public FactId[] Id { get; init; } = [];

    /// <summary>The strategy each belonged to, null where unknown; empty if unknown for all.</summary>
    public string?[] Strategy { get; init; } = [];

    /// <summary>What else each was part of, null where nothing is known of it; empty if nothing is for all.</summary>
    public ContactContext?[] Context { get; init; } = [];

    /// <summary>When the shop first knew of each; <see cref="Instant.None"/> where nobody wrote that down: when it was
    /// made. Empty where nobody asked.</summary>
    public Instant[] KnownAt { get; init; } = [];
}

/// <summary>All responses of all customers as arrays, grouped by customer and in time order within one.</summary>
public sealed class ResponseFacts
{
    /// <summary>No responses for <paramref name="customers"/> customers.</summary>
    public static ResponseFacts Empty(int customers) => new()
    {
        Start = new int[customers + 1],
        At = [],
        Kind = [],
        Channel = [],
    };

    /// <summary>Where each customer's responses start, and the end of the last customer's.</summary>
    public required int[] Start { get; init; }

    /// <summary>When.</summary>
    public required Instant[] At { get; init; }

    /// <summary>What.</summary>
    public required ResponseKind[] Kind { get; init; }

    /// <summary>On which channel.</summary>
    public required ContactChannel[] Channel { get; init; }

    /// <summary>What makes each response the same one when it arrives again; empty where they are only
    /// counted.</summary>
    public FactId[] Id { get; init; } = [];

    /// <summary>The contact answered; <see cref="FactId.None"/> where not named (then it is the last contact of the
    /// channel before); empty if none is named.</summary>
    public FactId[] Contact { get; init; } = [];

    /// <summary>How a call ended, in the shop's words; null elsewhere; empty if unknown for all.</summary>
    public string?[] Disposition { get; init; } = [];

    /// <summary>The topic that an unsubscription is about; null for everything by its channel; empty if it is null for
    /// all. On the way into the store alone: histories do not have it.</summary>
    public string?[] Topic { get; init; } = [];

    /// <summary>What was answered, null where it is not known; empty where nobody wrote anything, and in histories of
    /// everybody.</summary>
    public string?[] Text { get; init; } = [];

    /// <summary>When the shop first knew of each; <see cref="Instant.None"/> where nobody wrote that down: when it
    /// came. Empty where nobody asked.</summary>
    public Instant[] KnownAt { get; init; } = [];
}
