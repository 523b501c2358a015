using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Contacts;
using Perennial.Shop;
using Perennial.Strategies;

namespace Perennial.Cli.Strategies;

/// <summary><c>perennial plan</c></summary>
static class PlanVerb
{
    public static Command Create(Terminal terminal)
    {
        var folder = Folder("A folder with strategies/, segments/, offers.yaml, occasions.yaml, policies.yaml and "
            + "channels.yaml. Left out: this one.");
        var (store, json) = (Options.Store(), Options.Json());
        var begin = new Option<bool>("--begin")
        {
            Description = "Write the strategies that come with Perennial into a new folder first.",
        };
        var keep = new Option<bool>("--keep")
        {
            Description = "Keep the folder in the shop: the page Strategies shows it, and publishes it when told to.",
        };
        var schema = new Option<bool>("--schema")
        {
            Description = "Print the JSON Schema of a strategy's file, for editors, and do nothing else.",
        };
        var command = new Command("plan",
            "Reads a folder of contact strategies and says what is wrong with them, and what they would do.")
        {
            folder, store, begin, keep, schema, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(schema))
            {
                terminal.Output.Write(StrategySchema.Text());
                return 0;
            }
            var path = parsed.GetValue(folder)!;
            if (parsed.GetValue(begin))
                terminal.Log.WriteLine($"{ShippedStrategies.WriteTo(path)} files written into {path}.");
            var texts = StrategyFolder.TextsOf(path);
            var place = parsed.GetValue(store)!;
            if (ShopStores.MayExist(place))
                return InShop(terminal, place, texts, parsed.GetValue(keep), parsed.GetValue(json), cancel);
            // Files can be checked before there is a shop.
            if (parsed.GetValue(keep)) ShopStores.OpenExisting(place, terminal.Now()).Dispose();
            var read = StrategyFolder.Read(texts, StrategyShops.BeforeAny);
            var notAsked = ImpactWords.CannotAsk(read, customers: null, isScored: false);
            if (parsed.GetValue(json)) terminal.WriteJson(PlanAnswer.Of(read, null, null, notAsked));
            else
            {
                PlanTables.Write(terminal, read);
                if (read.Mistakes.All.Count == 0) terminal.Output.WriteLine(notAsked);
            }
            return read.Mistakes.All.Count == 0 ? 0 : 1;
        }, cancel));
        return command;
    }

    /// <summary>The folder of strategies; this one where none is named.</summary>
    public static Argument<string> Folder(string description) => new("DIR")
    {
        Description = description, Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => ".",
    };

    // With --json a script is told by the exit code whether anything would change.
    const int AreChanges = 3;

    static int InShop(Terminal terminal, string place, IReadOnlyDictionary<string, string> texts, bool keep, bool json,
        CancellationToken cancel)
    {
        var now = terminal.Now();
        using var shop = ShopStores.OpenExisting(place, now);
        var view = ShopLoader.Load(shop, now);
        var proposed = StrategyFiles.Compare(texts, StrategyShops.Of(view), shop.Strategies.Parts(), prune: false);
        proposed = proposed with
        {
            Read = proposed.Read with
            {
                Warnings = [.. proposed.Read.Warnings, .. CodesLeft.Of(shop, proposed.Read.Set.Offers)],
            },
        };
        var impact = Asked(terminal, progress => ProposedImpact.Of(
            shop, proposed, ImpactAsking.Everybody with { Progress = progress, Cancel = cancel }, now));
        var notAsked = ImpactWords.CannotAsk(proposed.Read, view);
        if (json) terminal.WriteJson(PlanAnswer.Of(proposed.Read, proposed, impact, notAsked));
        else
        {
            PlanTables.Write(terminal, proposed.Read);
            if (proposed.Read.Mistakes.All.Count == 0) ImpactTables.Write(terminal, proposed, impact, notAsked);
        }
        if (keep)
        {
            StrategyDrafts.Keep(shop, texts, terminal.Actor, now, impact);
            terminal.Log.WriteLine("Kept: the page Strategies shows what it would change.");
        }
        return proposed.Read.Mistakes.All.Count > 0 ? 1 : json && proposed.Any ? AreChanges : 0;
    }

    /// <summary>Asks customers, with a bar.</summary>
    public static T Asked<T>(Terminal terminal, Func<Action<string, double>, T> ask) =>
        terminal.WithProgress("Asking customers", ask);
}
