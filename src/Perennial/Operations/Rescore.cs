using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Data;

namespace Perennial.Operations;

/// <summary>A scoring run over the whole store: statuses brought up to date, new cut points, scores, ranks.</summary>
static class Rescore
{
    // Set while profiles hold the state of an earlier day, so that the next run brings them back to the present.
    const string FoldedAsOfSetting = "folded_as_of";

    /// <param name="store">The shop.</param>
    /// <param name="options">How to score; null for as last time.</param>
    /// <param name="asOf">Score as of the end of this day; null for now.</param>
    /// <param name="now">The present.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    public static ScoringRun Run(SqliteStore store, ScoringOptions? options, DateOnly? asOf, Instant now,
        Action<string, double> progress, CancellationToken cancel)
    {
        var shop = ShopSettings.Of(store);
        var instant = asOf is { } date ? shop.Calendar.EndOf(ShopCalendar.Day(date)) : now;
        BringUpToDate(store, shop, asOf, instant, now, progress, cancel);

        progress("comparing customers", 0.5);
        var scored = store.Load();
        var table = scored.Profiles;
        table.ReadAt(instant, shop.Calendar);
        var lastRun = store.LatestRun();
        var run = Scorer.Run(table, shop.Calendar, options ?? ShopSettings.Scoring(lastRun), lastRun?.AsOfDay);
        cancel.ThrowIfCancellationRequested();
        progress("saving", 0.7);
        return store.SaveRun(run, scored, Writing(shop, instant, now), cancel);
    }

    static void BringUpToDate(SqliteStore store, ShopSettings shop, DateOnly? asOf, Instant instant, Instant now,
        Action<string, double> progress, CancellationToken cancel)
    {
        var write = Writing(shop, instant, now);
        progress("bringing profiles up to date", 0.1);
        if (asOf is null && store.Setting(FoldedAsOfSetting) is null && !store.RefoldNeeded)
        {
            store.RefoldDue(write, cancel);
            return;
        }
        store.RefoldAll(write, cancel);
        store.PutSetting(FoldedAsOfSetting, asOf?.ToString("yyyy-MM-dd"));
    }

    static WriteOptions Writing(ShopSettings shop, Instant asOf, Instant now) => new()
    {
        AsOf = asOf,
        Now = now,
        Profiles = shop.Profiles,
    };
}
