using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Strategies;
using Perennial.Shop;
using Perennial.Strategies;

namespace Perennial.Cli.Strategies;

/// <summary><c>perennial apply</c></summary>
static class ApplyVerb
{
    public static Command Create(Terminal terminal)
    {
        var folder = PlanVerb.Folder("The folder, as perennial plan reads it. Left out: this one.");
        var (store, json) = (Options.Store(), Options.Json());
        var prune = new Option<bool>("--prune")
        {
            Description = "Take strategies out that are not in the folder; whoever is in them goes on to the end.",
        };
        var yes = new Option<bool>("--yes")
        {
            Description = "Let in however many would enter at once: perennial plan says how many.",
        };
        var move = new Option<string?>("--move")
        {
            Description = "Move whoever is in a former version of a strategy to the last one; without a name, of all "
                + "of them. Without a folder nothing is published.",
            HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("apply",
            "Publishes a folder of contact strategies, all of it or nothing: customers enter from now on.")
        {
            folder, store, prune, yes, move, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var moves = parsed.GetResult(move) is not null;
            if (!moves || parsed.GetResult(folder) is { Implicit: false })
            {
                var asking = new ImpactAsking(int.MaxValue) { Yes = parsed.GetValue(yes), Cancel = cancel };
                var texts = StrategyFolder.TextsOf(parsed.GetValue(folder)!);
                var view = ShopLoader.Load(shop, now);
                var (proposed, impact) = PlanVerb.Asked(terminal, progress => StrategyFiles.Apply(shop, view, texts,
                    parsed.GetValue(prune), terminal.Actor, now, asking with { Progress = progress }));
                var notAsked = ImpactWords.CannotAsk(proposed.Read, view);
                if (!parsed.GetValue(json)) Say(terminal, proposed);
                else if (!moves) terminal.WriteJson(PlanAnswer.Of(proposed.Read, proposed, impact, notAsked));
            }
            if (moves) Move(terminal, shop, parsed.GetValue(move), parsed.GetValue(json), now, cancel);
            return 0;
        }, cancel));
        return command;
    }

    static void Move(
        Terminal terminal, ShopStore shop, string? name, bool json, Instant now, CancellationToken cancel)
    {
        var all = StrategyFiles.Move(shop, name is null ? null : [name], terminal.Actor, now, cancel);
        if (json)
        {
            terminal.WriteJson(new
            {
                moved = all.Select(one => new { one.Strategy, one.Version, one.Moved, one.Stayed }),
            });
            return;
        }
        foreach (var one in all.Where(one => one.Moved + one.Stayed.Count > 0)) Say(terminal, one);
        if (all.All(one => one.Moved + one.Stayed.Count == 0))
            terminal.Log.WriteLine("Nobody is under way in a former version.");
    }

    static void Say(Terminal terminal, MovedVersions one)
    {
        terminal.Output.WriteLine($"{one.Strategy}: {one.Moved:N0} go on in version {one.Version}");
        foreach (var (why, number) in one.Stayed.OrderByDescending(pair => pair.Value))
            terminal.Output.WriteLine($"{one.Strategy}: {number:N0} stay where they are: {why}");
    }

    static void Say(Terminal terminal, ProposedStrategies proposed)
    {
        foreach (var change in proposed.Changes)
            terminal.Output.WriteLine($"{change.Strategy}: {StrategyTables.Words(change)}");
        foreach (var file in proposed.OtherFiles) terminal.Output.WriteLine($"{file.File}: {file.Words}");
        terminal.Log.WriteLine(!proposed.Any ? "Nothing is another than it was."
            : "Published. perennial serve takes customers through them; perennial strategies shows where they are.");
    }
}
