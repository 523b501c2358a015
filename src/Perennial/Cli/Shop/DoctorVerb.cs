using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Customers;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Repair;
using Perennial.Settings;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli.Shop;

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
        var repair = new Option<bool>("--repair")
        {
            Description = "First put right what a clock that was ahead has left: what lies in the future is put into "
                + "the present, and profiles are computed again. See that the clock is right before.",
        };
        var unjoin = new Option<string?>("--unjoin")
        {
            Description = "First take apart whom a key joined that is several people's, or nobody's: each fact goes to"
                + " the customer of its own key, and the key joins nobody from now on.",
            HelpName = "KEY",
        };
        var command = new Command("doctor",
            "Check where the shop is kept: integrity, schema, and that nothing contradicts itself.")
        {
            store, json, distribute, repair, unjoin,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var path = parsed.GetValue(store)!;
            ShopStores.RefuseMissing(path);
            if (parsed.GetValue(distribute)) Distribute(terminal, path);
            if (parsed.GetValue(repair)) Repair(terminal, path, cancel);
            if (parsed.GetValue(unjoin) is { } key) Unjoin(terminal, path, key);
            var findings = StoreCheck.Run(path, now: terminal.Now(),
                keysOf: settings => ShopSettings.Of(settings, [], path).Keys, cancellation: cancel);
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

    static void Repair(Terminal terminal, string path, CancellationToken cancel)
    {
        var now = terminal.Now();
        using var shop = ShopStore.Open(path, now);
        var rows = RepairClock.Run(shop, terminal.Actor, now, (_, _) => { }, cancel);
        terminal.Log.WriteLine(rows.Count == 0 ? "Nothing lay ahead of now."
            : $"Put into the present, {now}: {string.Join(", ", rows.Select(table => $"{table.Key} {table.Value}"))}.");
    }

    static void Unjoin(Terminal terminal, string path, string key)
    {
        var now = terminal.Now();
        using var shop = ShopStores.OpenExisting(path, now);
        var done = Duplicates.Unjoin(shop, key, terminal.Actor, now);
        terminal.Log.WriteLine($"{done.Keys} keys are their own again; {done.Facts} facts went to their own customers,"
            + $" of whom {done.Customers} are new.");
        if (done.Facts > 0)
        {
            terminal.Log.WriteLine("Names and addresses carry no key, and were not given back: they stay as they were"
                + $" said last, with whom the key named until now{(done.Customers == 0 ? "."
                    : $". The {done.Customers} new customers are known by their keys alone until something is said of"
                        + " them again.")}");
        }
        if (done.Left > 0)
        {
            terminal.Log.WriteLine($"Facts of {done.Left} keys stay until these keys are heard again: say it once more"
                + " then.");
        }
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
