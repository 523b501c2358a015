using System.CommandLine;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Erasure;
using Perennial.Privacy;
using Perennial.Shop;

namespace Perennial.Cli;

/// <summary><c>perennial erase CUSTOMER</c></summary>
static class EraseVerb
{
    public static Command Create(Terminal terminal)
    {
        var who = new Argument<string>("CUSTOMER")
        {
            Description = "Customer number, e-mail address, telephone number or 32-digit id.",
        };
        var (store, json) = (Options.Store(), Options.Json());
        var yes = new Option<bool>("--yes") { Description = "Do it. Without, say whom it would concern." };
        var reason = new Option<string>("--reason")
        {
            Description = "Why, for the receipt. Default: asked by the customer.",
            DefaultValueFactory = _ => "asked by the customer",
        };
        var command = new Command("erase",
            "Forget one person: every fact, key and column. Kept are hashes of the keys, by which the person is "
                + "recognised and refused, and anonymous totals. Destinations are told.")
        {
            who, yes, reason, store, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var id = CustomerVerb.Find(shop, parsed.GetValue(who)!);
            if (!parsed.GetValue(yes))
            {
                var rows = shop.Erasure.RowsAbout(id).Where(table => table.Value.Count > 0)
                    .Select(table => $"{table.Value.Count} {table.Key}");
                terminal.Log.WriteLine($"Customer {id}: {string.Join(", ", rows)}.");
                throw new BadInputException("erase", "Nothing was erased: it cannot be undone.", "Add --yes to do it.");
            }
            var receipt = EraseCustomer.Run(
                shop, new CustomerKeySet { Id = id }, parsed.GetValue(reason)!, terminal.Actor, now);
            if (parsed.GetValue(json)) terminal.WriteJson(Shown(receipt));
            else terminal.Output.WriteLine(EraseCustomer.Words(receipt));
            return 0;
        }, cancel));
        return command;
    }

    static object Shown(ErasureReceipt receipt) => new
    {
        ErasedAt = receipt.At.ToString(), Customers = receipt.Customers.Select(id => id.ToString()), receipt.Rows,
        receipt.ErasedKeys, receipt.ToldDestinations,
    };
}
