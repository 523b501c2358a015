using Perennial.Core;

namespace Perennial.Data.Segments;

/// <summary>One stay of a customer in a segment.</summary>
/// <param name="Segment">Its name.</param>
/// <param name="EnteredAt">Since when.</param>
/// <param name="LeftAt">Until when; None while it lasts.</param>
public sealed record SegmentStay(string Segment, Instant EnteredAt, Instant LeftAt);
