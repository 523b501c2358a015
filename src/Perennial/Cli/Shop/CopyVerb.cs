using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Data;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli.Shop;

/// <summary><c>perennial copy</c></summary>
static class CopyVerb
{
    public static Command Create(Terminal terminal)
    {
        var from = Place("--from", "The shop to copy: a file, or postgres://name:password@host/database.");
        var to = Place("--to", "Where to: a place with nothing in it, or what an earlier copy left there.");
        var json = Options.Json();
        var command = new Command("copy",
            "Copy the whole shop to another place, from a file to a database above all. May be run again.")
        {
            from, to, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var source = ShopStores.OpenExisting(ShopPlace.Of(parsed.GetValue(from)!), now);
            using var target = ShopStore.Open(ShopPlace.Of(parsed.GetValue(to)!), now);
            var copied = StoppedException.After("part of it is copied. The same command goes on from there.", () =>
                terminal.WithProgress("Copying", progress => ShopCopy.Run(
                    source, target, (table, rows) => progress($"{table}, {rows:N0} rows", 0.5), cancel)));
            if (parsed.GetValue(json)) terminal.WriteJson(copied);
            else Print(terminal, target.Path, copied);
            return 0;
        }, cancel));
        return command;
    }

    static Option<string> Place(string name, string description) =>
        new(name) { Description = description, HelpName = "PLACE", Required = true };

    static void Print(Terminal terminal, string place, IReadOnlyList<CopiedTable> copied)
    {
        var table = new Table().Border(TableBorder.None).AddColumn("").AddColumn(new TableColumn("").RightAligned());
        foreach (var (name, rows, wasThere) in copied)
            table.AddRow(name, wasThere ? $"{rows:N0} (there already)" : $"{rows:N0}");
        terminal.Tables().Write(table);
        terminal.Output.WriteLine($"Everything is in {place}; each table has as many rows there as here.");
    }
}
