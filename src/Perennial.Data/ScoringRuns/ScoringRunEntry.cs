using Perennial.Core;

namespace Perennial.Data.ScoringRuns;

/// <summary>One line of the list of scoring runs.</summary>
public sealed record ScoringRunEntry(long Id, Instant AsOf, int AsOfDay, Instant CreatedAt, int Customers)
{
    /// <summary>How long it took; null where nobody measured.</summary>
    public TimeSpan? Duration { get; init; }
}
