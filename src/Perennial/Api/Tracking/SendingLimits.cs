using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Perennial.Channels.Tracking;

namespace Perennial.Api.Tracking;

/// <summary>How much each write key may send: so much a second, and once as much as may come in two.</summary>
sealed class SendingLimits(int eventsPerSecond)
{
    // Without timers of their own there is nothing to dispose of.
    readonly ConcurrentDictionary<string, TokenBucketRateLimiter> limits = new();

    /// <summary>Takes events off a key's allowance.</summary>
    /// <returns>False with the seconds to wait where there are too many.</returns>
    public bool TryTake(string key, int events, out int waitSeconds)
    {
        var limiter = limits.GetOrAdd(key, _ => new TokenBucketRateLimiter(new()
        {
            // A full list has to fit, however little may come in the long run.
            TokenLimit = Math.Max(2 * eventsPerSecond, TrackingLimits.Calls),
            TokensPerPeriod = eventsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = false,
        }));
        limiter.TryReplenish();
        using var taken = limiter.AttemptAcquire(events);
        waitSeconds = taken.IsAcquired ? 0
            : taken.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)wait.TotalSeconds) : 1;
        return taken.IsAcquired;
    }
}
