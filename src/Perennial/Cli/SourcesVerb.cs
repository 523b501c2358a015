using System.CommandLine;
using Perennial.Core;
using Perennial.Operations;
using Spectre.Console;

namespace Perennial.Cli;

/// <summary><c>perennial sources</c></summary>
static class SourcesVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var load = new Option<string?>("--load")
        {
            Description = "Let those call that this YAML file names, and nobody else.",
            HelpName = "FILE",
        };
        var command = new Command("sources",
            "Stores and providers that may call this server: list them with the address to give to each vendor.")
        {
            store, load, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, terminal.Now());
            if (parsed.GetValue(load) is { } path)
            {
                SourceEditing.Load(shop, Read(path), path, terminal.Actor, terminal.Now());
                terminal.Log.WriteLine($"Loaded {path}.");
            }
            var sources = ShopSources.Of(shop);
            Print(terminal, sources, parsed.GetValue(json));
            return 0;
        }, cancel));
        return command;
    }

    static void Print(Terminal terminal, ShopSources sources, bool json)
    {
        var found = sources.Sources.Select(entry => (Entry: entry,
            Missing: ShopSources.Missing(entry, Environment.GetEnvironmentVariable).ToList())).ToList();
        if (json)
        {
            terminal.WriteJson(found.Select(one => new
            {
                one.Entry.Kind, one.Entry.Name, Address = sources.Address.TrimEnd('/') + one.Entry.Path, one.Missing,
            }));
            return;
        }
        var table = ImportTables.Table("vendor", "name", "address to give to the vendor", "secrets");
        foreach (var (entry, missing) in found)
        {
            table.AddRow(new Text(entry.Kind), new Text(entry.Name),
                new Text(sources.Address.TrimEnd('/') + entry.Path),
                new Text(missing.Count == 0 ? "set" : $"not set: {string.Join(", ", missing)}"));
        }
        terminal.Tables().Write(table);
        if (found.Count == 0) terminal.Log.WriteLine("Nobody may call yet: perennial sources --load FILE.");
        else if (sources.Address.Length == 0)
            terminal.Log.WriteLine("Say address: https://... in the file to see whole addresses.");
    }

    static string Read(string path) => File.Exists(path) ? File.ReadAllText(path)
        : throw new BadInputException(path, "There is no such file.", "Write it as the guide shows.");
}
