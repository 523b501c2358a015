using Perennial.Consent;
using Perennial.Core;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Intake;
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
        var snapshot = Begun.InProfiles(store, shop, store.Profiles.Load());
        return View(store, shop, snapshot, store.ScoringRuns.Latest(), now, () => now);
    }

    /// <summary>Some customers of the shop, as the store has them now. Whoever else there is is not read: rules of the
    /// view ask the store of everybody, and its totals are of those.</summary>
    public static ShopView Some(ShopStore store, IReadOnlyList<CustomerId> ids, Instant now)
    {
        var shop = ShopSettings.Of(store);
        var snapshot = store.Profiles.Load(ids);
        return View(store, shop, snapshot, store.ScoringRuns.Latest(), PastMoment.Now(now),
            RuleSource.Of(store, snapshot.Ids), ShopPermissions.Of(store, shop, () => now), store.Products.All, []);
    }

    /// <summary>What the web app reads: the current shop, read anew when the store changes.</summary>
    public static ShopViews Live(ShopStore store, TimeProvider time)
    {
        StoreSnapshot? known = null;
        return new(store.Profiles.Version, Refresh, store.Customers.ById, time)
        {
            Store = store, AsksStore = store.ShardCount > 1,
        };

        // Only what changed is read again; the views never call this twice at a time.
        ShopView Refresh(Instant now)
        {
            known = known is null ? store.Profiles.Load() : store.Profiles.Refresh(known);
            var shop = ShopSettings.Of(store);
            return View(store, shop, Begun.InProfiles(store, shop, known), store.ScoringRuns.Latest(), now,
                () => Instant.From(time.GetUtcNow()));
        }
    }

    /// <summary>A view of a snapshot as of the present.</summary>
    public static ShopView View(
        ShopStore store, ShopSettings shop, StoreSnapshot snapshot, ScoringRun? run, Instant asOf, Func<Instant> now) =>
        View(store, shop, snapshot, run, PastMoment.Now(asOf), RuleSource.Of(store, snapshot.Ids),
            ShopPermissions.Of(store, shop, now), store.Products.All, MonthTotals.Of(store, shop.Calendar, asOf));

    /// <summary>A view of the shop as it was at an instant.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="shop">What it said of itself.</param>
    /// <param name="then">Whoever was there, with their columns and details as of then.</param>
    /// <param name="run">How they compared then.</param>
    /// <param name="at">As of when.</param>
    /// <param name="held">Details of whoever may have had others than now.</param>
    /// <param name="months">What was ordered by month, as of then.</param>
    /// <param name="now">The present: whoever has refused since is not contacted.</param>
    public static ShopView ViewThen(ShopStore store, ShopSettings shop, StoreSnapshot then, ScoringRun run,
        PastMoment at, IReadOnlyDictionary<CustomerId, CustomerDetails> held,
        IReadOnlyList<MonthTotal> months, Instant now) =>
        View(store, shop, then, run, at, RuleSource.Of(store, then.Ids).Then(at, store, held, then.Ids,
                history => run.Models.Categories is { } model
                    ? new CategoryStands(model, run.AsOfDay, at.AsOf, shop.Calendar, shop.Profiles.Gaps).Of(history)
                    : CategoryStands.None(history.CustomerCount)),
            ShopPermissions.Of(store, shop, () => now, (at.AsOf, at.KnownBy), at.People),
            () => store.Products.AllAt(at.KnownBy < at.AsOf ? at.KnownBy : at.AsOf), months);

    static ShopView View(ShopStore store, ShopSettings shop, StoreSnapshot snapshot, ScoringRun? run,
        PastMoment at, RuleSource rules, ShopPermissions permissions,
        Func<IReadOnlyList<ProductDetails>> products, IReadOnlyList<MonthTotal> months)
    {
        // The snapshot may be shown by an earlier view, which somebody is reading.
        return new(snapshot.Profiles.At(at.AsOf, shop.Calendar), snapshot.Ids, snapshot.Directory)
        {
            Version = snapshot.Version,
            ShardVersions = snapshot.VersionsOfShards,
            ShopName = shop.Name,
            Currency = shop.Currency,
            Calendar = shop.Calendar,
            Phones = shop.Phones,
            Attributes = shop.Attributes,
            ScoringRun = run,
            PreviousScoringRun = run is null ? null : store.ScoringRuns.BeforeDay(run.AsOfDay),
            ProductSource = () => new ProductCatalogue(products()),
            InsightSource = InsightSource.Of(store, shop, snapshot.Count, at),
            RuleSource = rules,
            Permissions = permissions,
            Months = months,
        };
    }
}
