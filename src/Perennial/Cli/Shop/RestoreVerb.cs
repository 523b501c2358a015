using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Backup;
using Perennial.Moments;

namespace Perennial.Cli.Shop;

/// <summary><c>perennial restore FILE</c></summary>
static class RestoreVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "What perennial backup wrote." };
        var (store, json) = (Options.Store(), Options.Json());
        var replace = new Option<bool>("--replace") { Description = "Replace the shop that is there; it is lost." };
        var without = new Option<bool>("--without-erasures")
        {
            Description = "Bring back whoever was erased since the copy was made.",
        };
        var erasures = new Option<string[]>("--erasures")
        {
            Description = "List of erasures since the copy was made; may be repeated, one of each machine. Default: "
                + $"${Options.ErasuresVariable}, else the usual place of --store (see perennial erase --help).",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("restore",
            "Bring a shop back from a copy, without whoever was erased since. It is there whole or not at all; nobody "
                + "may have the shop open.")
        {
            file, store, erasures, without, replace, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var place = ShopPlace.Of(parsed.GetValue(store)!);
            var said = parsed.GetValue(erasures) ?? [];
            if (said.Length > 0 && parsed.GetValue(without))
                throw new BadInputException("restore", "--erasures and --without-erasures contradict one another.",
                    "Say one of them.");
            var now = terminal.Now();
            var receipt = terminal.WithProgress("Restoring", progress => ShopRestore.Run(
                new RestoreRequest(parsed.GetValue(file)!, place,
                    parsed.GetValue(without) ? null : said.Length > 0 ? said : [UsualList(place)],
                    parsed.GetValue(replace), terminal.Actor, now)
                {
                    Moment = shop => new ShopMoments(shop).At(now), Progress = what => progress(what, 0.5),
                }, cancel));
            if (parsed.GetValue(json))
                terminal.WriteJson(new
                {
                    receipt.Place, TakenAt = receipt.TakenAt.HasValue ? receipt.TakenAt.ToString() : null,
                    receipt.Customers, receipt.Erased,
                });
            else Print(terminal, receipt);
            return 0;
        }, cancel));
        return command;
    }

    static string UsualList(string place) =>
        Environment.GetEnvironmentVariable(Options.ErasuresVariable) is { Length: > 0 } path
            ? path : ShopPlace.ErasuresOf(place);

    static void Print(Terminal terminal, RestoreReceipt receipt)
    {
        var asOf = receipt.TakenAt.HasValue ? $" as of {receipt.TakenAt}" : "";
        terminal.Output.WriteLine($"{receipt.Customers:N0} customers{asOf} are back in {receipt.Place}; "
            + $"{receipt.Erased:N0} erasures since were done again.");
        terminal.Log.WriteLine("Everybody signs in anew. Keys that were revoked since are in force again: look at "
            + "perennial keys. Destinations may be told again what they know.");
    }
}
