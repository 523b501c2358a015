namespace Perennial.Core.Cycle.Gaps;

/// <summary>How gaps between purchases are read from a history.</summary>
/// <remarks>
/// Every day with an order that was not fully returned counts, deliveries of a subscription and yearly gifts too: a
/// running subscription is a cycle well known, and one delivery missed shows at once; a customer who only gives a
/// yearly present has a cycle of a year.
/// </remarks>
public sealed record GapOptions
{
    /// <summary>Longer gaps count as so many days, so that one long absence does not decide what is usual. Default
    /// 730; at least 1.</summary>
    public int LongestGapDays { get; init; } = 730;

    /// <summary>Refuses a limit below one day.</summary>
    /// <exception cref="ArgumentException">With the limit found.</exception>
    public void Check()
    {
        if (LongestGapDays < 1)
            throw new ArgumentException($"The longest gap must be a day or more: {LongestGapDays}.");
    }
}
