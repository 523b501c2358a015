using Perennial.Core.Cycle;
using Perennial.Core.Lifetime;
using Perennial.Core.Pressure;
using Perennial.Core.Priority;
using Perennial.Core.Rfm;
using Perennial.Core.Segments;

namespace Perennial.Core.Scoring;

/// <summary>What a scoring run is asked to do.</summary>
public sealed record ScoringOptions
{
    /// <summary>How measures become scores.</summary>
    public RfmOptions Rfm { get; init; } = new();

    /// <summary>How long the top lists are.</summary>
    public PriorityOptions Priority { get; init; } = new();

    /// <summary>How purchase cycles are fitted.</summary>
    public CycleOptions Cycle { get; init; } = new();

    /// <summary>What contacts cost and orders bring.</summary>
    public PressureCosts PressureCosts { get; init; } = new();

    /// <summary>How lifetime models are fitted.</summary>
    public LifetimeOptions Lifetime { get; init; } = new();

    /// <summary>The named segments.</summary>
    public required SegmentSet Segments { get; init; }
}
