using System.CommandLine;
using Perennial.Data;
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
        var command = new Command("doctor",
            "Check where the shop is kept: integrity, schema, and that nothing contradicts itself.")
        {
            store, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var path = parsed.GetValue(store)!;
            ShopStores.RefuseMissing(path);
            var findings = StoreCheck.Run(path, cancellation: cancel);
            if (parsed.GetValue(json)) terminal.WriteJson(findings);
            else Print(terminal, ShopStore.Shown(path), findings);
            return findings.Count == 0 ? 0 : Unwell;
        }, cancel));
        return command;
    }

    static void Print(Terminal terminal, string path, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0) terminal.Output.WriteLine($"{path}: all {StoreCheck.Names.Count} checks pass.");
        var console = terminal.Tables();
        foreach (var finding in findings)
        {
            console.MarkupLineInterpolated($"[red]{finding.Check}[/]: {finding.Problem}");
            console.MarkupLineInterpolated($"  {finding.Remedy}");
        }
    }
}
