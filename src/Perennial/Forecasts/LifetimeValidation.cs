using Perennial.Core;
using Perennial.Core.Lifetime;
using Perennial.Data;
using Perennial.Settings;
using Perennial.Shop;

namespace Perennial.Forecasts;

/// <summary>A forecast from one day, and what came of it.</summary>
/// <param name="From">The last day that the forecast knew.</param>
/// <param name="Until">The last day that it was for.</param>
/// <param name="Fit">The model as of then.</param>
/// <param name="Holdout">The comparison; null where nothing was fitted or nobody had bought.</param>
sealed record LifetimeOrigin(DateOnly From, DateOnly Until, ModelFit Fit, HoldoutComparison? Holdout);

/// <summary>How well lifetime forecasts would have been, on the shop's own past.</summary>
/// <param name="Origins">The latest first.</param>
/// <param name="Words">What to make of it.</param>
sealed record LifetimeReport(IReadOnlyList<LifetimeOrigin> Origins, string Words);

/// <summary>Forecasts the shop's past from days before it, against naive forecasts.</summary>
static class LifetimeValidation
{
    /// <param name="store">The shop; read only.</param>
    /// <param name="kind">Which model.</param>
    /// <param name="back">The end of what is looked at, and by what was known when; null for the present.</param>
    /// <param name="days">Days that each forecast is for.</param>
    /// <param name="origins">How many forecasts, each so many days before the last.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancel">Stops the work.</param>
    public static LifetimeReport Run(ShopStore store, PurchaseModelKind kind, LookBack? back, int days, int origins,
        Instant now, CancellationToken cancel)
    {
        var calendar = ShopSettings.Of(store).Calendar;
        if (back is not null) AsOfDay.Check(back.AsOf, store, calendar, now);
        var end = back is not null ? ShopCalendar.Day(back.AsOf) : calendar.DayOf(now);
        var knownBy = back?.KnownBy(calendar) ?? Instant.Never;
        List<(int SplitDay, int EndDay)> splits =
            [.. Enumerable.Range(0, origins).Select(i => (end - (i + 1) * days, end - i * days))];
        var counts = PurchaseCounts.Of(
            store.Facts.Histories(withPast: true).Select(
                chunk => chunk.History.AsOf(Instant.Never, knownBy)), calendar, TimeUnit.Week, splits);
        var found = new List<LifetimeOrigin>();
        foreach (var (of, (split, until)) in counts.Zip(splits))
        {
            cancel.ThrowIfCancellationRequested();
            var fit = PurchaseFitting.Fit(kind, of.Patterns());
            var forecast = LifetimeForecast.Of(
                fit, of, of.HeldTime, TimeUnit.Week, new LifetimeOptions().MonthlyDiscount, cancel);
            found.Add(new(ShopCalendar.Date(split), ShopCalendar.Date(until), fit, forecast is null ? null
                : HoldoutComparison.Of(fit.Model, of, forecast.Expected, forecast.Alive)));
        }
        return new(found, InWords(found));
    }

    static string InWords(List<LifetimeOrigin> origins)
    {
        var compared = origins.Where(origin => origin.Holdout is not null).Select(origin => origin.Holdout!).ToList();
        if (compared.Count == 0)
        {
            return $"No forecast can be judged: {origins.FirstOrDefault()?.Fit.Verdict ?? "no day was asked for."} "
                + "Rely on recency until more customers have come back.";
        }
        var wins = compared.Count(holdout => holdout.Model.RootMeanSquareError
            < 0.99 * holdout.Baselines.Min(score => score.RootMeanSquareError));
        var share = $"The model beats every naive forecast from {wins} of {compared.Count} days.";
        return wins * 2 > compared.Count ? $"{share} Its forecasts are worth using."
            : wins > 0 ? $"{share} Use its forecasts with care."
            : $"{share} A naive forecast does as well or better here.";
    }
}
