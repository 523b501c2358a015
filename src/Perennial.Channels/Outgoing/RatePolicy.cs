using System.Globalization;

namespace Perennial.Channels.Outgoing;

/// <summary>How fast one destination may be called: a bucket of tokens, and what the destination's own headers say.
/// </summary>
sealed class RatePolicy(double perSecond, TimeProvider time)
{
    static readonly string[] remaining =
        ["RateLimit-Remaining", "X-Rate-Limit-Remaining", "X-HubSpot-RateLimit-Remaining", "X-RateLimit-Remaining"];
    static readonly string[] reset = ["RateLimit-Reset", "X-Rate-Limit-Reset", "X-RateLimit-Reset"];
    static readonly TimeSpan longest = TimeSpan.FromMinutes(2);

    readonly Lock sync = new();
    // At least one whole token fits, so that slow rates ever let anybody through.
    readonly double most = Math.Max(1, perSecond);
    double tokens = Math.Max(1, perSecond);
    long filledAt = time.GetTimestamp();
    DateTimeOffset closedUntil = DateTimeOffset.MinValue;

    /// <summary>Waits for its turn.</summary>
    public async Task Wait(CancellationToken cancel)
    {
        while (Take() is { } wait) await Task.Delay(wait, time, cancel);
    }

    /// <summary>Reads what the destination says of its limits.</summary>
    public void Note(Answer answer)
    {
        var seconds = reset.Select(answer.Header).FirstOrDefault(text => text is not null);
        if (!remaining.Select(answer.Header).Any(text => text?.Split([',', ';'])[0].Trim() == "0")) return;
        if (!double.TryParse(seconds?.Split([',', ';'])[0], NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var wait)) wait = 1;
        // Some say when in seconds since 1970 rather than how long.
        var now = time.GetUtcNow();
        if (wait > 1e9) wait = Math.Max(0, wait - now.ToUnixTimeSeconds());
        lock (sync) closedUntil = now + TimeSpan.FromSeconds(Math.Min(wait, longest.TotalSeconds));
    }

    // Null once there is a token; else how long to wait before asking again.
    TimeSpan? Take()
    {
        lock (sync)
        {
            var closed = closedUntil - time.GetUtcNow();
            if (closed > TimeSpan.Zero) return closed;
            var now = time.GetTimestamp();
            tokens = Math.Min(most, tokens + time.GetElapsedTime(filledAt, now).TotalSeconds * perSecond);
            filledAt = now;
            if (tokens >= 1)
            {
                tokens--;
                return null;
            }
            return TimeSpan.FromSeconds(Math.Max(0.001, (1 - tokens) / perSecond));
        }
    }
}
