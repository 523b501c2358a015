using Perennial.Core;
using Perennial.Core.Segments;

namespace Perennial.Data.Segments;

/// <summary>One version of a segment as the store keeps it.</summary>
/// <param name="Segment">Name, rule, description and set.</param>
/// <param name="Version">From 1; a changed rule is a new version.</param>
/// <param name="CreatedAt">When this version was saved first.</param>
/// <param name="IsActive">Whether it is in force.</param>
public sealed record SegmentVersion(ShopSegment Segment, int Version, Instant CreatedAt, bool IsActive)
{
    /// <summary>When it was taken out of force; None while it is in force, and where nobody wrote it down.</summary>
    public Instant EndedAt { get; init; } = Instant.None;
}
