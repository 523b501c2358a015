using Perennial.Core.History;

namespace Perennial.Core.Shards;

/// <summary>A fact that the shop did not know before.</summary>
/// <param name="Row">The row of the customer among those of the step.</param>
/// <param name="Kind">What kind of fact.</param>
/// <param name="Id">The fact's own id: whatever is to follow from it once is keyed by this, never by when it happened
/// or when somebody noticed.</param>
/// <param name="At">When it happened; it may be long ago.</param>
public readonly record struct NewFact(int Row, FactKind Kind, UInt128 Id, Instant At);
