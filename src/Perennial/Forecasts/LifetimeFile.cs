using Perennial.Channels.Files;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Orders;
using Perennial.Channels.Intake.Reports;
using Perennial.Core;
using Perennial.Core.Lifetime;
using Perennial.Import;
using Perennial.Shop;

namespace Perennial.Forecasts;

/// <summary>What to make of a file.</summary>
/// <param name="Model">One of <see cref="LifetimeFile.Models"/>.</param>
/// <param name="CalibrateTo">Last day to fit on; null for all.</param>
/// <param name="Until">Last day of all; null for that of the last order.</param>
/// <param name="Unit">Unit of time.</param>
/// <param name="MonthlyDiscount">0.01 for 1 % a month.</param>
sealed record LifetimeRequest(
    string Model, DateOnly? CalibrateTo, DateOnly? Until, TimeUnit Unit, double MonthlyDiscount);

/// <summary>A file, fitted.</summary>
/// <param name="Report">The account of every row.</param>
/// <param name="Keys">The customers of the file.</param>
/// <param name="Counts">What was counted of those who bought in the calibration.</param>
/// <param name="Until">Last day of the file, or of what was asked for.</param>
/// <param name="Fit">The model asked for.</param>
/// <param name="Spend">Gamma-Gamma beside it; the same where that was asked for.</param>
/// <param name="Horizon">How far ahead forecasts reach, in units of time.</param>
/// <param name="Forecast">Of each customer; null where nothing was fitted, and for Gamma-Gamma.</param>
/// <param name="Holdout">The forecast against what happened; null without a holdout.</param>
sealed record FittedFile(IntakeReport Report, CustomerKeys Keys, PurchaseCounts Counts, DateOnly Until, ModelFit Fit,
    ModelFit Spend, double Horizon, LifetimeForecast? Forecast, HoldoutComparison? Holdout);

/// <summary>Fits a lifetime model to a file of orders, without any database.</summary>
static class LifetimeFile
{
    const double MonthsAhead = 12;

    public static readonly IReadOnlyList<string> Models =
    [
        .. Enum.GetValues<PurchaseModelKind>().Select(PurchaseFitting.NameOf), "bg-bb", "gamma-gamma",
    ];

    /// <param name="path">The file; - is standard input.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="request">What to fit.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="BadInputException">The file cannot be read, has no order, or has none by the day to calibrate
    /// to.</exception>
    public static FittedFile Run(string path, IntakeOptions options, LifetimeRequest request,
        Action<string, double> progress, CancellationToken cancel)
    {
        var intake = OrderFileReader.Read(path, options, new ReadingProgress(progress), cancel);
        if (!intake.Report.LastOrderAt.HasValue)
            throw new BadInputException(path, "There is no order in it.", "Give a file of orders.");
        if (request.Until is { } asOf)
            AsOfDay.Check(asOf, options.Calendar, intake.Report.FirstOrderAt, options.Now);
        var until = request.Until is { } day
            ? ShopCalendar.Day(day) : options.Calendar.DayOf(intake.Report.LastOrderAt);
        var split = request.CalibrateTo is { } last ? ShopCalendar.Day(last) : until;
        if (split > until)
        {
            throw new BadInputException("--calibrate-to", $"{request.CalibrateTo:yyyy-MM-dd} is after the last day, "
                + $"{ShopCalendar.Date(until):yyyy-MM-dd}.", "Give a day on which orders had still to come.");
        }
        progress("counting purchases", 0.7);
        // BG/BB knows periods only: a week is one of the calendar.
        var unit = request.Model == "bg-bb" && request.Unit == TimeUnit.Week ? TimeUnit.CalendarWeek : request.Unit;
        var counts = PurchaseCounts.Of(intake.Batch.History, options.Calendar, unit, split, until);
        if (counts.Count == 0)
        {
            throw new BadInputException(path, $"Nobody had bought by {ShopCalendar.Date(split):yyyy-MM-dd}.",
                "Calibrate to a later day.");
        }
        cancel.ThrowIfCancellationRequested();
        progress("fitting", 0.8);
        var spend = OtherFitting.Spend(counts.Spend());
        var fit = Fit(request.Model, counts, spend);
        var horizon = counts.HeldTime > 0 ? counts.HeldTime : unit.UnitsPerMonth() * MonthsAhead;
        var forecast = request.Model == "gamma-gamma" ? null
            : LifetimeForecast.Of(fit, counts, horizon, unit, request.MonthlyDiscount, cancel);
        var holdout = forecast is null ? null
            : HoldoutComparison.Of(fit.Model, counts, forecast.Expected, forecast.Alive);
        return new(intake.Report, intake.Batch.Keys, counts, ShopCalendar.Date(until), fit, spend, horizon, forecast,
            holdout);
    }

    /// <summary>Writes one row per customer; "-" is standard output.</summary>
    public static void Write(string target, FittedFile fitted)
    {
        using var csv = CsvWriter.Create(target);
        csv.Record("customer_id", "x", "t_x", "T", "mean_spend", "p_alive", "expected_orders", "expected_spend", "clv",
            "actual_orders");
        var (counts, forecast) = (fitted.Counts, fitted.Forecast);
        var spend = OtherFitting.SpendModel(fitted.Spend);
        for (var i = 0; i < counts.Count; i++)
        {
            csv.Text(fitted.Keys[counts.Row[i]]);
            csv.Number(counts.X[i]);
            csv.Raw($"{counts.LastAt[i]:0.######}");
            csv.Raw($"{counts.Age[i]:0.######}");
            csv.Number(counts.X[i] == 0 ? double.NaN : counts.Mean[i]);
            var value = spend?.Expected(counts.X[i], Math.Max(0, counts.Mean[i])) ?? double.NaN;
            csv.Number(forecast?.Alive[i] ?? double.NaN);
            csv.Number(forecast?.Expected[i] ?? double.NaN);
            csv.Number(value);
            csv.Number(forecast?.Discounted[i] * value ?? double.NaN);
            if (counts.HeldTime > 0) csv.Number(counts.Held[i]);
            else csv.Empty();
            csv.EndRecord();
        }
        csv.Complete();
    }

    static ModelFit Fit(string model, PurchaseCounts counts, ModelFit spend) => model switch
    {
        "gamma-gamma" => spend,
        "bg-bb" => OtherFitting.Periods(counts.Periods()),
        _ => PurchaseFitting.Fit(
            Enum.GetValues<PurchaseModelKind>().Single(kind => PurchaseFitting.NameOf(kind) == model),
            counts.Patterns()),
    };
}
