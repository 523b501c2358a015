using Perennial.Core;
using Perennial.Data;
using Perennial.Jobs;

namespace Perennial.Operations;

/// <summary>How a shop's facts are written at an instant: by its settings, with its segments watched, and noted for its
/// destinations.</summary>
/// <remarks>Settings, segments and the scoring run may change at any time, here or in another process: they are read
/// again within a second. Safe for several threads.</remarks>
sealed class ShopWriting(ShopStore store, ShopWatch watch)
{
    const long MsBetweenCounts = 60_000;

    readonly Lock gate = new();
    (long Run, long Changes, bool WithShipped, WriteOptions Options)? known;
    (Instant At, long Customers) counted = (Instant.None, 0);

    /// <summary>The options of a write.</summary>
    /// <param name="now">The present.</param>
    public WriteOptions At(Instant now)
    {
        lock (gate)
        {
            var pulse = watch.Recent(now);
            var withShipped = Customers(now) <= ShopSegments.MostWithShipped;
            if (known is not { } last || last.Run != pulse.Run || last.Changes != pulse.Changes
                || last.WithShipped != withShipped)
                known = (pulse.Run, pulse.Changes, withShipped, Read(now));
            return known.Value.Options with { AsOf = now, Now = now };
        }
    }

    WriteOptions Read(Instant now) => new()
    {
        AsOf = now,
        Now = now,
        Profiles = ShopSettings.Of(store).Profiles,
        Segments = ShopSegments.Watch(
            store.LatestRun(), [.. store.Segments().Select(segment => segment.Segment)], Customers(now)),
        TellDestinations = store.Destinations().Count > 0,
    };

    // Counting reads an index from end to end: now and then is enough to tell a small shop from a large one.
    long Customers(Instant now)
    {
        if (!counted.At.HasValue || now.UnixMs >= counted.At.UnixMs + MsBetweenCounts)
            counted = (now, store.CustomerCount());
        return counted.Customers;
    }
}
