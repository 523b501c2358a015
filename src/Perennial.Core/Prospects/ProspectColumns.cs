using Perennial.Core.Profiles;

namespace Perennial.Core.Prospects;

/// <summary>The columns of prospects.</summary>
public static class ProspectColumns
{
    const string RfdSource = "Recency, frequency, duration: ClickZ, RFM part 2";

    /// <summary>Days since the last favourable action of a prospect.</summary>
    public static Column<int> RecencyDays { get; } = new()
    {
        Name = "prospect_recency_days", Type = ColumnType.Days, Kind = ColumnKind.Clock, Unit = "days",
        Formula = "Calendar days since the last favourable action; only without an order.",
        Source = RfdSource,
        ReadAt = ProspectFold.ReadAt,
    };

    /// <summary>Favourable actions of a prospect.</summary>
    public static Column<int> Actions { get; } = new()
    {
        Name = "prospect_actions", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "actions",
        Formula = "Reports read, videos watched, links followed, logins and return visits; only without an order.",
        Source = RfdSource,
    };

    /// <summary>Time a prospect spent.</summary>
    public static Column<int> DurationSeconds { get; } = new()
    {
        Name = "prospect_duration_seconds", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "seconds",
        Formula = "Time spent on all activities: as measured, else until the next one of the same visit; only "
            + "without an order.",
        Source = RfdSource,
    };

    /// <summary>Activities of a prospect.</summary>
    public static Column<int> Activities { get; } = new()
    {
        Name = "prospect_activities", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "activities",
        Formula = "Activities of any kind; only without an order.",
        Source = RfdSource,
    };

    /// <summary>Instant of the last favourable action of a prospect.</summary>
    public static Column<Instant> LastActionAt { get; } = new()
    {
        Name = "prospect_last_action_at", Type = ColumnType.Instant, Kind = ColumnKind.Fact, Unit = "UTC",
        Formula = "When the last favourable action was; only without an order.",
        Source = RfdSource,
    };

    /// <summary>Where a prospect stands.</summary>
    public static Column<byte> Kind { get; } = new()
    {
        Name = "prospect_kind", Type = ColumnType.Label, Kind = ColumnKind.Status, Unit = "name",
        Formula = "By days since the last favourable action: active (0-30), cooling (31-120), dormant; silent if "
            + "there never was one; only without an order.",
        Source = RfdSource, Labels = ProspectKinds.Names,
    };

    /// <summary>Recency score among prospects.</summary>
    public static Column<byte> RfdR { get; } = new()
    {
        Name = "rfd_r", Type = ColumnType.Score, Kind = ColumnKind.ScoringRun, Unit = "1..bins",
        Formula = "Score of the last favourable action's day among prospects; the most recent scores highest.",
        Source = RfdSource,
    };

    /// <summary>Frequency score among prospects.</summary>
    public static Column<byte> RfdF { get; } = new()
    {
        Name = "rfd_f", Type = ColumnType.Score, Kind = ColumnKind.ScoringRun, Unit = "1..bins",
        Formula = "Score of the number of favourable actions among prospects.",
        Source = RfdSource,
    };

    /// <summary>Duration score among prospects.</summary>
    public static Column<byte> RfdD { get; } = new()
    {
        Name = "rfd_d", Type = ColumnType.Score, Kind = ColumnKind.ScoringRun, Unit = "1..bins",
        Formula = "Score of the time spent among prospects.",
        Source = RfdSource,
    };

    /// <summary>The three scores of a prospect in one code.</summary>
    public static Column<int> Rfd { get; } = new()
    {
        Name = "rfd", Type = ColumnType.Code, Kind = ColumnKind.ScoringRun, Unit = "code",
        Formula = "The digits of rfd_r, rfd_f and rfd_d side by side (joined by hyphens where a score can be 10).",
        Source = RfdSource,
    };

    /// <summary>What the scores of a prospect add up to.</summary>
    public static Column<byte> RfdSegment { get; } = new()
    {
        Name = "rfd_segment", Type = ColumnType.Label, Kind = ColumnKind.ScoringRun, Unit = "name",
        Formula = "Hot: recency in the upper two fifths of scores, and frequency or duration too; cold: recency in "
            + "the lower two fifths; else warm; silent without any action.",
        Source = RfdSource, Labels = RfdSegments.Names,
    };

    /// <summary>Which of the top lists a prospect is on.</summary>
    public static Column<byte> Tier { get; } = new()
    {
        Name = "prospect_tier", Type = ColumnType.Score, Kind = ColumnKind.ScoringRun, Unit = "1..6",
        Formula = "1 on the top lists of prospects by last action, actions and time spent; 2 on the first two; 3 on "
            + "the first and the last; 4 on the last two; 5 on one; 6 on none; only with a favourable action.",
        Source = "Perennial",
    };

    /// <summary>All of them, in the order of files and screens.</summary>
    internal static IReadOnlyList<Column> All =>
    [
        RecencyDays, Actions, DurationSeconds, Activities,
        LastActionAt, Kind, RfdR, RfdF, RfdD, Rfd, RfdSegment, Tier,
    ];
}
