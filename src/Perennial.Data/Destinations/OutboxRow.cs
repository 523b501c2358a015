using Perennial.Core;

namespace Perennial.Data.Destinations;

/// <summary>One change as the shard transaction that made it wrote it down.</summary>
/// <param name="Sequence">Ascending in a shard, in the order of commits.</param>
/// <param name="Customer">Whose.</param>
/// <param name="At">When.</param>
/// <param name="Change">JSON: columns that changed, segments entered and left; or that the customer was erased.</param>
public sealed record OutboxRow(long Sequence, CustomerId Customer, Instant At, string Change)
{
    /// <summary>Whether a change tells that its customer is there no more.</summary>
    internal static bool IsGone(string change) => change.StartsWith("""{"gone":true""", StringComparison.Ordinal);
}
