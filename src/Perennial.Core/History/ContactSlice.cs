namespace Perennial.Core.History;

/// <summary>Some consecutive contacts with one customer, in time order.</summary>
public readonly ref struct ContactSlice
{
    readonly ContactFacts? facts;
    readonly int start;

    internal ContactSlice(ContactFacts facts, int start, int end) =>
        (this.facts, this.start, Count) = (facts, start, end - start);

    /// <summary>Number of contacts.</summary>
    public int Count { get; }

    /// <summary>When each was, ascending.</summary>
    public ReadOnlySpan<Instant> At => Slice(facts?.At);

    /// <summary>On which channel.</summary>
    public ReadOnlySpan<ContactChannel> Channel => Slice(facts?.Channel);

    /// <summary>Each one's id; empty where contacts are only counted.</summary>
    public ReadOnlySpan<FactId> Id => Slice(facts?.Id);

    /// <summary>Each one's strategy; empty if unknown for all.</summary>
    public ReadOnlySpan<string?> Strategy => Slice(facts?.Strategy);

    /// <summary>What else each was part of; empty if nothing is known of any.</summary>
    public ReadOnlySpan<ContactContext?> Context => Slice(facts?.Context);

    /// <summary>When the shop first knew of each; empty where nobody asked.</summary>
    public ReadOnlySpan<Instant> KnownAt => Slice(facts?.KnownAt);

    ReadOnlySpan<T> Slice<T>(T[]? array) => array is null or { Length: 0 } ? [] : array.AsSpan(start, Count);
}
