using Perennial.Core;
using Perennial.Data;
using Perennial.Privacy;

namespace Perennial.Live;

/// <summary>Finishes erasures while a shop is served: what told destinations is forgotten once they are told, and what
/// was hindered, or cut off by a crash, is cleaned.</summary>
/// <param name="store">The shop.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Is told what somebody has to see to.</param>
sealed class Forgetting(ShopStore store, TimeProvider time, Action<string> log)
{
    /// <summary>How often it is looked at.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    static readonly TimeSpan betweenFiles = TimeSpan.FromDays(1);

    Instant lookedAt = Instant.None;

    /// <summary>Does what there is to do.</summary>
    public void Once(CancellationToken cancel)
    {
        var now = Instant.From(time.GetUtcNow());
        // Rows that tell of an erasure become too old by the day.
        var looks = !lookedAt.HasValue || now.UnixMs - lookedAt.UnixMs > betweenFiles.TotalMilliseconds;
        var done = FinishErasures.Run(store, now, looks, lockTables: false, cancel);
        if (looks) lookedAt = now;
        if (FinishErasures.Problem(done.Notices) is { } problem) log(problem);
    }
}
