using System.Runtime.CompilerServices;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Rfm;

namespace Perennial.Core.Scoring;

/// <summary>
/// One computation of cut points, and what it found. Stored whole (as JSON), so that scores can be explained and
/// reapplied long after.
/// </summary>
public sealed record ScoringRun
{
    /// <summary>Number given by the store, ascending; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The instant that recency was measured from.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>The shop's calendar day of <see cref="AsOf"/>.</summary>
    public required int AsOfDay { get; init; }

    /// <summary>How measures became scores.</summary>
    public required RfmOptions Rfm { get; init; }

    /// <summary>The limits found.</summary>
    public required RfmCutPoints CutPoints { get; init; }

    /// <summary>How long the top lists were asked to be.</summary>
    public required PriorityOptions Priority { get; init; }

    /// <summary>What it takes to be on each top list.</summary>
    public required PriorityLimits PriorityLimits { get; init; }

    /// <summary>Name, bins, otherwise and rules of the RFM segment set in force.</summary>
    public required RfmSegmentSetDefinition RfmSegmentSet { get; init; }

    /// <summary>Customers with an order: those who were scored.</summary>
    public required int Customers { get; init; }

    /// <summary>Customers with each score 1..bins, by R, F and M.</summary>
    public required ScoreCounts Counts { get; init; }

    /// <summary>Customers, orders and revenue of each RFM segment, in the set's order.</summary>
    public required IReadOnlyList<RfmSegmentTotal> RfmSegmentTotals { get; init; }

    /// <summary>The models fitted.</summary>
    public Models Models { get; init; } = new();

    /// <summary>Who moved from which RFM segment to which since the last scoring run of an earlier day; empty at
    /// the first.</summary>
    public IReadOnlyList<RfmSegmentMove> Moves { get; init; } = [];
}

/// <summary>How many customers have each score. A score that nobody has is a collapsed bin.</summary>
/// <param name="R">Entry 0 counts score 1.</param>
/// <param name="F">Entry 0 counts score 1.</param>
/// <param name="M">Entry 0 counts score 1.</param>
public sealed record ScoreCounts(int[] R, int[] F, int[] M);

/// <summary>What an RFM segment adds up to.</summary>
/// <param name="Name">The RFM segment.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Orders">Their orders.</param>
/// <param name="RevenueCents">Their revenue, cents, each customer at least 0.</param>
public sealed record RfmSegmentTotal(string Name, int Customers, long Orders, long RevenueCents);

/// <summary>How many customers moved between two RFM segments.</summary>
/// <param name="From">RFM segment before; empty for customers who had none.</param>
/// <param name="To">RFM segment now.</param>
/// <param name="Customers">How many.</param>
public sealed record RfmSegmentMove(string From, string To, int Customers);

/// <summary>An RFM segment set as data, without what follows from it.</summary>
public sealed record RfmSegmentSetDefinition(
    string Name, int Bins, string Otherwise, string Note, IReadOnlyList<RfmSegmentRule> Rules)
{
    /// <summary>The definition of a set.</summary>
    public static RfmSegmentSetDefinition Of(RfmSegmentSet set) =>
        new(set.Name, set.Bins, set.Otherwise, set.Note, set.Rules);

    static readonly ConditionalWeakTable<RfmSegmentSetDefinition, RfmSegmentSet> Resolved = [];

    /// <summary>Resolves and checks the set, once for as long as somebody holds the definition: an event is scored in
    /// less time than that takes.</summary>
    public RfmSegmentSet ToSet() => Resolved.GetValue(this, static definition =>
        new RfmSegmentSet(definition.Name, definition.Bins, definition.Rules, definition.Otherwise)
        {
            Note = definition.Note,
        });
}
