namespace Perennial.Core.Priority;

/// <summary>How long the top lists by recency, frequency and money are.</summary>
public sealed record PriorityOptions
{
    /// <summary>Customers on each list; overrides <see cref="TopShare"/> when set. At least 1.</summary>
    public int? TopCount { get; init; }

    /// <summary>Share of all customers with an order on each list, in 0..1, rounded up. Default 0.1.</summary>
    public double TopShare { get; init; } = 0.1;

    /// <summary>The length of each list among so many customers, never more than there are.</summary>
    /// <exception cref="BadInputException">The count is below 1 or the share outside 0..1.</exception>
    public int ListLength(int customers)
    {
        if (TopCount is < 1)
            throw new BadInputException("priority top count", $"{TopCount} is no list.", "Use 1 or more.");
        if (TopCount is null && TopShare is not (> 0 and <= 1))
            throw new BadInputException("priority top share", $"{TopShare} is no share.", "Use above 0 up to 1.");
        return Math.Min(customers, TopCount ?? (int)Math.Ceiling(TopShare * customers));
    }
}
