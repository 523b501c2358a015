using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Data;

namespace Perennial.Operations;

/// <summary>Reads a whole shop into memory: as it is, or as it was.</summary>
static class ShopLoader
{
    /// <summary>The shop as the store has it, clock columns as of now; or as of the end of an earlier day.</summary>
    public static ShopView Load(SqliteStore store, DateOnly? asOf, Instant now) =>
        asOf is { } date ? LoadAsOf(store, date) : Load(store, now);

    /// <summary>The shop as the store has it.</summary>
    public static ShopView Load(SqliteStore store, Instant now)
    {
        var shop = ShopSettings.Of(store);
        var run = store.LatestRun();
        var stored = store.LoadProfiles();
        stored.Table.ReadAt(now, shop.Calendar);
        return View(store, shop, stored, run);
    }

    /// <summary>
    /// The shop as it stood at the end of a day: histories folded as of then and compared with one another as of
    /// then, by the method of the last run. Nothing is written.
    /// </summary>
    public static ShopView LoadAsOf(SqliteStore store, DateOnly asOf)
    {
        var shop = ShopSettings.Of(store);
        var instant = shop.Calendar.EndOf(ShopCalendar.Day(asOf));
        var stored = store.FoldProfiles(instant, shop.Profiles);
        stored.Table.ReadAt(instant, shop.Calendar);
        var options = ShopSettings.Scoring(store.LatestRun());
        var run = Scorer.Run(stored.Table, shop.Calendar, options, previousAsOfDay: null);
        return View(store, shop, stored, run);
    }

    /// <summary>What the web app reads: the current shop, read anew when the store changes.</summary>
    public static ShopViews Live(SqliteStore store, TimeProvider time) =>
        new(store.Version, now => Load(store, now), store.Customer, time);

    static ShopView View(SqliteStore store, ShopSettings shop, StoredProfiles stored, ScoringRun? run) =>
        new(stored.Table, stored.Ids, stored.Directory)
        {
            Version = stored.Version,
            ShopName = shop.Name,
            Currency = shop.Currency,
            Calendar = shop.Calendar,
            Run = run,
            PreviousRun = run is null ? null : store.RunBeforeDay(run.AsOfDay),
            Months = MonthTotals.Of(store, shop.Calendar),
        };
}
