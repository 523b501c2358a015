namespace Perennial.Core.Pressure;

/// <summary>Counts the facts of the last days before an instant, and knows when the oldest of them leaves.</summary>
/// <param name="asOf">The instant: facts at it are the newest.</param>
/// <param name="days">How long a fact stays, in days of 24 hours: it leaves exactly then.</param>
struct Window(Instant asOf, int days)
{
    const long MsPerDay = 86_400_000;

    Instant oldest = Instant.Never;

    /// <summary>Number of facts added that lie in the window.</summary>
    public int Count { get; private set; }

    /// <summary>When the oldest of them leaves; Never if there are none.</summary>
    public readonly Instant LeavesAt => Count == 0 ? Instant.Never : new Instant(oldest.UnixMs + days * MsPerDay);

    /// <summary>Whether a fact not after the instant lies in the window.</summary>
    public readonly bool Holds(Instant at) => at.UnixMs > asOf.UnixMs - days * MsPerDay;

    /// <summary>Counts a fact if it lies in the window.</summary>
    public bool Add(Instant at)
    {
        if (!Holds(at)) return false;
        Count++;
        if (at < oldest) oldest = at;
        return true;
    }

    public static Instant FirstToLeave(Window one, Window other) => FirstToLeave(one, other.LeavesAt);

    public static Instant FirstToLeave(Window one, Instant other) => one.LeavesAt < other ? one.LeavesAt : other;
}
