using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Shop;
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
            var entries = shop.Audit.Last(parsed.GetValue(limit)).Select(entry => new
            {
                At = entry.At.ToString(), By = $"{entry.By.Name} ({entry.By.Kind})", entry.What, entry.Subject,
                entry.Before, entry.After,
            }).ToList();
            if (parsed.GetValue(json)) terminal.WriteJson(entries);
            else
            {
                var table = PlainTable.Of("when", "who", "what", "of", "before", "after");
                foreach (var entry in entries)
                    table.AddRow(new Text(entry.At), new Text(entry.By), new Text(entry.What), new Text(entry.Subject),
                        new Text(entry.Before), new Text(entry.After));
                terminal.Tables().Write(table);
            }
            return 0;
        });
        return command;
    }
}
