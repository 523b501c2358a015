using Perennial.Cli.Import;
using Perennial.Cli.Shell;
using Perennial.Core.Lifetime;
using Perennial.Forecasts;
using Spectre.Console;

namespace Perennial.Cli.Forecasts;

/// <summary>Says in a terminal what a lifetime model found.</summary>
static class LifetimeTables
{
    public static void Print(IAnsiConsole console, FittedFile fitted, TimeUnit unit, string? target)
    {
        ImportTables.PrintReport(console, fitted.Report);
        var counts = fitted.Counts;
        console.MarkupLineInterpolated($"{counts.Count:N0} customers, {counts.X.Sum():N0} repeat purchases.");
        PrintFit(console, fitted.Fit, unit);
        if (fitted.Holdout is { } holdout) PrintHoldout(console, holdout, unit);
        if (fitted.Fit.Model != "gamma-gamma") PrintFit(console, fitted.Spend, unit);
        if (target is null) console.WriteLine("Write every customer with the forecast: --out forecast.csv");
        else if (target != "-")
        {
            var horizon = $"{fitted.Horizon:0.##} {Of(unit)}";
            console.MarkupLineInterpolated(
                $"{counts.Count:N0} customers written to {target}; orders expected within {horizon}.");
        }
    }

    public static void PrintFit(IAnsiConsole console, ModelFit fit, TimeUnit unit)
    {
        var regular = fit.K > 1 ? $", k = {fit.K}" : "";
        console.MarkupLineInterpolated($"[bold]{fit.Model}[/]{regular}: {fit.Verdict}");
        if (!fit.IsFitted) return;
        var table = PlainTable.Of("parameter", "#value", "#standard error");
        for (var i = 0; i < fit.Names.Count; i++)
        {
            table.AddRow(fit.Names[i], $"{fit.Parameters[i]:0.#####}",
                fit.StandardErrors[i] is { } error ? $"{error:0.#####}" : "unknown");
        }
        console.Write(table);
        var time = fit.Model == "gamma-gamma" ? "" : $", time in {Of(unit)}";
        console.MarkupLineInterpolated($"log-likelihood {fit.LogLikelihood:0.0000}{time}");
    }

    public static void PrintHoldout(IAnsiConsole console, HoldoutComparison holdout, TimeUnit unit)
    {
        var when = $"{holdout.HeldTime:0.##} {Of(unit)}";
        var alive = $"{holdout.Alive:N0} alive at its start by the model";
        console.MarkupLineInterpolated(
            $"Holdout of {when}: {holdout.Customers:N0} customers, {holdout.Actual:N0} purchases, {alive}.");
        var scores = PlainTable.Of("forecast", "#total", "#mean error", "#root mean square", "#correlation");
        foreach (var score in holdout.Baselines.Prepend(holdout.Model))
        {
            scores.AddRow(new Text(score.Forecast), new Text($"{score.Total:N1}"),
                new Text($"{score.MeanAbsoluteError:0.0000}"), new Text($"{score.RootMeanSquareError:0.0000}"),
                new Text(score.Correlation is { } r ? $"{r:0.000}" : ""));
        }
        console.Write(scores);
        var classes = PlainTable.Of("#repeat purchases", "#customers", "#came", "#expected");
        foreach (var own in holdout.ByFrequency)
        {
            classes.AddRow($"{own.Purchases}{(own.Purchases == 7 ? "+" : "")}", $"{own.Customers:N0}",
                $"{own.Actual:0.0000}", $"{own.Expected:0.0000}");
        }
        console.Write(classes);
        console.MarkupLineInterpolated($"{holdout.Words}");
    }

    static string Of(TimeUnit unit) => unit switch
    {
        TimeUnit.Day => "days",
        TimeUnit.Month => "months",
        TimeUnit.Year => "years",
        _ => "weeks",
    };
}
