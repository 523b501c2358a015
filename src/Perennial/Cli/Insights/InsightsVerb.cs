using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Insights;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli.Insights;

/// <summary><c>perennial insights</c></summary>
static class InsightsVerb
{
    public static Command Create(Terminal terminal) => new("insights", "What the whole shop tells: one answer each.")
    {
        One(terminal, "cycle", "Who is due and who is late, by product category and by quarter of the first order.",
            insights => insights.Cycle, InsightTables.Print),
        One(terminal, "cohorts", "Who comes back and when, by month of the first order and from purchase to purchase.",
            insights => insights.Cohorts, InsightTables.Print),
        Movement(terminal),
        CommonVerb.Create(terminal),
        One(terminal, "pressure", "How much customers are contacted, how they answer, what a contact is worth.",
            insights => insights.Pressure, InsightTables.Print),
        One(terminal, "promotion", "Who buys on promotion, and who never needs one.",
            insights => insights.Promotion, InsightTables.Print),
        One(terminal, "reach", "Who can be contacted by which channel, and what revenue one channel alone reaches.",
            insights => insights.Reach, InsightTables.Print),
        One(terminal, "offers", "How products are recommended, and how that did on the shop's own past.",
            insights => insights.Offers, InsightTables.Print),
        One(terminal, "lifetime", "How many customers are left, and what they will order.",
            insights => insights.Lifetime, InsightTables.Print),
    };

    static Command Movement(Terminal terminal)
    {
        var by = new Option<string>("--by")
        {
            Description =
                $"What is compared: {string.Join(", ", MovementMeasure.All.Select(measure => measure.Name))}.",
            DefaultValueFactory = _ => MovementMeasure.All[0].Name,
        };
        by.CompletionSources.Add([.. MovementMeasure.All.Select(measure => measure.Name)]);
        by.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && MovementMeasure.Known(name) is null)
                result.AddError($"There is no '{name}' to compare. {by.Description}");
        });
        var before = new Option<long?>("--before")
        {
            Description = "Number of the earlier scoring run. Default: the last of a day before the later one's.",
        };
        var after = new Option<long?>("--after")
        {
            Description = "Number of the later scoring run. Default: the last.",
        };
        var command = new Command("movement", "Who moved from where to where between two scoring runs.")
        {
            by, before, after,
        };
        return Answer(terminal, command, (insights, parsed) => insights.Movement(
            parsed.GetValue(by), parsed.GetValue(before), parsed.GetValue(after)), InsightTables.Print);
    }

    static Command One<T>(Terminal terminal, string name, string words, Func<ShopInsights, T> ask,
        Action<IAnsiConsole, T> print) =>
        Answer(terminal, new Command(name, words), (insights, _) => ask(insights), print);

    static Command Answer<T>(Terminal terminal, Command command, Func<ShopInsights, ParseResult, T> ask,
        Action<IAnsiConsole, T> print)
    {
        var (store, json) = (Options.Store(), Options.Json());
        foreach (var option in (Option[])[store, json]) command.Add(option);
        var back = new LookBackOptions(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var view = back.Load(shop, parsed, terminal, now);
            if (view.ScoringRun is null)
                throw new BadInputException(shop.Path, "No customer has been scored yet.",
                    "Import orders, then run perennial rescore.");
            var answer = ask(view.Insights, parsed);
            if (parsed.GetValue(json)) terminal.WriteJson(answer);
            else print(terminal.Tables(), answer);
            return 0;
        }, cancel));
        return command;
    }
}
