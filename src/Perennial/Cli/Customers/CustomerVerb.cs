using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Customers;
using Perennial.Data;
using Perennial.Privacy;
using Perennial.Scoring;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli.Customers;

/// <summary><c>perennial customer ID</c></summary>
static class CustomerVerb
{
    public static Command Create(Terminal terminal)
    {
        var who = new Argument<string>("ID")
        {
            Description = "Customer number, e-mail address, telephone number or 32-digit id.",
        };
        var (store, json) = (Options.Store(), Options.Json());
        var export = new Option<string?>("--export")
        {
            Description = "Write everything that is kept of them, for them: to a .zip, or into a folder.",
            HelpName = "PATH",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Set an attribute: language=fr, time_zone=Europe/Paris, owner=eva@shop.org or one that the "
                + "settings declare. Nothing behind the sign takes the value back.",
            HelpName = "NAME=VALUE",
        };
        var command = new Command("customer",
            "One customer: who they are, every column with its unit and how it came about, and their orders.")
        {
            who, store, export, set, json,
        };
        var back = new LookBackOptions(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var name = parsed.GetValue(who)!;
            var id = Find(shop, name);
            var then = back.Read(parsed, terminal);
            var found = then is not null
                ? ShopAsOf.Customer(shop, id, then, now) : CustomerView.Of(shop, id, now);
            LookBackOptions.SayJoined(shop, then, terminal);
            var one = found ?? throw (then is null ? Nobody(name) : NotYet(name));
            if (parsed.GetValue(set) is { Length: > 0 } values)
            {
                AttributeEditing.Set(shop, one.Record, Pairs(values), terminal.Actor, now);
                terminal.Log.WriteLine($"Set for customer {id}.");
                return 0;
            }
            if (parsed.GetValue(export) is { } path)
            {
                ExportCustomer.Run(shop, one, terminal.Actor, now, export => export.Write(path));
                terminal.Log.WriteLine($"Everything that is kept of customer {id} stands in {path}.");
                return 0;
            }
            var (view, row, record) = one;
            var sheet = CustomerSheet.Of(view, id, record, RecommendedLine.Of(shop, view, row, record)) with
            {
                Known = KnownLine.Of(shop, one, now),
            };
            if (parsed.GetValue(json)) terminal.WriteJson(sheet);
            else Print(terminal.Tables(), view, sheet);
            return 0;
        }, cancel));
        return command;
    }

    static Dictionary<string, string> Pairs(string[] values)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var one in values)
        {
            var sign = one.IndexOf('=');
            if (sign < 1) throw new BadInputException("--set", $"'{one}' is not NAME=VALUE.", "Write language=fr.");
            pairs[one[..sign].Trim()] = one[(sign + 1)..];
        }
        return pairs;
    }

    internal static CustomerId Find(ShopStore shop, string who)
    {
        var found = FoundBy.Find(shop, who);
        if (found.Count == 1) return found[0];
        throw found.Count == 0 ? Nobody(who)
            : new BadInputException($"customer '{who}'",
                $"{found.Count} customers are known by that: {string.Join(", ", found)}.", "Give one of these ids.");
    }

    static BadInputException NotYet(string who) => new($"customer '{who}'", "They were not there yet.",
        "Leave --as-of out, or name a later day.");

    static BadInputException Nobody(string who) => new($"customer '{who}'", "Nobody is known by that.",
        "Give a customer number, e-mail address, phone or id; the web app searches by name.");

    static void PrintRefunds(IAnsiConsole console, ShopView view, CustomerSheet sheet)
    {
        if (sheet.Refunds.Count == 0) return;
        var refunds = PlainTable.Of("given back", "of order", "#amount", "");
        foreach (var one in sheet.Refunds)
        {
            refunds.AddRow(new Text(one.RefundedAt), new Text(one.Number),
                new Text($"{one.Amount:N2} {view.Currency}"), new Text(one.IsDated ? "" : "on a day nobody has said"));
        }
        console.Write(refunds);
    }

    static void Print(IAnsiConsole console, ShopView view, CustomerSheet sheet)
    {
        console.MarkupLineInterpolated($"[bold]{sheet.Name}[/]  {sheet.Contact}");
        console.MarkupLineInterpolated($"[dim]{sheet.Key}, id {sheet.CustomerId}[/]");
        var permissions = sheet.MayContact.Select(one => $"{one.Label}: {one.Words}");
        console.MarkupLineInterpolated($"{string.Join("; ", permissions)}");
        foreach (var line in sheet.Known)
            console.MarkupLineInterpolated($"{line.Name.Replace('_', ' ')}: {line.Value} [dim]({line.How})[/]");
        if (sheet.Why.Length > 0) console.MarkupLineInterpolated($"{sheet.Why}");
        foreach (var score in sheet.Scores) console.MarkupLineInterpolated($"  {score}");
        var columns = PlainTable.Of("column", "value", "unit", "how it came about");
        columns.Columns[3].NoWrap = false;
        foreach (var column in sheet.Columns)
            columns.AddRow(new Text(column.Name), new Text(column.Shown), new Text(column.Unit),
                new Text(column.How));
        console.Write(columns);
        var orders = PlainTable.Of("ordered", "number", "#before discount", "#discount", "#refunded", "#net");
        foreach (var order in sheet.Orders)
        {
            orders.AddRow(new Text(order.OrderedAt), new Text(order.Number), new Text($"{order.Gross:N2}"),
                new Text($"{order.Discount:N2}"), new Text($"{order.Refunded:N2}"),
                new Text($"{order.Net:N2} {view.Currency}"));
        }
        console.Write(orders);
        PrintRefunds(console, view, sheet);
        if (sheet.Said.Count == 0) return;
        var said = PlainTable.Of("said", "what", "in their words");
        said.Columns[2].NoWrap = false;
        foreach (var line in sheet.Said) said.AddRow(new Text(line.At), new Text(line.What), new Text(line.Text));
        console.Write(said);
    }
}
