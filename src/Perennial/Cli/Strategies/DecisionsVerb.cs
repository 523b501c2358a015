using System.CommandLine;
using Perennial.Cli.Customers;
using Perennial.Cli.Shell;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Shop;

namespace Perennial.Cli.Strategies;

/// <summary><c>perennial decisions</c></summary>
static class DecisionsVerb
{
    public static Command Create(Terminal terminal)
    {
        var who = new Argument<string>("CUSTOMER")
        {
            Description = "A customer number, e-mail address, telephone number or id.",
        };
        var (store, json) = (Options.Store(), Options.Json());
        var limit = Options.Limit(50, "decisions, the newest first");
        var command = new Command("decisions", "Why a customer was contacted, or was not.")
        {
            who, store, limit, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var id = CustomerVerb.Find(shop, parsed.GetValue(who)!);
            var sheet = DecisionSheet.Of(shop, id, parsed.GetValue(limit), now)
                ?? throw new MissingException($"customer '{id}'", "Nobody is known by that.", "Name a customer.");
            if (parsed.GetValue(json)) terminal.WriteJson(StrategyAnswer.Of(sheet));
            else StrategyTables.Decisions(terminal, sheet);
            return 0;
        }, cancel));
        return command;
    }
}
