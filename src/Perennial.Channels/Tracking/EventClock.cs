using Perennial.Core;

namespace Perennial.Channels.Tracking;

/// <summary>When something happened, although the sender's clock may be wrong.</summary>
static class EventClock
{
    /// <summary>By the server's clock: receipt less how long before sending it happened.</summary>
    /// <param name="originalAt">When, by the sender's clock; null where it does not say.</param>
    /// <param name="sentAt">When it was sent, by the same clock; null for history, whose times stand.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="isAhead">Whether it claims to come from more than a day ahead, and is taken as of its
    /// receipt.</param>
    public static Instant Correct(Instant? originalAt, Instant? sentAt, Instant receivedAt, out bool isAhead)
    {
        isAhead = false;
        if (originalAt is not { } original) return receivedAt;
        var at = sentAt is { } sent ? new Instant(receivedAt.UnixMs - (sent.UnixMs - original.UnixMs)) : original;
        isAhead = at.UnixMs > receivedAt.UnixMs + TrackingLimits.AheadMs;
        return isAhead ? receivedAt : at;
    }
}
