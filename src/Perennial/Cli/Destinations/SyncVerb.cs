using System.CommandLine;
using Perennial.Channels.Destinations;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Data.Destinations;
using Perennial.Destinations;
using Perennial.Privacy;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli.Destinations;

/// <summary><c>perennial sync</c></summary>
static class SyncVerb
{
    const int NotFinished = 1;

    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be sent, and send nothing." };
        var full = new Option<bool>("--full") { Description = "Send every customer once more, then changes." };
        var retryDead = new Option<bool>("--retry-dead") { Description = "Send once more what was given up." };
        var name = new Option<string?>("--destination")
        {
            Description = "Only to this destination. Default: to all.", HelpName = "NAME",
        };
        var limit = Options.Limit(100, "changes of a dry run");
        var command = new Command("sync",
            "Send columns and segments that changed to the shop's destinations, and say what came of it. "
            + "perennial serve does so all the time.")
        {
            store, dryRun, full, retryDead, name, limit, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, terminal.Now());
            var sync = new SyncShop(shop, terminal.Time);
            var chosen = SyncShop.Chosen(shop, parsed.GetValue(name));
            var asJson = parsed.GetValue(json);
            if (parsed.GetValue(dryRun))
            {
                Preview(terminal, [.. chosen.Select(entry => (entry.Name,
                    sync.Preview(entry, parsed.GetValue(full), parsed.GetValue(limit))))], asJson);
                return 0;
            }
            foreach (var entry in chosen.Where(entry => entry.Disabled is null))
            {
                if (parsed.GetValue(full)) DestinationEditing.SendAll(shop, entry.Name, terminal.Actor, terminal.Now());
                if (parsed.GetValue(retryDead))
                    DestinationEditing.SendAgain(shop, entry.Name, terminal.Actor, terminal.Now());
            }
            var reports = await Deliver(sync, chosen, cancel);
            // Whoever has been told of an erasure needs no entry that tells of it.
            var done = FinishErasures.Run(
                shop, terminal.Now(), lookAtFiles: false, lockTables: false, cancel);
            if (FinishErasures.Problem(done.Notices) is { } problem) terminal.Log.WriteLine(problem);
            Print(terminal, reports, asJson);
            return reports.Any(report => report.Problem is not null) ? NotFinished : 0;
        });
        return command;
    }

    static async Task<SyncReport[]> Deliver(
        SyncShop sync, IReadOnlyList<DestinationEntry> chosen, CancellationToken cancel)
    {
        try
        {
            return await Task.WhenAll(chosen.Select(entry => sync.Run(entry, cancel)));
        }
        catch (OperationCanceledException stopped)
        {
            throw new StoppedException("what was taken stays taken. perennial sync goes on from there.", stopped);
        }
    }

    static void Print(Terminal terminal, IReadOnlyList<SyncReport> reports, bool json)
    {
        if (json)
        {
            terminal.WriteJson(reports);
            return;
        }
        var table = PlainTable.Of("synced", "kind", "#delivered", "#waiting", "#given up", "#not sent",
            "problem");
        table.Columns[^1].NoWrap = false;
        foreach (var report in reports)
        {
            table.AddRow(new Text(report.Destination), new Text(report.Kind), new Text($"{report.Delivered:N0}"),
                new Text($"{report.Waiting:N0}"), new Text($"{report.Dead:N0}"),
                new Text($"{report.Unsent.Values.Sum():N0}"), new Text(report.Problem ?? ""));
        }
        terminal.Write(table, "There are no destinations; perennial destinations --load FILE sets them up.");
    }

    static void Preview(
        Terminal terminal, IReadOnlyList<(string Name, IReadOnlyList<OutgoingChange> Changes)> all, bool json)
    {
        if (json)
        {
            terminal.WriteJson(all.SelectMany(one => one.Changes.Select(change => new
            {
                Destination = one.Name, change.Key, CustomerId = change.Customer.ToString(), change.Identity,
                Fields = change.Fields.ToDictionary(field => field.Key, field => field.Value),
                change.Entered, change.Left, Erased = change.IsErased, First = change.IsFirst,
                MergedInto = change.MergedInto?.Customer.ToString(),
            })));
            return;
        }
        foreach (var (name, changes) in all)
        {
            var table = PlainTable.Of(name, "what", "fields", "segments");
            table.Columns[2].NoWrap = false;
            foreach (var change in changes)
            {
                table.AddRow(
                    new Text(change.Identity.Length > 0 ? change.Identity : change.Customer.ToString()),
                    new Text(change.IsErased ? "erase" : change.IsGone ? "merge"
                        : change.IsFirst ? "first" : "change"),
                    new Text(string.Join(", ", change.Fields.Select(field =>
                        $"{field.Key}={FieldTransforms.Text(field.Value) ?? "(none)"}"))),
                    new Text(string.Join(' ', change.Entered.Select(segment => $"+{segment}")
                        .Concat(change.Left.Select(segment => $"-{segment}")))));
            }
            terminal.Tables().Write(table);
        }
    }
}
