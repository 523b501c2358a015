using Perennial.Core.Promotion;
using Perennial.Core.Scoring;
using Perennial.Data.Destinations;
using Perennial.Data.Segments;
using Perennial.Data.Strategies;

namespace Perennial.Data.Watching;

/// <summary>What a moment is made of, read at once.</summary>
/// <param name="Version">Counts its changes.</param>
/// <param name="ScoringRun">The run in force; null before the first.</param>
/// <param name="Settings">All settings by name.</param>
/// <param name="Promotions">What was on promotion when.</param>
/// <param name="Segments">The shop's own segments in force.</param>
/// <param name="Watched">Further segments that somebody asked to be watched.</param>
/// <param name="Destinations">Who is told.</param>
public sealed record MomentParts(
    long Version, ScoringRun? ScoringRun, IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<PromotionMonth> Promotions, IReadOnlyList<SegmentVersion> Segments, IReadOnlyList<string> Watched,
    IReadOnlyList<DestinationEntry> Destinations)
{
    /// <summary>What the strategies are made of.</summary>
    public StrategyParts Strategies { get; init; } = StrategyParts.None;

    /// <summary>The levels of tests of the top of some customers, by their text.</summary>
    public IReadOnlyDictionary<string, double> Levels { get; init; } = new Dictionary<string, double>();
}
