using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Access;

/// <summary><c>perennial audit</c></summary>
static class AuditVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, json, limit) = (Options.Store(), Options.Json(), Options.Limit(50, "changes"));
        var command = new Command("audit", "Who changed what, the last first.") { store, limit, json };
        command.SetAction(parsed =>
        {
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, terminal.Now());
            var entries = shop.Audit.Last(parsed.GetValue(limit));
            if (!parsed.GetValue(json)) Print(terminal, entries, ShopSettings.Of(shop).Calendar);
            else terminal.WriteJson(entries.Select(entry => new
            {
                At = entry.At.ToString(), By = Who(entry), entry.What, entry.Subject, entry.Before, entry.After,
            }).ToList());
            return 0;
        });
        return command;
    }

    static string Who(AuditEntry entry) => $"{entry.By.Name} ({entry.By.Kind})";

    static void Print(Terminal terminal, IReadOnlyList<AuditEntry> entries, ShopCalendar calendar)
    {
        var table = PlainTable.Of("when", "who", "what", "of", "before", "after");
        foreach (var entry in entries)
        {
            table.AddRow(new Text(Show.Time(entry.At, calendar)), new Text(Who(entry)), new Text(entry.What),
                new Text(entry.Subject), new Text(entry.Before), new Text(entry.After));
        }
        terminal.Write(table, "Nobody changed anything yet.");
    }
}
