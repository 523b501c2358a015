using System.CommandLine;
using Perennial.Channels.Destinations;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Destinations;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Destinations;

/// <summary><c>perennial destinations</c></summary>
static class DestinationsVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var load = new Option<string?>("--load")
        {
            Description = "Set up the destinations that this YAML file lists; those it leaves out are removed. A new"
                + " one begins with every customer.",
            HelpName = "FILE",
        };
        var dead = new Option<bool>("--dead") { Description = "List the changes that were given up, and why." };
        var limit = Options.Limit(100, "changes that were given up");
        var command = new Command("destinations",
            "The tools that receive columns and segments: how far each is, what waits, what was given up.")
        {
            store, load, dead, limit, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            if (parsed.GetValue(load) is { } path)
                SayKeys(terminal, DestinationEditing.Load(shop, path, terminal.Actor, now));
            if (parsed.GetValue(dead)) DeadLetters(terminal, shop, parsed.GetValue(limit), parsed.GetValue(json));
            else All(terminal, shop, now, parsed.GetValue(json));
            return 0;
        }, cancel));
        return command;
    }

    static void SayKeys(Terminal terminal, IReadOnlyList<DestinationSettings> loaded)
    {
        foreach (var one in loaded.Where(one => one.GotKey))
        {
            terminal.Log.WriteLine($"No column of '{one.Name}' says whose row it is: the customer's key goes first,"
                + $" as '{one.Identity!.To}'. Add 'identity:' to name another.");
        }
    }

    static void All(Terminal terminal, ShopStore shop, Instant now, bool json)
    {
        var states = shop.Deliveries.States();
        var all = shop.Destinations.All().Select(entry =>
            (Entry: entry, State: states.GetValueOrDefault(entry.Name, DeliveryState.None))).ToList();
        if (json)
        {
            terminal.WriteJson(all.Select(one => new
            {
                one.Entry.Name, one.Entry.Kind, State = Word(one.Entry, one.State), one.State.Behind,
                OldestAt = Json(one.State.OldestAt), one.State.Waiting, one.State.Dead, one.State.Delivered,
                Unsent = UnsentWords.Names(one.State.Unsent),
                DeliveredAt = Json(one.State.DeliveredAt), Problem = one.Entry.Disabled ?? one.State.Problem,
            }));
            return;
        }
        var table = PlainTable.Of("destinations", "kind", "state", "#behind", "#waiting", "#given up",
            "#delivered", "#not sent", "last", "problem");
        table.Columns[^1].NoWrap = false;
        foreach (var (entry, state) in all)
        {
            table.AddRow(new Text(entry.Name), new Text(entry.Kind), new Text(Word(entry, state)),
                new Text($"{state.Behind:N0}"), new Text($"{state.Waiting:N0}"), new Text($"{state.Dead:N0}"),
                new Text($"{state.Delivered:N0}"), new Text($"{state.Unsent.Values.Sum():N0}"),
                new Text(Show.Ago(state.DeliveredAt, now)),
                new Text(entry.Disabled ?? state.Problem ?? ""));
        }
        terminal.Write(table, "There are no destinations; perennial destinations --load FILE sets them up.");
        foreach (var (entry, state) in all.Where(one => one.State.Unsent.Count > 0))
            terminal.Output.WriteLine($"Not sent to {entry.Name}: {UnsentWords.Of(state.Unsent)}.");
    }

    static string Word(DestinationEntry entry, DeliveryState state) =>
        entry.Disabled is not null ? "out of use"
        : state.Problem is not null ? "blocked"
        : state.IsFirstSync ? "first sync"
        : state.Behind > 0 ? "behind" : "up to date";

    static string? Json(Instant at) => at.HasValue ? at.ToString() : null;

    static void DeadLetters(Terminal terminal, ShopStore shop, int limit, bool json)
    {
        var dead = shop.Deliveries.DeadLetters(limit);
        if (json)
        {
            terminal.WriteJson(dead.Select(one => new
            {
                one.Destination, one.Shard, one.Delivery.Sequence, CustomerId = one.Delivery.Customer.ToString(),
                ChangedAt = one.Delivery.ChangedAt.ToString(), one.Delivery.Attempts, one.Delivery.Error,
            }));
            return;
        }
        var table = PlainTable.Of("given up", "customer", "changed at", "#attempts", "error");
        table.Columns[^1].NoWrap = false;
        var calendar = ShopSettings.Of(shop).Calendar;
        foreach (var (destination, _, delivery) in dead)
        {
            table.AddRow(new Text(destination), new Text(delivery.Customer.ToString()),
                new Text(Show.Time(delivery.ChangedAt, calendar)), new Text($"{delivery.Attempts}"),
                new Text(delivery.Error));
        }
        terminal.Write(table, "Nothing was given up.");
    }
}
