using System.CommandLine;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli;

/// <summary><c>perennial doctor</c></summary>
static class DoctorVerb
{
    const int Unwell = 1;

    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var distribute = new Option<bool>("--distribute")
        {
            Description = "First spread the tables over the nodes of a Citus cluster, those that are not yet.",
        };
        var command = new Command("doctor",
            "Check where the shop is kept: integrity, schema, and that nothing contradicts itself.")
        {
            store, json, distribute,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var path = parsed.GetValue(store)!;
            ShopStores.RefuseMissing(path);
            if (parsed.GetValue(distribute)) Distribute(terminal, path);
            var findings = StoreCheck.Run(path, cancellation: cancel);
            if (parsed.GetValue(json)) terminal.WriteJson(findings);
            else Print(terminal, ShopPlace.Shown(path), findings);
            return findings.Count == 0 ? 0 : Unwell;
        }, cancel));
        return command;
    }

    static void Distribute(Terminal terminal, string path)
    {
        using var shop = ShopStore.Open(path, terminal.Now());
        var tables = shop.Distribute() ?? throw new BadInputException(shop.Path, "This is no Citus cluster.",
            "Install the extension there first (create extension citus), or leave --distribute out.");
        terminal.Log.WriteLine(tables.Count == 0 ? "Every table is spread already."
            : $"Spread over the nodes: {string.Join(", ", tables)}.");
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
