using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Settings;

namespace Perennial.Repair;

/// <summary>Puts into the present what was written while the computer's clock was ahead, and computes everything anew
/// that follows from it.</summary>
static class RepairClock
{
    /// <returns>How many rows were put right, by table; none where nothing was wrong.</returns>
    /// <exception cref="BadInputException">It is the present clock that is wrong.</exception>
    public static IReadOnlyDictionary<string, int> Run(
        ShopStore store, Actor by, Instant now, Action<string, double> progress, CancellationToken cancel)
    {
        var moments = new ShopMoments(store);
        // Asked before: profiles are not put right but computed again.
        var anyAhead = store.Clock.AnyProfileAhead(now);
        var rows = store.Clock.Repair(moments.At(now), ShopSettings.Of(store).Calendar.DayOf(now), by);
        if (rows.Count == 0 && !anyAhead) return rows;
        if (store.ScoringRuns.Latest() is null) store.Folding.RefoldAll(moments.At(now), cancellation: cancel);
        else _ = Rescore.Run(store, null, null, now, progress, cancel, refoldAll: true);
        store.Stays.Recount(moments.At(now), cancel);
        return rows;
    }
}
