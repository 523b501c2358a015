using Perennial.Core;

namespace Perennial.Channels.Destinations;

/// <summary>The customer that another has become.</summary>
/// <param name="Customer">By our own id.</param>
/// <param name="Identity">By the key that the destination knows customers by; empty where there is none.</param>
public sealed record MergedInto(CustomerId Customer, string Identity);

/// <summary>What a strategy tells another program.</summary>
/// <param name="Id">The same however often it is told.</param>
/// <param name="Name">What happened, in the strategy's words.</param>
/// <param name="Strategy">Whose.</param>
/// <param name="Step">Of which step.</param>
public sealed record OutgoingEvent(string Id, string Name, string Strategy, string Step);

/// <summary>What a destination is told of one customer.</summary>
public sealed record OutgoingChange
{
    /// <summary>"destination:shard:sequence": the same for every attempt, so that a receiver can tell what it has had.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Who, by our own id.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>Who, by the key that the destination knows customers by. Empty only where it needs none.</summary>
    public required string Identity { get; init; }

    /// <summary>When it changed.</summary>
    public required Instant At { get; init; }

    /// <summary>Mapped fields in the order of the mapping: texts, numbers, true or false, null for no value.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Fields { get; init; } = [];

    /// <summary>Segments the customer came into.</summary>
    public IReadOnlyList<string> Entered { get; init; } = [];

    /// <summary>Segments the customer went out of.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>What strategies tell; only where the destination takes it.</summary>
    public IReadOnlyList<OutgoingEvent> Events { get; init; } = [];

    /// <summary>The customer was erased: the destination must forget the person too.</summary>
    public bool IsErased { get; init; }

    /// <summary>Whom the customer has become; null where they are still their own. The destination must not keep them
    /// as somebody of their own.</summary>
    public MergedInto? MergedInto { get; init; }

    /// <summary>Whether the customer is there no more.</summary>
    public bool IsGone => IsErased || MergedInto is not null;

    /// <summary>One of the first full sync, not a change that happened now.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Whether the customer may be written to by e-mail; null where nobody asked.</summary>
    public bool? MayEmail { get; init; }

    /// <summary>A field's value; null where it has none.</summary>
    public object? this[string field] => Fields.FirstOrDefault(one => one.Key == field).Value;
}
