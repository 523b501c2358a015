namespace Perennial.Core.History;

/// <summary>Some consecutive activities of one customer, in time order.</summary>
public readonly ref struct ActivitySlice
{
    readonly ActivityFacts? facts;
    readonly int start;

    internal ActivitySlice(ActivityFacts facts, int start, int end) =>
        (this.facts, this.start, Count) = (facts, start, end - start);

    /// <summary>Number of activities.</summary>
    public int Count { get; }

    /// <summary>When each was, ascending.</summary>
    public ReadOnlySpan<Instant> At => Slice(facts?.At);

    /// <summary>What each was.</summary>
    public ReadOnlySpan<ActivityKind> Kind => Slice(facts?.Kind);

    /// <summary>Index of the product in <see cref="HistoryTable.Products"/>, or −1.</summary>
    public ReadOnlySpan<int> Product => Slice(facts?.Product);

    /// <summary>How long each lasted, seconds; 0 where unknown.</summary>
    public ReadOnlySpan<int> DurationSeconds => Slice(facts?.DurationSeconds);

    /// <summary>Each one's id; empty where activities are only counted.</summary>
    public ReadOnlySpan<FactId> Id => Slice(facts?.Id);

    /// <summary>What feedback or a support contact says; null where there is nothing.</summary>
    /// <param name="activity">Which of these activities.</param>
    public ActivityDetail? Detail(int activity) => facts?.Details?.Of(start + activity);

    /// <summary>The first of these activities, from the given one on, that says more than what it was;
    /// <see cref="Count"/> where none does. Costs next to nothing where nobody's does.</summary>
    public int NextDetailed(int activity) => facts?.Details is { } details
        ? Math.Min(Count, details.NextFrom(start + activity) - start) : Count;

    /// <summary>What its source calls each; empty where nobody asked.</summary>
    public ReadOnlySpan<string?> Name => Slice(facts?.Name);

    /// <summary>What else its source says of each; empty where nobody asked.</summary>
    public ReadOnlySpan<string?> Properties => Slice(facts?.Properties);

    /// <summary>When the shop first knew of each; empty where nobody asked.</summary>
    public ReadOnlySpan<Instant> KnownAt => Slice(facts?.KnownAt);

    ReadOnlySpan<T> Slice<T>(T[]? array) => array is null or { Length: 0 } ? [] : array.AsSpan(start, Count);
}
