using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Data.Backup;
using Perennial.Shop;

namespace Perennial.Cli.Shop;

/// <summary><c>perennial backup FILE</c></summary>
static class BackupVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Where to write the copy." };
        var (store, erasures, json) = (Options.Store(), Options.Erasures(), Options.Json());
        var replace = new Option<bool>("--replace") { Description = "Replace a file that is there." };
        var command = new Command("backup",
            "Copy the shop as it is at this instant to a file, also while it is served. perennial restore brings it "
                + "back.")
        {
            file, store, replace, erasures, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now, parsed.GetValue(erasures));
            var receipt = terminal.WithProgress("Backing up", progress => ShopBackup.Run(shop,
                parsed.GetValue(file)!, parsed.GetValue(replace), now, what => progress(what, 0.5), cancel));
            if (parsed.GetValue(json))
            {
                terminal.WriteJson(new
                {
                    receipt.File, TakenAt = receipt.TakenAt.ToString(), receipt.Bytes, receipt.Customers,
                    receipt.Erasures,
                });
                return 0;
            }
            terminal.Output.WriteLine($"{receipt.Customers:N0} customers as of {receipt.TakenAt} are in {receipt.File} "
                + $"({receipt.Bytes:N0} bytes).");
            terminal.Log.WriteLine($"Whoever is erased from now on is noted in {receipt.Erasures}: perennial restore "
                + "needs it, so keep it on another disk too.");
            return 0;
        }, cancel));
        return command;
    }
}
