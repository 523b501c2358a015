using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Shop;
using Perennial.Strategies;

namespace Perennial.Cli.Strategies;

/// <summary><c>perennial strategies</c></summary>
static class StrategiesVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "One strategy, step by step. Left out: all of them.", Arity = ArgumentArity.ZeroOrOne,
        };
        var (store, json) = (Options.Store(), Options.Json());
        var coverage = new Option<bool>("--coverage")
        {
            Description = "Which segments no strategy speaks of, and who is in several strategies.",
        };
        var files = new Option<string?>("--files")
        {
            Description = "Write the files that are in force into a new folder, as they were published.",
            HelpName = "DIR",
        };
        var command = new Command("strategies", "The strategies that are in force, and who is where in them.")
        {
            name, store, coverage, files, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            if (parsed.GetValue(files) is { } folder)
            {
                terminal.Log.WriteLine($"{StrategyFolder.Write(StrategyFiles.InForce(shop), folder)} files written.");
                return 0;
            }
            var all = StrategySheet.All(shop, now);
            var view = ShopLoader.Load(shop, now);
            if (parsed.GetValue(coverage)) return StrategyTables.Coverage(
                terminal, StrategyCoverage.Of(view, all), parsed.GetValue(json));
            if (parsed.GetValue(name) is { } one)
            {
                all = [.. all.Where(sheet => sheet.Strategy == one)];
                if (all.Count == 0) throw new MissingException($"strategy '{one}'", "There is none of that name.",
                    "perennial strategies lists them.");
            }
            if (parsed.GetValue(json)) terminal.WriteJson(StrategyAnswer.Of(all, view.Currency, now));
            else if (parsed.GetValue(name) is null) StrategyTables.All(terminal, all);
            else StrategyTables.One(terminal, all[0], shop.Decisions.Of(all[0].Strategy, 20), view);
            return 0;
        }, cancel));
        return command;
    }
}
