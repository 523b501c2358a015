namespace Perennial.Data.Scoring;

/// <summary>Where a customer stood from one scoring run on, until the next entry.</summary>
/// <param name="ScoringRunId">The scoring run.</param>
/// <param name="AsOfDay">The shop's calendar day that the scoring run was for.</param>
/// <param name="R">Score, 0 for none; likewise <paramref name="F"/> and <paramref name="M"/>.</param>
/// <param name="F">Score.</param>
/// <param name="M">Score.</param>
/// <param name="RfmSegment">RFM segment; empty for none.</param>
/// <param name="Lifecycle">Lifecycle stage.</param>
/// <param name="CycleStatus">Cycle status; empty for none.</param>
public sealed record ScoreEntry(
    long ScoringRunId, int AsOfDay, int R, int F, int M, string RfmSegment, string Lifecycle, string CycleStatus);

/// <summary>How many customers stood where at one scoring run and at a later one. Empty texts: not there, or no
/// value.</summary>
public sealed record Transition(
    string RfmSegmentBefore, string RfmSegmentAfter, string LifecycleBefore, string LifecycleAfter,
    string CycleBefore, string CycleAfter, int Customers);
