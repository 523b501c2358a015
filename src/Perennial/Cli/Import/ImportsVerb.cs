using System.CommandLine;
using System.Globalization;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Data.Intake;
using Perennial.Import;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Import;

/// <summary><c>perennial imports</c></summary>
static class ImportsVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, json, limit) = (Options.Store(), Options.Json(), Options.Limit(20, "imports"));
        var takeBack = new Option<long?>("--take-back")
        {
            Description = "Take back what the import of this number has added, which did not come to its end.",
        };
        var command = new Command("imports",
            "Which files were read and what each added, the last first. One under way goes on by importing the file "
            + "again, or is taken back.")
        {
            store, takeBack, limit, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, terminal.Now());
            if (parsed.GetValue(takeBack) is { } id)
            {
                var taken = TakeBackImport.Run(shop, id, terminal.Actor, terminal.Now(), cancel);
                if (parsed.GetValue(json)) terminal.WriteJson(taken);
                else terminal.Output.WriteLine(
                    $"Taken back: {taken.Facts:n0} facts and {taken.Customers:n0} customers.");
                return 0;
            }
            var imports = shop.Intake.Imports(parsed.GetValue(limit));
            if (!parsed.GetValue(json)) Print(terminal, imports, ShopSettings.Of(shop).Calendar);
            else terminal.WriteJson(imports.Select(one => new
            {
                one.Id, one.Source, one.File, At = one.At.ToString(), State = ImportWords.Of(one.State),
                Customers = one.Customers.Added, Orders = one.Orders.Added, OtherFacts = OtherFacts(one),
            }).ToList());
            return 0;
        }, cancel));
        return command;
    }

    static long OtherFacts(ImportEntry one) => one.Activities.Added + one.Contacts.Added + one.Responses.Added;

    static void Print(Terminal terminal, IReadOnlyList<ImportEntry> imports, ShopCalendar calendar)
    {
        static Text Number(long number) => new(number.ToString("n0", CultureInfo.InvariantCulture));
        var table = PlainTable.Of("#import", "file", "when", "state", "#customers", "#orders", "#other facts");
        foreach (var one in imports)
        {
            table.AddRow(Number(one.Id), new Text(one.File), new Text(Show.Time(one.At, calendar)),
                new Text(ImportWords.Of(one.State)), Number(one.Customers.Added), Number(one.Orders.Added),
                Number(OtherFacts(one)));
        }
        terminal.Write(table, "No file was imported yet: perennial import orders.csv.");
    }
}
