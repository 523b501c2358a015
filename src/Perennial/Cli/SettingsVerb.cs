using System.CommandLine;
using Perennial.Core;
using Perennial.Data;
using Perennial.Operations;

namespace Perennial.Cli;

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
                var before = ShopSettings.Of(shop).Options.ToJson();
                var options = ShopOptions.FromJson(YamlJson.ToJson(Text(path), path), path);
                terminal.WithProgress("Computing anew", progress =>
                    ShopSettings.PutOptions(shop, options, now, progress, cancel));
                shop.AddAudit(new AuditEntry(now, terminal.Actor, "settings changed", Path.GetFileName(path))
                {
                    Before = Missing(before, options.ToJson()), After = Missing(options.ToJson(), before),
                });
            }
            var text = ShopSettings.Of(shop).Options.ToJson();
            if (parsed.GetValue(json)) terminal.Output.WriteLine(text);
            else terminal.Output.Write(YamlJson.ToYaml(text));
            return 0;
        }, cancel));
        return command;
    }

    // The lines of one text that the other has not.
    static string Missing(string text, string other) => string.Join(' ',
        text.Split('\n').Except(other.Split('\n')).Select(line => line.Trim().TrimEnd(',')));

    static string Text(string path) => File.Exists(path) ? File.ReadAllText(path)
        : throw new BadInputException(path, "There is no such file.", "perennial settings > FILE makes one.");
}
