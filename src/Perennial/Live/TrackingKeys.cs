using System.Collections.Concurrent;
using Perennial.Access;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;

namespace Perennial.Live;

/// <summary>Who may send through the tracking API.</summary>
/// <param name="Source">The source's name: part of every fact's id, so two keys of one source are one system, and a key
/// may be changed for another.</param>
/// <param name="Key">Names the key in limits and logs; never the key itself.</param>
public sealed record TrackingKey(string Source, string Key);

/// <summary>
/// Finds write keys in the store: by the SHA-256 of their text, so that how long it takes says nothing about any key.
/// </summary>
/// <remarks>A key that was found is known for some seconds without the store being asked: a tracker sends hundreds of
/// requests in that time, and a revoked key is refused soon enough.</remarks>
sealed class TrackingKeys(ShopStore store, TimeProvider time)
{
    const long KnownMs = 5_000;

    // As many as there are keys: what is not found is not kept.
    readonly ConcurrentDictionary<string, (TrackingKey Key, long UntilMs)> known = new();

    /// <summary>The key, if it is one for tracking; else null.</summary>
    public TrackingKey? Find(string text)
    {
        var now = Instant.From(time.GetUtcNow());
        var hash = Secret.Hash(text);
        if (known.TryGetValue(hash, out var found) && found.UntilMs > now.UnixMs) return found.Key;
        known.TryRemove(hash, out _);
        if (KeyUse.Find(store, text, now) is not { Scope: KeyScope.Track } key) return null;
        var tracking = new TrackingKey(key.Source, key.Id);
        known[hash] = (tracking, now.UnixMs + KnownMs);
        return tracking;
    }
}
