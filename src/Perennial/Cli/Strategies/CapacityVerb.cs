using System.CommandLine;
using Perennial.Allocation;
using Perennial.Cli.Shell;
using Perennial.Shop;
using Perennial.Words;
using Perennial.Yaml;
using Spectre.Console;

namespace Perennial.Cli.Strategies;

/// <summary><c>perennial capacity</c></summary>
static class CapacityVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var limit = Options.Limit(20, "days and resources, the newest first");
        var load = new Option<string?>("--values")
        {
            Description = "Take from this YAML file what a contact adds, in place of what was known.",
            HelpName = "FILE",
        };
        var command = new Command("capacity",
            "What there was too little of, by day: who waited, who had a turn, and what one more would add.")
        {
            store, load, limit, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            if (parsed.GetValue(load) is { } path)
            {
                var count = MeasuredValueEditing.Load(shop, YamlFile.Text(path, "Write it as the guide shows."), path,
                    terminal.Actor, now);
                terminal.Log.WriteLine($"{count} values loaded from {path}.");
            }
            var sheet = CapacitySheet.Of(shop, parsed.GetValue(limit), now);
            if (parsed.GetValue(json)) terminal.WriteJson(sheet.Answer());
            else Print(terminal, sheet);
            return 0;
        }, cancel));
        return command;
    }

    static void Print(Terminal terminal, CapacitySheet sheet)
    {
        var table = PlainTable.Of("day", "resource", "#capacity", "#taken", "#waiting", "how it was shared out",
            "another choice adds at most");
        foreach (var day in sheet.Days)
        {
            table.AddRow(new Text(Show.Day(day.Day)), new Text(day.Resource), new Text(Show.Count(day.Capacity)),
                new Text(Show.Count(day.Taken)), new Text(Show.Count(day.Wanted - day.Taken)),
                new Text(sheet.Worth(day)), new Text(sheet.Missed(day)));
        }
        terminal.Write(table, "Nobody has waited for anything yet: there was enough for all.");
        if (sheet.Days.Any(day => !day.IsByValue))
        {
            terminal.Log.WriteLine("Where not everybody who waits has a measured value, turns go by the strategies' "
                + "priority and the order of calls.");
        }
        if (sheet.Values.Count == 0)
            terminal.Log.WriteLine("What contacts add was not measured: perennial capacity --values FILE says it.");
        else if (sheet.OldValues > 0)
            terminal.Log.WriteLine($"{sheet.OldValues} of {sheet.Values.Count} values are older than "
                + $"{Core.Allocation.MeasuredValues.MostDays} days and not gone by.");
    }
}
