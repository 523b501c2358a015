using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core.Lifetime;
using Perennial.Forecasts;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli.Forecasts;

/// <summary><c>perennial validate lifetime</c></summary>
static class ValidateLifetime
{
    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        Dictionary<string, PurchaseModelKind> kinds =
            Enum.GetValues<PurchaseModelKind>().ToDictionary(PurchaseFitting.NameOf);
        var model = new Option<string>("--model")
        {
            Description = "Which model.",
            DefaultValueFactory = _ => PurchaseFitting.NameOf(PurchaseModelKind.MbgNbd),
        }.AcceptOnlyFromAmong([.. kinds.Keys]);
        var days = Number("--days", 90, 3650, "Days that each forecast is for.");
        var origins = Number("--origins", 3, 100, "How many forecasts, each so many days before the last.");
        var command = new Command("lifetime", "Forecast the shop's past from days before it, and compare.")
        {
            store, model, days, origins, json,
        };
        var back = new LookBackOptions(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var (now, then) = (terminal.Now(), back.Read(parsed, terminal));
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            LookBackOptions.SayJoined(shop, then, terminal, areApart: false);
            var report = terminal.WithProgress("Looking back", _ => LifetimeValidation.Run(
                shop, kinds[parsed.GetValue(model)!], then, parsed.GetValue(days),
                parsed.GetValue(origins), now, cancel));
            if (parsed.GetValue(json)) terminal.WriteJson(report);
            else Print(terminal.Tables(), report);
            return 0;
        }, cancel));
        return command;
    }

    static void Print(IAnsiConsole console, LifetimeReport report)
    {
        foreach (var origin in report.Origins)
        {
            console.MarkupLineInterpolated(
                $"[bold]Forecast of {origin.From:yyyy-MM-dd} until {origin.Until:yyyy-MM-dd}[/]");
            if (origin.Holdout is { } holdout) LifetimeTables.PrintHoldout(console, holdout, TimeUnit.Week);
            else console.MarkupLineInterpolated($"{origin.Fit.Verdict}");
            console.WriteLine();
        }
        console.MarkupLineInterpolated($"[bold]{report.Words}[/]");
    }

    static Option<int> Number(string name, int byDefault, int most, string what) => new(name)
    {
        Description = $"{what} Default: {byDefault}.",
        DefaultValueFactory = _ => byDefault,
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var value)
                    && (value < 1 || value > most))
                    result.AddError($"{name} must be 1 to {most}.");
            },
        },
    };
}
