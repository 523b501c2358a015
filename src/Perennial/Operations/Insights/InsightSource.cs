using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.History;
using Perennial.Data;

namespace Perennial.Operations.Insights;

/// <summary>What insights take from histories.</summary>
/// <param name="Latencies">How long customers take to each next purchase.</param>
/// <param name="Categories">The cycles of product categories, customers counted.</param>
sealed record HistoryFindings(IReadOnlyList<Latency> Latencies, CategoryCycleModel Categories);

/// <summary>Where insights find what columns do not say. Each is asked for at most once a view.</summary>
/// <param name="Histories">Reads all histories.</param>
/// <param name="Forecasts">Forecasts the past from before it; refused with a reason where it is too short.</param>
/// <param name="Runs">The scoring runs, the last one first.</param>
/// <param name="Transitions">Who stood where at two runs.</param>
sealed record InsightSource(
    Func<HistoryFindings> Histories, Func<CycleValidation> Forecasts, Func<IReadOnlyList<RunEntry>> Runs,
    Func<long, long, IReadOnlyList<Transition>> Transitions)
{
    // A page waits for it: forecasts of so many customers from so many days say enough of six statuses.
    const int MostForecast = 20_000;
    const int Origins = 3;

    /// <summary>Columns alone.</summary>
    public static InsightSource ColumnsAlone { get; } = new(
        () => new([], new CategoryCycleModel([])),
        () => throw new BadInputException("forecasts", "There are no histories.", "Import orders."),
        () => [], (_, _) => []);

    /// <summary>A store, as of an instant.</summary>
    public static InsightSource Of(SqliteStore store, ShopSettings shop, Instant asOf)
    {
        var today = shop.Calendar.DayOf(asOf);
        return new(() => Read(store, shop, asOf), () => Forecast(store, shop, today),
            () => [.. store.Runs().Where(run => run.AsOfDay <= today)], store.Transitions);
    }

    // Histories are read twice: categories are counted by what all of them together said.
    static HistoryFindings Read(SqliteStore store, ShopSettings shop, Instant asOf)
    {
        var latencies = new Latencies(asOf, shop.Calendar);
        var cycles = new CategoryCycles(asOf, shop.Calendar, shop.Profiles.Gaps, shop.Options.Cycle);
        var hasCategories = false;
        foreach (var chunk in store.Histories())
        {
            latencies.Add(chunk.History);
            cycles.Add(chunk.History);
            hasCategories |= chunk.History.Categories.Any(category => category is { Length: > 0 });
        }
        var model = cycles.Fit();
        if (hasCategories) foreach (var chunk in store.Histories()) cycles.Count(chunk.History, model);
        return new(latencies.Found(), cycles.Counted(model));
    }

    static CycleValidation Forecast(SqliteStore store, ShopSettings shop, int today)
    {
        var (join, seen) = (new HistoryJoin(), 0);
        var step = (int)((store.Load().Count + (long)MostForecast - 1) / MostForecast);
        foreach (var chunk in store.Histories())
        {
            for (var i = 0; i < chunk.Ids.Length; i++)
                if (seen++ % Math.Max(1, step) == 0) join.Add(chunk.History, i);
        }
        // Nothing but orders: forecasts read nothing else, and folding is faster without.
        var orders = join.Build().Orders;
        var history = new HistoryTable(join.Count, new OrderFacts
        {
            Start = orders.Start, At = orders.At, GrossCents = orders.GrossCents,
            DiscountCents = orders.DiscountCents, RefundedCents = orders.RefundedCents,
        });
        var keys = CustomerKeys.From([.. Enumerable.Range(0, join.Count).Select(i => $"{i}")]);
        return CycleValidation.Run(history, keys, shop.Profiles, shop.Options.Cycle, today, Origins);
    }
}
