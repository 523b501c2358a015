using Perennial.Core;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Tokens that were used, with the event each was used for.</summary>
/// <remarks>Kept for longer than Mailgun tries again, and in memory: what a process that was started anew lets pass
/// is an event that the store knows already, or one under a signature that somebody stole within that time.</remarks>
sealed class SeenTokens
{
    const int Most = 200_000;
    const long KeptMs = 9 * 3600 * 1000L;

    readonly Lock guard = new();
    readonly Dictionary<string, string> eventOf = [];
    readonly Queue<(string Token, Instant At)> order = new();

    /// <summary>True unless the token was used for another event.</summary>
    public bool IsFirstUse(string token, string eventId, Instant now)
    {
        lock (guard)
        {
            while (order.TryPeek(out var oldest) && (order.Count > Most || now.UnixMs - oldest.At.UnixMs > KeptMs))
            {
                order.Dequeue();
                eventOf.Remove(oldest.Token);
            }
            if (eventOf.TryGetValue(token, out var known)) return known == eventId;
            eventOf.Add(token, eventId);
            order.Enqueue((token, now));
            return true;
        }
    }
}
