using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Core.Scoring;
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
        var show = new Option<long?>("--show")
        {
            Description = "Print an earlier scoring run instead of making one: its limits, and with --json the"
                + " parameters of its models.",
            HelpName = "NUMBER",
        };
        var command = new Command("rescore",
            "Compare all customers anew: cut points, scores, segments, lists and ranks.")
        {
            store, asOf, all, show, json,
        };
        var scoring = new ScoringArguments(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            if (parsed.GetValue(show) is { } number)
            {
                Print(terminal, parsed.GetValue(json), shop.ScoringRuns.Find(number) ?? throw new MissingException(
                    "--show", $"There is no scoring run {number}.", "The last is what perennial rescore printed."));
                return 0;
            }
            if (parsed.GetValue(asOf) is { } day)
            {
                var back = new LookBack(day, null);
                terminal.Log.WriteLine(back.Words);
                LookBackOptions.SayJoined(shop, back, terminal, areApart: false);
            }
            var options = scoring.Read(parsed, ShopSettings.Of(shop).Scoring(shop.ScoringRuns.Latest()));
            var run = terminal.WithProgress("Scoring",
                progress => ScoreAnew.Run(shop, options, parsed.GetValue(asOf), parsed.GetValue(all), terminal.Actor,
                    now, progress, cancel));
            Print(terminal, parsed.GetValue(json), run);
            return 0;
        }, cancel));
        return command;
    }

    static void Print(Terminal terminal, bool json, ScoringRun run)
    {
        if (json) terminal.WriteJson(run);
        else ScoringTables.PrintScoringRun(terminal.Tables(), run);
    }
}
