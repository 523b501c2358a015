using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Customers;
using Perennial.Data;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Customers;

/// <summary><c>perennial duplicates</c></summary>
static class DuplicatesVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var join = Pair("--join", "Join two customers; where both are known by numbers, the first remains.");
        var apart = Pair("--apart", "Say that two customers are two people: the pair is not listed again.");
        var keys = new Option<bool>("--keys")
        {
            Description = "List the keys that join nobody instead: more people are known by each than one key can be"
                + " (keys: most_people in the settings), or it was taken apart by perennial doctor --unjoin.",
        };
        var command = new Command("duplicates",
            "Customers who may be one person, though nobody said so: an address or a device of the one was used by the"
                + " other.") { store, keys, join, apart, json };
        command.SetAction(parsed =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            if (Two(shop, parsed.GetValue(join)) is var (kept, other))
            {
                Duplicates.Join(shop, kept, other, terminal.Actor, now);
                terminal.Log.WriteLine("They are one customer now.");
                return 0;
            }
            if (Two(shop, parsed.GetValue(apart)) is var (one, two))
            {
                Duplicates.Settle(shop, one, two, terminal.Actor, now);
                terminal.Log.WriteLine("They stay two customers.");
                return 0;
            }
            var shared = Duplicates.SharedKeys(shop);
            if (parsed.GetValue(keys))
            {
                if (parsed.GetValue(json)) terminal.WriteJson(shared);
                else Print(terminal, shared);
                return 0;
            }
            var found = Duplicates.Of(shop);
            if (parsed.GetValue(json)) PrintJson(terminal, found);
            else Print(terminal, found, ShopSettings.Of(shop).Calendar);
            foreach (var key in shared) terminal.Log.WriteLine($"Joins nobody: {key.Words}.");
            return 0;
        });
        return command;
    }

    static Option<string[]> Pair(string name, string what) => new(name)
    {
        Description = what, HelpName = "CUSTOMER CUSTOMER", Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    static (CustomerId, CustomerId)? Two(ShopStore shop, string[]? names) => names is not { Length: 2 } ? null
        : (CustomerVerb.Find(shop, names[0]), CustomerVerb.Find(shop, names[1]));

    static void PrintJson(Terminal terminal, IReadOnlyList<Duplicate> found) =>
        terminal.WriteJson(found.Select(pair => new
        {
            One = $"{pair.One.Id}", OneWords = Duplicate.Words(pair.One), Other = $"{pair.Other.Id}",
            OtherWords = Duplicate.Words(pair.Other), SaidAt = $"{pair.SaidAt}",
        }).ToList());

    static void Print(Terminal terminal, IReadOnlyList<SharedKey> shared)
    {
        var table = PlainTable.Of("kind", "key", "#customers");
        foreach (var one in shared)
            table.AddRow(new Text(one.Kind), new Text(one.Key), new Text($"{one.Customers:N0}"));
        terminal.Write(table, "Every key is one person's.");
    }

    static void Print(Terminal terminal, IReadOnlyList<Duplicate> found, ShopCalendar calendar)
    {
        var table = PlainTable.Of("customer", "id", "may be", "id", "since");
        foreach (var pair in found)
        {
            table.AddRow(new Text(Duplicate.Words(pair.One)), new Text($"{pair.One.Id}"),
                new Text(Duplicate.Words(pair.Other)), new Text($"{pair.Other.Id}"),
                new Text(Show.Day(pair.SaidAt, calendar)));
        }
        terminal.Write(table, "Nobody seems to be two customers.");
    }
}
