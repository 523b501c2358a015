using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Scoring;
using Perennial.Settings;
using Perennial.Shop;

namespace Perennial.Cli.Scoring;

/// <summary><c>perennial rescore</c></summary>
static class RescoreVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, asOf, json) = (Options.Store(), Options.AsOf(), Options.Json());
        var all = new Option<bool>("--all")
        {
            Description = "Compute every profile anew from its facts first, not only those that are due.",
        };
        var command = new Command("rescore",
            "Compare all customers anew: cut points, scores, segments, lists and ranks.")
        {
            store, asOf, all, json,
        };
        var scoring = new ScoringArguments(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var options = scoring.Read(parsed, ShopSettings.Of(shop).Scoring(shop.ScoringRuns.Latest()));
            var run = terminal.WithProgress("Scoring",
                progress => ScoreAnew.Run(shop, options, parsed.GetValue(asOf), parsed.GetValue(all), terminal.Actor,
                    now, progress, cancel));
            if (parsed.GetValue(json)) terminal.WriteJson(run);
            else ScoringTables.PrintScoringRun(terminal.Tables(), run);
            return 0;
        }, cancel));
        return command;
    }
}
