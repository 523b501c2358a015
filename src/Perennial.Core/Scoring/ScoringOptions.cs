using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Rfm;

namespace Perennial.Core.Scoring;

/// <summary>What a scoring run is asked to do.</summary>
public sealed record ScoringOptions : ModelOptions
{
    /// <summary>How measures become scores.</summary>
    public RfmOptions Rfm { get; init; } = new();

    /// <summary>How long the top lists are.</summary>
    public PriorityOptions Priority { get; init; } = new();

    /// <summary>How prospects and customers stand in one order.</summary>
    public ProspectPlace Prospects { get; init; }

    /// <summary>How scores are named.</summary>
    public required RfmSegmentSet RfmSegmentSet { get; init; }
}
