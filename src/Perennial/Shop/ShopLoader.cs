using Perennial.Consent;
using Perennial.Core;
using Perennial.Core.Recommendations;
using Perennial.Core.Scoring;
using Perennial.Data;
using Perennial.Settings;

namespace Perennial.Shop;

/// <summary>Reads a whole shop into memory, as it is.</summary>
static class ShopLoader
{
    /// <summary>The shop as the store has it, clock columns as of now.</summary>
    public static ShopView Load(ShopStore store, Instant now)
    {
        var shop = ShopSettings.Of(store);
        return View(store, shop, store.Load(), store.LatestRun(), now, () => now);
    }

    /// <summary>What the web app reads: the current shop, read anew when the store changes.</summary>
    public static ShopViews Live(ShopStore store, TimeProvider time)
    {
        StoreSnapshot? known = null;
        return new(store.Version, Refresh, store.Customer, time) { Store = store };

        // Only what changed is read again; the views never call this twice at a time.
        ShopView Refresh(Instant now)
        {
            known = known is null ? store.Load() : store.Refresh(known);
            return View(store, ShopSettings.Of(store), known, store.LatestRun(), now,
                () => Instant.From(time.GetUtcNow()));
        }
    }

    /// <summary>A view of a snapshot as of an instant.</summary>
    public static ShopView View(
        ShopStore store, ShopSettings shop, StoreSnapshot snapshot, ScoringRun? run, Instant asOf, Func<Instant> now)
    {
        // The snapshot may be shown by an earlier view, which somebody is reading.
        return new(snapshot.Profiles.At(asOf, shop.Calendar), snapshot.Ids, snapshot.Directory)
        {
            Version = snapshot.Version,
            ShardVersions = snapshot.VersionsOfShards,
            ShopName = shop.Name,
            Currency = shop.Currency,
            Calendar = shop.Calendar,
            Run = run,
            PreviousRun = run is null ? null : store.RunBeforeDay(run.AsOfDay),
            ProductSource = () => new ProductCatalogue(store.Products()),
            InsightSource = InsightSource.Of(store, shop, snapshot.Count, asOf),
            RuleSource = RuleSource.Of(store, snapshot.Ids),
            Permissions = ShopPermissions.Of(store, shop, now),
            Months = MonthTotals.Of(store, shop.Calendar, asOf),
        };
    }
}
