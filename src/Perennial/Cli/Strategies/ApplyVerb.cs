using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Contacts;
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
        var command = new Command("apply",
            "Publishes a folder of contact strategies, all of it or nothing: customers enter from now on.")
        {
            folder, store, prune, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var texts = StrategyFolder.TextsOf(parsed.GetValue(folder)!);
            var proposed = StrategyFiles.Apply(
                shop, ShopLoader.Load(shop, now), texts, parsed.GetValue(prune), terminal.Actor, now);
            if (parsed.GetValue(json)) terminal.WriteJson(PlanAnswer.Of(proposed.Read, proposed.Changes));
            else Say(terminal, proposed);
            return 0;
        }, cancel));
        return command;
    }

    static void Say(Terminal terminal, ProposedStrategies proposed)
    {
        foreach (var change in proposed.Changes)
            terminal.Output.WriteLine($"{change.Strategy}: {StrategyTables.Words(change.Change)}");
        foreach (var file in proposed.OtherFiles) terminal.Output.WriteLine($"{file}: changed");
        terminal.Log.WriteLine(!proposed.Any ? "Nothing is another than it was."
            : "Published. perennial serve takes customers through them; perennial strategies shows where they are.");
    }
}
