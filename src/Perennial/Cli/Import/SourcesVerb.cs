using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Live;
using Perennial.Shop;
using Perennial.Sources;
using Perennial.Words;
using Perennial.Yaml;
using Spectre.Console;

namespace Perennial.Cli.Import;

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
            "Stores and providers that may call this server, with the address to give to each vendor; and what came in "
            + "from every source within 24 hours, and what was refused.")
        {
            store, load, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            if (parsed.GetValue(load) is { } path)
            {
                var text = YamlFile.Text(path, "Write it as the guide shows.");
                SourceEditing.Load(shop, text, path, terminal.Actor, terminal.Now());
                terminal.Log.WriteLine($"Loaded {path}.");
            }
            Print(terminal, ShopSources.Of(shop), DataSheet.SourcesOf(shop, now), now, parsed.GetValue(json));
            return 0;
        }, cancel));
        return command;
    }

    static void Print(
        Terminal terminal, ShopSources sources, IReadOnlyList<SourceFacts> cameIn, Instant now, bool json)
    {
        var found = sources.Sources.Select(entry => (Entry: entry,
            Missing: ShopSources.Missing(entry, Environment.GetEnvironmentVariable).ToList())).ToList();
        if (json)
        {
            terminal.WriteJson(new
            {
                MayCall = found.Select(one => new
                {
                    one.Entry.Kind, one.Entry.Name, Address = sources.Address.TrimEnd('/') + one.Entry.Path,
                    one.Missing,
                }),
                CameIn = cameIn.Select(one => new
                {
                    one.Source, LastReceivedAt = one.LastReceivedAt.HasValue ? one.LastReceivedAt.ToString() : null,
                    one.Taken, one.Refused, one.Reasons, one.Problems,
                }),
            });
            return;
        }
        var table = PlainTable.Of("vendor", "name", "address to give to the vendor", "secrets");
        foreach (var (entry, missing) in found)
        {
            table.AddRow(new Text(entry.Kind), new Text(entry.Name),
                new Text(sources.Address.TrimEnd('/') + entry.Path),
                new Text(missing.Count == 0 ? "set" : $"not set: {string.Join(", ", missing)}"));
        }
        terminal.Write(table, "Nobody may call yet: perennial sources --load FILE.");
        if (cameIn.Count > 0) terminal.Tables().Write(CameIn(cameIn, now));
        if (found.Count > 0 && sources.Address.Length == 0)
            terminal.Log.WriteLine("Say address: https://... in the file to see whole addresses.");
    }

    static Table CameIn(IReadOnlyList<SourceFacts> sources, Instant now)
    {
        var table = PlainTable.Of("came from", "last heard of", "#taken in 24 h", "#refused", "last problems");
        table.Columns[4].NoWrap = false;
        foreach (var one in sources)
        {
            table.AddRow(new Text(one.Source.Length == 0 ? "unknown" : one.Source),
                new Text(Show.Ago(one.LastReceivedAt, now)), new Text($"{one.Taken:N0}"), new Text($"{one.Refused:N0}"),
                new Text(string.Join('\n', one.Problems)));
        }
        return table;
    }
}
