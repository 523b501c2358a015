namespace Perennial.Core.History;

/// <summary>Some consecutive responses of one customer, in time order.</summary>
public readonly ref struct ResponseSlice
{
    readonly ResponseFacts? facts;
    readonly int start;

    internal ResponseSlice(ResponseFacts facts, int start, int end) =>
        (this.facts, this.start, Count) = (facts, start, end - start);

    /// <summary>Number of responses.</summary>
    public int Count { get; }

    /// <summary>When each was, ascending.</summary>
    public ReadOnlySpan<Instant> At => Slice(facts?.At);

    /// <summary>What each was.</summary>
    public ReadOnlySpan<ResponseKind> Kind => Slice(facts?.Kind);

    /// <summary>On which channel.</summary>
    public ReadOnlySpan<ContactChannel> Channel => Slice(facts?.Channel);

    /// <summary>Each one's id; empty where responses are only counted.</summary>
    public ReadOnlySpan<FactId> Id => Slice(facts?.Id);

    /// <summary>The contact each answers, or None; empty if none is named.</summary>
    public ReadOnlySpan<FactId> Contact => Slice(facts?.Contact);

    /// <summary>How a call ended; empty if unknown for all.</summary>
    public ReadOnlySpan<string?> Disposition => Slice(facts?.Disposition);

    /// <summary>When the shop first knew of each; empty where nobody asked.</summary>
    public ReadOnlySpan<Instant> KnownAt => Slice(facts?.KnownAt);

    ReadOnlySpan<T> Slice<T>(T[]? array) => array is null or { Length: 0 } ? [] : array.AsSpan(start, Count);
}
