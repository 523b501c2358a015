using System.CommandLine;
using Perennial.Cli.Import;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Core.Lifetime;
using Perennial.Forecasts;

namespace Perennial.Cli.Forecasts;

/// <summary><c>perennial lifetime FILE</c></summary>
static class LifetimeVerb
{
    static readonly Dictionary<string, TimeUnit> Units = new()
    {
        ["day"] = TimeUnit.Day, ["week"] = TimeUnit.Week, ["calendar-week"] = TimeUnit.CalendarWeek,
        ["month"] = TimeUnit.Month, ["year"] = TimeUnit.Year,
    };

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Orders as delimited text, .gz or not; - for standard input.",
        };
        var (asOf, json, to) = (Options.AsOf(), Options.Json(), Options.Out("one row per customer as CSV"));
        var split = Options.AsOf("--calibrate-to");
        asOf.Description = "The last day to look at. Default: the day of the last order in the file.";
        split.Description = "Fit on orders until this day, itself included, and forecast those after it.";
        var model = new Option<string>("--model")
        {
            Description = "Which model.",
            DefaultValueFactory = _ => "mbg-nbd",
        }.AcceptOnlyFromAmong([.. LifetimeFile.Models]);
        var unit = new Option<string>("--time-unit")
        {
            Description = "Unit of time; purchases of one day (or calendar week, month, year) are one.",
            DefaultValueFactory = _ => "week",
        }.AcceptOnlyFromAmong([.. Units.Keys]);
        var discount = new Option<double>("--discount")
        {
            Description = "Discount per month for clv. Default: 0.01, 1 %.",
            DefaultValueFactory = _ => new LifetimeOptions().MonthlyDiscount,
        };
        var command = new Command("lifetime",
            "Fit a model of how customers buy and stop buying to a file of orders: who is alive, how much will come.")
        {
            file, model, split, unit, asOf, discount, to, json,
        };
        var intake = new IntakeArguments(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var path = parsed.GetValue(file)!;
            new LifetimeOptions { MonthlyDiscount = parsed.GetValue(discount) }.Check();
            var request = new LifetimeRequest(parsed.GetValue(model)!, parsed.GetValue(split), parsed.GetValue(asOf),
                Units[parsed.GetValue(unit)!], parsed.GetValue(discount));
            var reading = intake.Read(parsed, ShopCalendar.Utc, terminal.Now(), shopCurrency: null);
            var target = parsed.GetValue(to);
            var fitted = terminal.WithProgress($"Fitting {Path.GetFileName(path)}", progress =>
                LifetimeFile.Run(path, reading, request, progress, cancel));
            if (target is not null) LifetimeFile.Write(target, fitted);
            if (parsed.GetValue(json) && target != "-") WriteJson(terminal, fitted, request, parsed.GetValue(unit)!);
            else LifetimeTables.Print(terminal.Tables(onLog: target == "-"), fitted, request.Unit, target);
            return 0;
        }, cancel));
        return command;
    }

    static void WriteJson(Terminal terminal, FittedFile fitted, LifetimeRequest request, string unit) =>
        terminal.WriteJson(new
        {
            fitted.Report.Path,
            request.CalibrateTo,
            fitted.Until,
            TimeUnit = unit,
            Customers = fitted.Counts.Count,
            RepeatCustomers = fitted.Counts.X.Count(x => x > 0),
            RepeatPurchases = fitted.Counts.X.Sum(),
            fitted.Fit.Model,
            K = fitted.Fit.IsFitted ? fitted.Fit.K : (int?)null,
            Parameters = ByName(fitted.Fit, fitted.Fit.Parameters),
            StandardErrors = ByName(fitted.Fit, fitted.Fit.StandardErrors),
            LogLikelihood = fitted.Fit.IsFitted ? fitted.Fit.LogLikelihood : (double?)null,
            fitted.Fit.Verdict,
            fitted.Holdout,
            Spend = request.Model == "gamma-gamma" ? null : new
            {
                fitted.Spend.Customers,
                Parameters = ByName(fitted.Spend, fitted.Spend.Parameters),
                StandardErrors = ByName(fitted.Spend, fitted.Spend.StandardErrors),
                LogLikelihood = fitted.Spend.IsFitted ? fitted.Spend.LogLikelihood : (double?)null,
                fitted.Spend.Verdict,
            },
        });

    static Dictionary<string, T> ByName<T>(ModelFit fit, IReadOnlyList<T> values) =>
        fit.Names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
}
