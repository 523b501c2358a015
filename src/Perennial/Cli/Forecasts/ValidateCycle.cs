using System.CommandLine;
using Perennial.Cli.Import;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Validation;
using Perennial.Forecasts;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli.Forecasts;

/// <summary><c>perennial validate cycle</c></summary>
static class ValidateCycle
{
    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var file = new Option<string?>("--file")
        {
            Description = "Validate on a file of orders instead of a store.",
            HelpName = "ORDERS",
        };
        var category = new Option<string?>("--category")
        {
            Description = "Only orders with something of this product category.",
            HelpName = "NAME",
        };
        var command = new Command("cycle",
            "Forecast from twelve days of the past, a month apart, with what was known then; compare with the 90 "
            + "days after.")
        {
            store, file, category, json,
        };
        var back = new LookBackOptions(command);
        var intake = new IntakeArguments(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var (now, then, only) = (terminal.Now(), back.Read(parsed, terminal), parsed.GetValue(category));
            var found = terminal.WithProgress("Validating", progress =>
            {
                if (parsed.GetValue(file) is { } path)
                {
                    if (then is { AsKnown: not null })
                        throw new BadInputException("--as-known", "A file does not say when it was known.",
                            "Leave it out, or validate on a store.");
                    var reading = intake.Read(parsed, ShopCalendar.Utc, now, shopCurrency: null);
                    return ShopCycleValidation.OfFile(path, reading, then?.AsOf, only, progress, cancel);
                }
                using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
                LookBackOptions.SayJoined(shop, then, terminal, areApart: false);
                return ShopCycleValidation.OfStore(shop, then, only, now, progress);
            });
            if (parsed.GetValue(json)) terminal.WriteJson(found);
            else Print(terminal.Tables(), found);
            return 0;
        }, cancel));
        return command;
    }

    static void Print(IAnsiConsole console, CycleValidation found)
    {
        var origins = PlainTable.Of("forecast from", "#customers", "#bought", "#log loss", "#plain", "#AUC",
            "#recency", "used");
        foreach (var origin in found.Origins)
        {
            Row(origins, $"{ShopCalendar.Date(origin.Day):yyyy-MM-dd}", origin.Used, origin.Plain, origin.RecencyAuc,
                origin.Fallback ? "plain regression" : "cycle");
        }
        Row(origins, "all", found.Used, found.Plain, found.RecencyAuc, "");
        console.Write(origins);

        var reliability = PlainTable.Of("status", "#forecasts", "#chance given", "#bought", "within 3 points");
        foreach (var status in found.Reliability)
        {
            var holds = status.Holds switch { true => "yes", false => "no", null => "too few to say" };
            reliability.AddRow(status.Status, $"{status.Customers:N0}", $"{status.Forecast:0.0%}",
                $"{status.Bought:0.0%}", holds);
        }
        console.Write(reliability);

        if (found.Pit.Count > 0)
        {
            console.WriteLine("Next purchases by tenth of what was forecast (10 % each where it is right):");
            console.WriteLine("  " + string.Join("  ", found.Pit.Select(share => $"{share:0.0%}")));
        }
        foreach (var words in found.WhatElse) console.WriteLine(words);
        if (found.Risk is null)
        {
            console.WriteLine("Money at risk cannot be looked at: that takes fifty customers who were late a year "
                + "before the last day.");
        }
        console.MarkupLine(found.Holds ? "[green]Holds.[/]" : "[red]Does not hold.[/]");
        console.WriteLine(found.Verdict);
    }

    static void Row(
        Table table, string from, ForecastScore used, ForecastScore plain, double recency, string which) =>
        table.AddRow(from, $"{used.Customers:N0}", $"{used.BaseShare:0.0%}", $"{used.LogLoss:0.0000}",
            $"{plain.LogLoss:0.0000}", $"{used.Auc:0.000}", $"{recency:0.000}", which);
}
