using Perennial.Core;
using Perennial.Data;
using Perennial.Moments;

namespace Perennial.Contacts;

/// <summary>Forgets decisions for their age, once a day; sums and the keys of contacts stay for ever.</summary>
/// <param name="store">The shop.</param>
/// <param name="moments">What says how long they are kept.</param>
/// <param name="time">The clock.</param>
sealed class OldDecisions(ShopStore store, ShopMoments moments, TimeProvider time)
{
    // No period is longer than a month, and what is reserved is used within moments.
    const int KeptPeriodsDays = 62;

    int? doneOn;

    /// <summary>Forgets, unless that was done today.</summary>
    public void Forget(CancellationToken cancel)
    {
        var now = Instant.From(time.GetUtcNow());
        var moment = moments.At(now);
        var today = moment.Profiles.Calendar.DayOf(now);
        if (moment.Strategies is not { } live || doneOn == today) return;
        store.Turns.Forget(new Instant(now.UnixMs - live.KeptDays * 86_400_000L), moment, cancel);
        store.Capacity.Forget(today - KeptPeriodsDays, moment);
        doneOn = today;
    }
}
