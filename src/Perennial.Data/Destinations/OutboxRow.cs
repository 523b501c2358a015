using Perennial.Core;

namespace Perennial.Data.Destinations;

/// <summary>One change as the shard transaction that made it wrote it down.</summary>
/// <param name="Sequence">Ascending in a shard, in the order of commits.</param>
/// <param name="Customer">Whose.</param>
/// <param name="At">When.</param>
/// <param name="Change">JSON: columns that changed, segments entered and left; or that the customer was erased.</param>
public sealed record OutboxRow(long Sequence, CustomerId Customer, Instant At, string Change);
