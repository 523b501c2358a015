using Perennial.Core;

namespace Perennial.Data.Segments;

/// <summary>How many came into a segment and left it at one recording.</summary>
/// <param name="At">When it was written down.</param>
/// <param name="Entered">Customers who came in.</param>
/// <param name="Left">Customers who left.</param>
public sealed record SegmentMoves(Instant At, int Entered, int Left);

/// <summary>One customer who came into a segment or left it.</summary>
/// <param name="Customer">Who.</param>
/// <param name="At">When it was written down.</param>
public sealed record SegmentMover(CustomerId Customer, Instant At);

/// <summary>What a recount of stays found.</summary>
/// <param name="Entered">Stays that began.</param>
/// <param name="Left">Stays that ended.</param>
public readonly record struct SegmentTransitions(int Entered, int Left);
