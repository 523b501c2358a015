namespace Perennial.Loops;

/// <summary>Whether what goes on and on is worth a line in the log: at first, then at growing intervals.</summary>
/// <remarks>Safe for several threads.</remarks>
sealed class Seldom(TimeProvider time)
{
    static readonly TimeSpan first = TimeSpan.FromMinutes(1), longest = TimeSpan.FromHours(1);

    readonly Lock gate = new();
    TimeSpan interval = first;
    long? saidAt;

    /// <summary>Whether it is said now; if so, it counts as said.</summary>
    public bool May()
    {
        lock (gate)
        {
            var quiet = saidAt is { } then ? time.GetElapsedTime(then) : (TimeSpan?)null;
            if (quiet < interval) return false;
            // After a long silence it is news again.
            interval = quiet is null || quiet > 4 * interval ? first : Shorter(2 * interval, longest);
            saidAt = time.GetTimestamp();
            return true;
        }
    }

    static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
