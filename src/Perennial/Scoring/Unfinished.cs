using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Batches;
using Perennial.Moments;
using Perennial.Settings;

namespace Perennial.Scoring;

/// <summary>What a process that was killed or stopped left half done: profiles computed anew, scores written into
/// profiles. Whoever has the turn goes on from there.</summary>
static class Unfinished
{
    /// <summary>Finishes what was left, unless somebody is at it.</summary>
    /// <returns>Whether there was anything.</returns>
    public static bool Finish(ShopStore store, Instant now, CancellationToken cancel)
    {
        using var turn = store.Scoring.TryTurn();
        if (turn is null) return false;
        var shop = ShopSettings.Of(store);
        var left = false;
        // What looks back is brought back by the next run as a whole.
        if (store.Folding.OpenRefold() is not null && store.ProfileState.FoldedAsOf is null)
        {
            store.Folding.RefoldAll(
                new ShopMoments(store).Of(now, now, shop.Profiles, run: null), cancellation: cancel);
            left = true;
        }
        return FinishSaving(store, now, (_, _) => { }, cancel) || left;
    }

    /// <summary>Finishes saving a run. By who has the turn.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool FinishSaving(
        ShopStore store, Instant now, Action<string, double> progress, CancellationToken cancel)
    {
        if (store.Scoring.Unsaved() is not var (id, keepsStays)) return false;
        if (store.ScoringRuns.Find(id) is not { } run) return false;
        var shop = ShopSettings.Of(store);
        if (store.ProfileState.FoldedAsOf is not null) shop = shop.AsOf(store, run.AsOf, Instant.Never, cancel);
        var moment = new ShopMoments(store).Of(now, run.AsOf, shop.Profiles, keepsStays ? run : null);
        store.Scoring.Finish(moment with { ScoringRun = run }, new Saving(progress), cancel);
        return true;
    }

    /// <summary>Tells how far the saving of a run is.</summary>
    internal sealed class Saving(Action<string, double> progress) : IProgress<WriteProgress>
    {
        public void Report(WriteProgress value) =>
            progress("saving", 0.9 + 0.1 * value.Done / Math.Max(1, value.Total));
    }
}
