namespace Perennial.Core.Segments.Rules;

/// <summary>One customer's way through a strategy, as far as rules ask about it: what <c>since entry</c> and
/// <c>since last contact</c> are counted from.</summary>
/// <param name="EnteredAt">When the customer entered. What happened later counts as since entry; what brought the
/// customer in (at this instant or before) does not.</param>
public sealed record RuleEntry(Instant EnteredAt)
{
    const long LateMs = 7 * 24 * 60 * 60 * 1_000L;

    /// <summary>When the last contact of this way went, or would have gone to a customer who is held out;
    /// <see cref="Instant.None"/> while there is none: then it is counted from the entry.</summary>
    public Instant LastContactAt { get; init; } = Instant.None;

    /// <summary>From when on facts count that the shop heard of only after the entry: seven times 24 hours before it.
    /// So an import of the night does not lose what happened on the day.</summary>
    internal Instant LateFrom => new(EnteredAt.UnixMs - LateMs);
}

/// <summary>An instant of a customer's way through a strategy.</summary>
public enum SinceWhat
{
    /// <summary>None.</summary>
    Nothing,

    /// <summary>The entry.</summary>
    Entry,

    /// <summary>The last contact of this way.</summary>
    LastContact,
}
