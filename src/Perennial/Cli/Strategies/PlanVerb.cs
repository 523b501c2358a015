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
            var read = StrategyFolder.Read(path, ShopOf(parsed.GetValue(store)!, terminal));
            if (parsed.GetValue(json)) terminal.WriteJson(PlanAnswer.Of(read));
            else PlanTables.Write(terminal, read);
            if (parsed.GetValue(keep)) Keep(terminal, parsed.GetValue(store)!, StrategyFolder.TextsOf(path));
            return read.Mistakes.All.Count == 0 ? 0 : 1;
        }, cancel));
        return command;
    }

    /// <summary>The folder of strategies; this one where none is named.</summary>
    public static Argument<string> Folder(string description) => new("DIR")
    {
        Description = description, Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => ".",
    };

    static void Keep(Terminal terminal, string store, IReadOnlyDictionary<string, string> texts)
    {
        var now = terminal.Now();
        using var shop = ShopStores.OpenExisting(store, now);
        StrategyDrafts.Keep(shop, texts, terminal.Actor, now);
        terminal.Log.WriteLine("Kept: the page Strategies shows what it would change.");
    }

    // Files can be checked before there is a shop.
    static StrategyShop ShopOf(string store, Terminal terminal)
    {
        if (!ShopStores.MayExist(store)) return StrategyShops.BeforeAny;
        var now = terminal.Now();
        using var shop = ShopStores.OpenExisting(store, now);
        return StrategyShops.Of(ShopLoader.Load(shop, now));
    }
}
