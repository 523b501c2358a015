using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Data;
using Perennial.Scoring;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Yaml;

namespace Perennial.Cli.Shop;

/// <summary><c>perennial settings</c></summary>
static class SettingsVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, asOf, json) = (Options.Store(), Options.AsOf(), Options.Json());
        asOf.Description = "Print what was set at the end of this day.";
        var load = new Option<string?>("--load")
        {
            Description = "Set what this YAML file names; what it leaves out keeps its default. Then every column is"
                + " computed anew.",
            HelpName = "FILE",
        };
        var command = new Command("settings",
            "Limits, windows and weights of the shop's columns: print them as YAML, change them, load them back.")
        {
            store, load, asOf, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            if (parsed.GetValue(load) is { } path)
            {
                if (parsed.GetValue(asOf) is not null)
                    throw new BadInputException("--as-of", "What was set before is not changed.", "Leave it out.");
                var wanted = YamlFile.Text(path, "perennial settings > FILE makes one.");
                terminal.WithProgress("Computing anew", progress =>
                    SettingsEditing.Load(shop, wanted, path, terminal.Actor, now, progress, cancel));
            }
            var day = parsed.GetValue(asOf);
            var text = (day is { } then ? Then(terminal, shop, then, now) : ShopSettings.Of(shop)).Options.ToJson();
            if (parsed.GetValue(json)) terminal.Output.WriteLine(text);
            else terminal.Output.Write(YamlWriter.Write(text));
            return 0;
        }, cancel));
        return command;
    }

    static ShopSettings Then(Terminal terminal, ShopStore shop, DateOnly day, Instant now)
    {
        var calendar = ShopSettings.Of(shop).Calendar;
        AsOfDay.Check(day, shop, calendar, now);
        var instant = calendar.EndOf(ShopCalendar.Day(day));
        var (since, until) = ShopSettings.OptionsHeld(shop, instant);
        var from = since.HasValue ? $"since {since}" : "since before changes were kept, or from the beginning";
        terminal.Log.WriteLine($"These held {from}, {(until == Instant.Never ? "and hold still" : $"until {until}")}.");
        return ShopSettings.At(shop, instant);
    }
}
