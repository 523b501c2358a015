using Perennial.Core;
using Perennial.Data;

namespace Perennial.Operations;

/// <summary>How a shop's facts are written at an instant: by its settings, with its segments watched, and noted for its
/// destinations.</summary>
/// <remarks>Settings, segments and the scoring run may change at any time, here or in another process: they are looked
/// at again every second, and read again where they changed. Safe for several threads.</remarks>
sealed class ShopWriting(ShopStore store)
{
    const long MsBetweenLooks = 1_000, MsBetweenCounts = 60_000;

    readonly Lock gate = new();
    (Instant At, string Seen, WriteOptions Options)? known;
    (Instant At, long Customers) counted = (Instant.None, 0);

    /// <summary>The options of a write.</summary>
    /// <param name="now">The present.</param>
    public WriteOptions At(Instant now)
    {
        lock (gate)
        {
            var isRecent = known is { } last && now >= last.At && now.UnixMs < last.At.UnixMs + MsBetweenLooks;
            if (!isRecent) known = Look(now);
            return known!.Value.Options with { AsOf = now, Now = now };
        }
    }

    (Instant, string, WriteOptions) Look(Instant now)
    {
        var run = store.LatestRun();
        var own = store.Segments();
        var tells = store.Destinations().Count > 0;
        var seen = string.Join('\n', [
            $"{run?.Id} {tells} {Customers(now) <= ShopSegments.MostWithShipped}",
            .. store.Settings().Select(setting => $"{setting.Key}={setting.Value}"),
            .. own.Select(segment => $"{segment.Segment.Name} {segment.Version}"),
        ]);
        if (known is { } last && last.Seen == seen) return (now, seen, last.Options);
        return (now, seen, new WriteOptions
        {
            AsOf = now,
            Now = now,
            Profiles = ShopSettings.Of(store).Profiles,
            Segments = ShopSegments.Watch(
                run, [.. own.Select(segment => segment.Segment)], Customers(now)),
            TellDestinations = tells,
        });
    }

    // Counting reads an index from end to end: now and then is enough to tell a small shop from a large one.
    long Customers(Instant now)
    {
        if (!counted.At.HasValue || now.UnixMs >= counted.At.UnixMs + MsBetweenCounts)
            counted = (now, store.CustomerCount());
        return counted.Customers;
    }
}
