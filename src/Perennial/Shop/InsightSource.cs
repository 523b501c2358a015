using Perennial.Core;
using Perennial.Core.Cycle.Returns;
using Perennial.Core.History;
using Perennial.Core.Validation;
using Perennial.Data;
using Perennial.Data.Scoring;
using Perennial.Data.ScoringRuns;
using Perennial.Settings;

namespace Perennial.Shop;

/// <summary>Where insights find what columns do not say. Each is asked for at most once a view.</summary>
/// <param name="Latencies">How long customers take to each next purchase; reads all histories.</param>
/// <param name="Forecasts">Forecasts the past from before it; refused with a reason where it is too short.</param>
/// <param name="ScoringRuns">The scoring runs, the last one first.</param>
/// <param name="Transitions">Who stood where at two scoring runs.</param>
sealed record InsightSource(
    Func<IReadOnlyList<Latency>> Latencies, Func<CycleValidation> Forecasts,
    Func<IReadOnlyList<ScoringRunEntry>> ScoringRuns,
    Func<long, long, IReadOnlyList<Transition>> Transitions)
{
    // A page waits for it: forecasts of so many customers from so many days say enough of six statuses.
    const int MostForecast = 20_000;
    const int Origins = 3;

    /// <summary>Columns alone.</summary>
    public static InsightSource ColumnsAlone { get; } = new(
        () => [],
        () => throw new BadInputException("forecasts", "There are no histories.", "Import orders."),
        () => [], (_, _) => []);

    /// <summary>A store with so many customers, as of an instant.</summary>
    public static InsightSource Of(ShopStore store, ShopSettings shop, int customers, PastMoment at)
    {
        var today = shop.Calendar.DayOf(at.AsOf);
        return new(() => Read(store, shop.Calendar, at), () => Forecast(store, shop, customers, today),
            () => [.. store.ScoringRuns.Last().Where(run => run.AsOfDay <= today)], store.Scoring.Transitions);
    }

    static IReadOnlyList<Latency> Read(ShopStore store, ShopCalendar calendar, PastMoment at)
    {
        var latencies = new Core.Cycle.Returns.Latencies(at.AsOf, calendar);
        foreach (var chunk in store.Facts.Histories(withPast: true, people: at.People))
            latencies.Add(chunk.History.AsOf(at.AsOf, at.KnownBy));
        return latencies.Found();
    }

    static CycleValidation Forecast(ShopStore store, ShopSettings shop, int customers, int today)
    {
        var (join, seen) = (new HistoryJoin(), 0);
        var step = Math.Max(1, (customers + MostForecast - 1) / MostForecast);
        foreach (var chunk in store.Facts.Histories(withPast: true))
        {
            for (var i = 0; i < chunk.Ids.Length; i++)
                if (seen++ % step == 0) join.Add(chunk.History, i);
        }
        // Nothing but orders: forecasts read nothing else, and folding is faster without.
        var orders = join.Build().Orders;
        var history = new HistoryTable(join.Count, new OrderFacts
        {
            Start = orders.Start, At = orders.At, GrossCents = orders.GrossCents,
            DiscountCents = orders.DiscountCents, RefundedCents = orders.RefundedCents, Past = orders.Past,
        });
        var keys = CustomerKeys.From([.. Enumerable.Range(0, join.Count).Select(i => $"{i}")]);
        return CycleValidation.Run(history, keys, shop.Profiles, shop.Options.Cycle, today, Origins);
    }
}
