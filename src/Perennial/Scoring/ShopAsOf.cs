using Perennial.Core;
using Perennial.Data;
using Perennial.Settings;
using Perennial.Shop;

namespace Perennial.Scoring;

/// <summary>A shop as it was, and how its customers compared with one another then.</summary>
static class ShopAsOf
{
    /// <summary>The shop as the store has it, clock columns as of now; or as of the end of an earlier day.</summary>
    public static ShopView Load(ShopStore store, DateOnly? asOf, Instant now) =>
        asOf is { } date ? Load(store, date, now) : ShopLoader.Load(store, now);

    /// <summary>
    /// The shop as it stood at the end of a day: histories folded as of then and compared with one another as of
    /// then, by the method of the last scoring run. Nothing is written. Details and permissions are those of then.
    /// </summary>
    /// <exception cref="BadInputException">The day has not come, or nothing had happened by then.</exception>
    public static ShopView Load(ShopStore store, DateOnly asOf, Instant now, CancellationToken cancel = default)
    {
        var shop = ShopSettings.Of(store);
        AsOfDay.Check(asOf, store, shop.Calendar, now);
        var instant = shop.Calendar.EndOf(ShopCalendar.Day(asOf));
        shop = shop.AsOf(store, instant, cancel);
        var known = Begun.By(instant, store, shop, store.Profiles.Load());
        var scoring = new ShopScoring(store, known, instant, shop) { Cancel = cancel };
        scoring.Read();
        var then = known.WithProfiles(scoring.Folded);
        var run = scoring.Score(then, shop.Scoring(store.ScoringRuns.Latest()), previousAsOfDay: null);
        var held = store.Customers.DetailsAt(instant);
        return ShopLoader.ViewThen(store, shop, then.WithDetails(held), run, instant, held, now);
    }

    /// <summary>A customer as they were at the end of a day: compared with everybody as of then, so everybody is
    /// read; null if the store does not know them, or they were not there yet.</summary>
    public static CustomerView? Customer(ShopStore store, CustomerId id, DateOnly day, Instant now)
    {
        var view = Load(store, day, now);
        return view.RowOf(id) is >= 0 and var row && store.Customers.ByIdAt(id, view.Table.AsOf) is { } record
            ? new(view, row, record) : null;
    }
}
