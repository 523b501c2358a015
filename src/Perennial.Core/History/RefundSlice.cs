namespace Perennial.Core.History;

/// <summary>Some consecutive refunds, as spans over the table's arrays.</summary>
public readonly ref struct RefundSlice
{
    readonly RefundFacts facts;
    readonly int start;

    internal RefundSlice(RefundFacts facts, int start, int end) =>
        (this.facts, this.start, Count) = (facts, start, end - start);

    /// <summary>Number of refunds.</summary>
    public int Count { get; }

    /// <summary>When each was made, ascending.</summary>
    public ReadOnlySpan<Instant> At => facts.At.AsSpan(start, Count);

    /// <summary>How much each gave back of the goods, cents.</summary>
    public ReadOnlySpan<long> Cents => facts.Cents.AsSpan(start, Count);

    /// <summary>When the shop first knew of each; empty where nobody asked.</summary>
    public ReadOnlySpan<Instant> KnownAt => facts.KnownAt.Length == 0 ? [] : facts.KnownAt.AsSpan(start, Count);
}
