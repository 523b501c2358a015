using Perennial.Core;

namespace Perennial.Data.Intake;

/// <summary>What came in from a source in an hour, of which the same became.</summary>
/// <param name="Source">A tracker's key's, a webhook's vendor and name, a file's format; empty where nobody is known to
/// send it.</param>
/// <param name="Hour">Hours since 1970 in UTC.</param>
/// <param name="Reason">Why it was refused, as in <see cref="Core.Intake.Refusal"/>; empty for what was taken.</param>
/// <param name="Problem">What was wrong; empty for those that are not told apart.</param>
/// <param name="Remedy">What to do; empty for those.</param>
/// <param name="Events">How many.</param>
/// <param name="Timed">Of how many it is known when they happened.</param>
/// <param name="LagMs">From when these happened until they came, all of them together.</param>
/// <param name="LastEventAt">The latest that one of them happened; None where that is not known.</param>
/// <param name="LastReceivedAt">When the last came.</param>
public sealed record IntakeCount(
    string Source, long Hour, string Reason, string Problem, string Remedy, long Events, long Timed, long LagMs,
    Instant LastEventAt, Instant LastReceivedAt)
{
    /// <summary>The same, where nothing came later than an instant.</summary>
    public IntakeCount ComeBy(Instant instant) => LastReceivedAt <= instant ? this : this with
    {
        Hour = Math.Min(Hour, HourOf(instant)), LastReceivedAt = instant,
        LastEventAt = LastEventAt < instant ? LastEventAt : instant,
    };

    /// <summary>The hour of an instant, as they are counted.</summary>
    public static long HourOf(Instant at) => at.UnixMs / 3_600_000;
}
