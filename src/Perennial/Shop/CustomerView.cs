using Perennial.Consent;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Profiles;
using Perennial.Core.Recommendations;
using Perennial.Data;
using Perennial.Data.Customers;
using Perennial.Settings;

namespace Perennial.Shop;

/// <summary>One customer as the store has them now, for pages and answers that show nobody else: read by key, at the
/// same cost however many customers there are.</summary>
/// <param name="View">A view whose only row is the customer; or the whole shop's, of a shop that is only looked at or
/// as it was.</param>
/// <param name="Row">The customer's row.</param>
/// <param name="Record">What is known of them, of the same state of the store.</param>
/// <remarks>How they compare with others stands in their columns and in the scoring run: nobody else is read for
/// it.</remarks>
public sealed record CustomerView(ShopView View, int Row, CustomerRecord Record)
{
    /// <summary>As of when it is, where that is not the present; else null.</summary>
    internal PastMoment? Past { get; init; }

    /// <summary>Reads a customer; null if the store does not know them.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="id">Who.</param>
    /// <param name="now">As of when clock columns and segments are.</param>
    internal static CustomerView? Of(ShopStore store, CustomerId id, Instant now)
    {
        if (store.Profiles.Load(id) is not var (snapshot, record)) return null;
        var shop = ShopSettings.Of(store);
        var run = store.ScoringRuns.Latest();
        var view = new ShopView(snapshot.Profiles.At(now, shop.Calendar), snapshot.Ids, snapshot.Directory)
        {
            Version = snapshot.Version,
            ShopName = shop.Name,
            Currency = shop.Currency,
            Calendar = shop.Calendar,
            Phones = shop.Phones,
            Attributes = shop.Attributes,
            ScoringRun = run,
            PreviousScoringRun = run is null ? null : store.ScoringRuns.BeforeDay(run.AsOfDay),
            ProductSource = () => new ProductCatalogue(Products(store, snapshot.Profiles.Products, record)),
            RuleSource = RuleSource.Of(store, record),
            Permissions = ShopPermissions.Of(record, shop, () => now),
        };
        return new CustomerView(view, 0, record);
    }

    // Those of their facts, and those that are recommended to them.
    static ProductDetails[] Products(ShopStore store, ProductIds recommended, CustomerRecord record)
    {
        var known = record.Products.Select(product => product.Id).ToHashSet();
        var others = Enumerable.Range(0, recommended.Count).Select(number => recommended[number])
            .Where(product => !known.Contains(product)).ToList();
        return [.. record.Products, .. store.Products.Of(others)];
    }
}
