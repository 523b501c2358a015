using System.CommandLine;
using Perennial.Cli.Shell;
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
        var (store, json) = (Options.Store(), Options.Json());
        var load = new Option<string?>("--load")
        {
            Description = "Set what this YAML file names; what it leaves out keeps its default. Then every column is"
                + " computed anew.",
            HelpName = "FILE",
        };
        var command = new Command("settings",
            "Limits, windows and weights of the shop's columns: print them as YAML, change them, load them back.")
        {
            store, load, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            if (parsed.GetValue(load) is { } path)
            {
                var wanted = YamlFile.Text(path, "perennial settings > FILE makes one.");
                terminal.WithProgress("Computing anew", progress =>
                    SettingsEditing.Load(shop, wanted, path, terminal.Actor, now, progress, cancel));
            }
            var text = ShopSettings.Of(shop).Options.ToJson();
            if (parsed.GetValue(json)) terminal.Output.WriteLine(text);
            else terminal.Output.Write(YamlWriter.Write(text));
            return 0;
        }, cancel));
        return command;
    }
}
