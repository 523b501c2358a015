using Perennial.Core;
using Perennial.Data;
using Perennial.Settings;
using Perennial.Shop;

namespace Perennial.Scoring;

/// <summary>A shop as it was, and how its customers compared with one another then.</summary>
static class ShopAsOf
{
    /// <summary>The shop as the store has it, clock columns as of now; or as of the end of an earlier day.</summary>
    public static ShopView Load(ShopStore store, LookBack? back, Instant now) =>
        back is null ? ShopLoader.Load(store, now) : Load(store, back, now, CancellationToken.None);

    /// <summary>
    /// The shop as it stood at the end of a day: histories folded as of then and compared with one another as of
    /// then, by the method of the last scoring run. Nothing is written. Whom the shop may contact is asked as of now.
    /// </summary>
    /// <exception cref="BadInputException">The day has not come, or nothing had happened by then.</exception>
    static ShopView Load(ShopStore store, LookBack back, Instant now, CancellationToken cancel)
    {
        var shop = ShopSettings.Of(store);
        AsOfDay.Check(back.AsOf, store, shop.Calendar, now);
        var (instant, knownBy) = (back.At(shop.Calendar), back.KnownBy(shop.Calendar));
        shop = shop.AsOf(store, instant, knownBy, cancel);
        var known = store.Profiles.Load();
        var hours = new HoursThen(instant);
        var scoring = new ShopScoring(store, known, instant, shop) { KnownBy = knownBy, Cancel = cancel };
        scoring.Read(hours.Add);
        hours.Add(store.Facts.ErasedByHour(instant));
        var then = known.WithProfiles(scoring.Folded);
        var run = scoring.Score(then, shop.Scoring(store.ScoringRuns.Latest()), previousAsOfDay: null);
        return ShopLoader.View(
            store, shop, then, run, instant, knownBy, MonthTotals.Sum(hours.All, shop.Calendar), () => now);
    }

    /// <summary>A customer as they were at the end of a day: compared with everybody as of then, so everybody is
    /// read. Whether they may be contacted is asked as of now.</summary>
    public static CustomerView? Customer(ShopStore store, CustomerId id, LookBack back, Instant now)
    {
        var view = Load(store, back, now);
        if (view.RowOf(id) is not (>= 0 and var row) || store.Customers.ById(id, withPast: true) is not { } record)
            return null;
        var at = back.At(view.Calendar);
        var history = record.History.AsOf(at, back.KnownBy(view.Calendar)).OrderedUntil(at);
        return new(view, row, record with { History = history });
    }
}
