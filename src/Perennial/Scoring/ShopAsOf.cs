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
    /// then, by the method of the last scoring run. Nothing is written. Details and permissions are those of then.
    /// </summary>
    /// <exception cref="BadInputException">The day has not come, or nothing had happened by then.</exception>
    static ShopView Load(ShopStore store, LookBack back, Instant now, CancellationToken cancel)
    {
        var shop = ShopSettings.Of(store);
        AsOfDay.Check(back.AsOf, store, shop.Calendar, now);
        var (instant, knownBy) = (back.At(shop.Calendar), back.KnownBy(shop.Calendar));
        // By what was known then, also what was set then.
        if (back.AsKnown is not null) shop = ShopSettings.At(store, knownBy);
        shop = shop.AsOf(store, instant, knownBy, cancel);
        var people = store.Duplicates.PeopleAt(instant, knownBy);
        var known = Begun.By(instant, knownBy, store, shop, store.Profiles.Load(), people);
        var hours = new HoursThen(instant);
        var scoring = new ShopScoring(store, known, instant, shop)
        {
            KnownBy = knownBy, People = people, Cancel = cancel,
        };
        scoring.Read(hours.Add);
        if (back.AsKnown is { } day && !hours.All.Any())
        {
            throw new BadInputException("--as-known",
                $"By the end of {day:yyyy-MM-dd} the shop knew of no order of then.",
                "Give a later day, or leave the option out for everything that is known now.");
        }
        hours.Add(store.Facts.ErasedByHour(instant));
        var then = known.WithProfiles(scoring.Folded);
        var run = scoring.Score(then, shop.Scoring(store.ScoringRuns.Latest()), previousAsOfDay: null);
        var held = store.Customers.DetailsAt(instant, knownBy).ToDictionary();
        foreach (var (id, details) in people.Details) held[id] = details;
        return ShopLoader.ViewThen(store, shop, then.WithDetails(held), run, new(instant, knownBy, people), held,
            MonthTotals.Sum(hours.All, shop.Calendar), now);
    }

    /// <summary>A customer as they were at the end of a day: compared with everybody as of then, so everybody is
    /// read; null if the store does not know them, or they were not there yet. Whoever has become another since is
    /// found by the id that they had.</summary>
    public static CustomerView? Customer(ShopStore store, CustomerId id, LookBack back, Instant now)
    {
        var view = Load(store, back, now);
        var (asOf, knownBy) = (view.Table.AsOf, back.KnownBy(view.Calendar));
        var people = store.Duplicates.PeopleAt(asOf, knownBy);
        return view.RowOf(id) is >= 0 and var row && store.Customers.ByIdAt(id, asOf, knownBy, people) is { } record
            ? new(view, row, record) { Past = new(asOf, knownBy, people) } : null;
    }
}
