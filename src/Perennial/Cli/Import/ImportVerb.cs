using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Data;
using Perennial.Import;
using Perennial.Settings;
using Perennial.Words;

namespace Perennial.Cli.Import;

/// <summary><c>perennial import FILE</c></summary>
static class ImportVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Orders, customers, products, activities, contacts or responses as delimited text, .gz or "
                + "not; - for standard input.",
        };
        var (store, json) = (Options.Store(), Options.Json());
        var command = new Command("import",
            "Read a file of orders, customers, products, activities, contacts or responses into the shop. Reading it "
            + "again adds nothing.")
        {
            file, store, json,
        };
        var intake = new IntakeArguments(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shopStore = ShopStore.Open(parsed.GetValue(store)!, now);
            if (intake.TimeZone(parsed) is { } zone) ShopSettings.PutTimeZone(shopStore, zone, now);
            var shop = ShopSettings.Of(shopStore);
            var currency = shop.Currency.Length > 0 ? shop.Currency : null;
            var options = intake.Read(parsed, shop.Calendar, now, currency) with
            {
                Phones = shop.Phones, Attributes = shop.Attributes,
            };
            var path = parsed.GetValue(file)!;
            var outcome = terminal.WithProgress($"Importing {Path.GetFileName(path)}",
                progress => ImportFile.Run(shopStore, path, options, terminal.Actor, progress, cancel));
            if (parsed.GetValue(json)) terminal.WriteJson(outcome);
            else ImportTables.Print(terminal, outcome, OldData.Of(outcome.Report.LastOrderAt.HasValue
                ? shop.Calendar.DayOf(outcome.Report.LastOrderAt) : null, shop.Calendar.DayOf(now)));
            return 0;
        }, cancel));
        return command;
    }
}
