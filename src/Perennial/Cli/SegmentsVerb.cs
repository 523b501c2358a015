using System.CommandLine;
using Perennial.Core;
using Perennial.Operations;
using Spectre.Console;

namespace Perennial.Cli;

/// <summary><c>perennial segments</c></summary>
static class SegmentsVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, asOf, json) = (Options.Store(), Options.AsOf(), Options.Json());
        var check = new Option<string?>("--check")
        {
            Description = "Check a segment set for gaps and overlaps instead: a shipped set or a YAML file.",
            HelpName = "SET",
        };
        var command = new Command("segments", "The named segments: customers, share, orders, revenue, and who moved.")
        {
            store, asOf, check, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(check) is { } set) return Check(terminal, set, parsed.GetValue(json));
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var run = parsed.GetValue(asOf) is { } date ? ShopLoader.LoadAsOf(shop, date).Run : shop.LatestRun();
            if (run is null)
                throw new BadInputException(shop.Path, "No customer has been scored yet.",
                    "Import orders, then run perennial rescore.");
            if (parsed.GetValue(json)) terminal.WriteJson(run);
            else ScoringTables.PrintRun(terminal.Tables(), run);
            return 0;
        }, cancel));
        return command;
    }

    static int Check(Terminal terminal, string nameOrPath, bool json)
    {
        var set = SegmentSets.Load(nameOrPath);
        if (json)
        {
            terminal.WriteJson(new { set.Name, set.Bins, Segments = set.Names, set.Coverage });
            return 0;
        }
        var console = terminal.Tables();
        console.MarkupLineInterpolated($"[bold]{set.Name}[/]: {set.Rules.Count} segments on {set.Bins} scores.");
        console.MarkupLineInterpolated($"{set.Note}");
        Line(console, "codes without a segment", set.Coverage.Uncovered);
        Line(console, "codes that several segments match (the first wins)", set.Coverage.Overlapping);
        Line(console, "segments that can never win", set.Coverage.Unreachable);
        return 0;
    }

    static void Line(IAnsiConsole console, string what, IReadOnlyList<string> found)
    {
        var which = found.Count == 0 ? "none" : $"{found.Count} ({string.Join(" ", found)})";
        console.MarkupLineInterpolated($"{what}: {which}");
    }
}
