using System.CommandLine;
using Perennial.Operations;
using Spectre.Console;

namespace Perennial.Cli;

/// <summary><c>perennial doctor</c></summary>
static class DoctorVerb
{
    const int Unwell = 1;

    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var command = new Command("doctor", "Check the shop's file: integrity, schema, and that nothing contradicts itself.")
        {
            store, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, terminal.Now());
            var findings = shop.Check(cancel);
            if (parsed.GetValue(json)) terminal.WriteJson(findings);
            else if (findings.Count == 0) terminal.Output.WriteLine($"{shop.Path}: all checks pass.");
            foreach (var finding in parsed.GetValue(json) ? [] : findings)
            {
                terminal.Tables().MarkupLineInterpolated($"[red]{finding.Check}[/]: {finding.Problem}");
                terminal.Tables().MarkupLineInterpolated($"  {finding.Remedy}");
            }
            return findings.Count == 0 ? 0 : Unwell;
        }, cancel));
        return command;
    }
}
