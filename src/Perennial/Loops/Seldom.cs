namespace Perennial.Loops;

/// <summary>Whether what goes on and on is worth a line in the log: at first, then at growing intervals.</summary>
/// <remarks>Safe for several threads.</remarks>
sealed class Seldom(TimeProvider time)
{
    static readonly TimeSpan first = TimeSpan.FromMinutes(1), longest = TimeSpan.FromHours(1);

    // What fails again sooner has not been over.
    static readonly TimeSpan reallyOver = TimeSpan.FromSeconds(5);

    readonly Lock gate = new();
    TimeSpan interval = first;
    long? saidAt, overAt;

    /// <summary>Whether it is said now; if so, it counts as said.</summary>
    public bool May()
    {
        lock (gate)
        {
            if (overAt is { } over && time.GetElapsedTime(over) >= reallyOver) saidAt = null;
            overAt = null;
            if (saidAt is { } then && time.GetElapsedTime(then) < interval) return false;
            interval = saidAt is null ? first : Shorter(2 * interval, longest);
            saidAt = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>It has ended: the next is news, unless it comes at once.</summary>
    public void Over()
    {
        lock (gate) overAt = time.GetTimestamp();
    }

    static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
