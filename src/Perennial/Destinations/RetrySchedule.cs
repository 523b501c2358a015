using System.Security.Cryptography;
using Perennial.Core;

namespace Perennial.Destinations;

/// <summary>When a change that was not taken is sent again, and when it is given up.</summary>
/// <remarks>The waits are those that Standard Webhooks advises; together about three days.</remarks>
static class RetrySchedule
{
    static readonly TimeSpan[] waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    static readonly TimeSpan longestOutageWait = TimeSpan.FromMinutes(5);

    /// <summary>Attempts after which a change is given up.</summary>
    public static int Attempts => waits.Length + 1;

    /// <summary>When a change is tried again; null where it is given up.</summary>
    /// <param name="attempts">How often it was tried.</param>
    /// <param name="after">The least wait that the destination asked for.</param>
    /// <param name="now">The present.</param>
    public static Instant? Next(int attempts, TimeSpan? after, Instant now)
    {
        if (attempts > waits.Length) return null;
        // Spread over a fifth more, so that what failed together does not come back together.
        var wait = waits[attempts - 1] * (1 + 0.2 * Share());
        return Later(now, wait > after.GetValueOrDefault() ? wait : after!.Value);
    }

    /// <summary>When a destination that is out of reach as a whole is asked again: full jitter up to a limit that
    /// doubles.</summary>
    /// <param name="failures">Failures one after the other, from 1.</param>
    /// <param name="after">What it asked for.</param>
    /// <param name="now">The present.</param>
    public static Instant Reopen(int failures, TimeSpan? after, Instant now)
    {
        if (after is { } asked) return Later(now, asked);
        var limit = TimeSpan.FromSeconds(0.5 * Math.Pow(2, Math.Min(failures, 20)));
        if (limit > longestOutageWait) limit = longestOutageWait;
        return Later(now, limit * Share());
    }

    static Instant Later(Instant now, TimeSpan wait) => new(now.UnixMs + (long)Math.Ceiling(wait.TotalMilliseconds));

    static double Share() => RandomNumberGenerator.GetInt32(1, 1_000_001) / 1_000_000.0;
}
