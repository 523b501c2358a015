using Perennial.Consent;
using Perennial.Core;
using Perennial.Core.Recommendations;
using Perennial.Core.Scoring;
using Perennial.Data;
using Perennial.Data.Profiles;
using Perennial.Settings;

namespace Perennial.Shop;

/// <summary>Reads a whole shop into memory, as it is.</summary>
static class ShopLoader
{
    /// <summary>The shop as the store has it, clock columns as of now.</summary>
    public static ShopView Load(ShopStore store, Instant now)
    {
        var shop = ShopSettings.Of(store);
        return View(store, shop, store.Profiles.Load(), store.ScoringRuns.Latest(), now, () => now);
    }

    /// <summary>What the web app reads: the current shop, read anew when the store changes.</summary>
    public static ShopViews Live(ShopStore store, TimeProvider time)
    {
        StoreSnapshot? known = null;
        return new(store.Profiles.Version, Refresh, store.Customers.ById, time) { Store = store };

        // Only what changed is read again; the views never call this twice at a time.
        ShopView Refresh(Instant now)
        {
            known = known is null ? store.Profiles.Load() : store.Profiles.Refresh(known);
            return View(store, ShopSettings.Of(store), known, store.ScoringRuns.Latest(), now,
                () => Instant.From(time.GetUtcNow()));
        }
    }

    /// <summary>A view of a snapshot as of the present.</summary>
    public static ShopView View(
        ShopStore store, ShopSettings shop, StoreSnapshot snapshot, ScoringRun? run, Instant asOf, Func<Instant> now) =>
        View(store, shop, snapshot, run, asOf, Instant.Never, MonthTotals.Of(store, shop.Calendar, asOf), now);

    /// <summary>A view of a snapshot as of an instant, by what was known at another.</summary>
    public static ShopView View(ShopStore store, ShopSettings shop, StoreSnapshot snapshot, ScoringRun? run,
        Instant asOf, Instant knownBy, IReadOnlyList<MonthTotal> months, Func<Instant> now)
    {
        // The snapshot may be shown by an earlier view, which somebody is reading.
        return new(snapshot.Profiles.At(asOf, shop.Calendar), snapshot.Ids, snapshot.Directory)
        {
            Version = snapshot.Version,
            ShardVersions = snapshot.VersionsOfShards,
            ShopName = shop.Name,
            Currency = shop.Currency,
            Calendar = shop.Calendar,
            ScoringRun = run,
            PreviousScoringRun = run is null ? null : store.ScoringRuns.BeforeDay(run.AsOfDay),
            ProductSource = () => new ProductCatalogue(store.Products.All()),
            InsightSource = InsightSource.Of(store, shop, snapshot.Count, asOf, knownBy),
            RuleSource = RuleSource.Of(store, snapshot.Ids),
            Permissions = ShopPermissions.Of(store, shop, now),
            Months = months,
        };
    }
}
