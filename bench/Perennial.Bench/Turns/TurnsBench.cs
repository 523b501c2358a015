using System.Diagnostics;
using System.Globalization;
using Perennial.Bench.Live;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Strategies;

namespace Perennial.Bench.Turns;

/// <summary>One tick at which everybody of a shop is due in a strategy, by one process or several at once, decisions
/// and sums written.</summary>
static class TurnsBench
{
    const StringComparison AsWritten = StringComparison.Ordinal;

    // What the tick writes.
    static readonly string[] tables = ["enrollment", "customer_strategy", "decision", "planned_contact"];

    /// <summary>Arguments: <c>make STORE [customers]</c>, <c>take STORE [processes]</c>, <c>bare STORE</c>, or what
    /// another process is started with: <c>help STORE INSTANT</c>.</summary>
    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["make", var place, .. var rest]:
                DueShop.Make(
                    place, rest is [var customers] ? int.Parse(customers) : 1_000_000, Console.Error.WriteLine);
                return 0;
            case ["take", var place, .. var rest]:
                Take(place, rest is [var processes] ? int.Parse(processes) : 1);
                return 0;
            case ["bare", var place]:
                Bare(place);
                return 0;
            case ["help", var place, var at]:
                return Help(place, new Instant(long.Parse(at)));
            default:
                return 2;
        }
    }

    static void Take(string place, int processes)
    {
        using var store = ShopStore.Open(place, LoadedShop.Now);
        var now = DueShop.DueAt(store);
        var at = DueShop.At(store, now);
        // Columns that a day has changed are brought up to date before, as every tick does.
        store.Folding.RefoldDue(at(), int.MaxValue, CancellationToken.None);
        store.Stays.Recount(at(), CancellationToken.None);
        var before = Sent(store);
        Console.Error.WriteLine("everybody is due");
        var (watch, cpu) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        Process[] others = [.. Enumerable.Range(1, processes - 1).Select(_ => Process.Start(
            Environment.ProcessPath!, ["turns", "help", place, now.UnixMs.ToString(CultureInfo.InvariantCulture)])!)];
        var turns = new StrategyTurns(store).Run(at, CancellationToken.None);
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        foreach (var other in others) other.WaitForExit();
        var seconds = watch.Elapsed.TotalSeconds;
        var due = store.Decisions.Due(now).Values.Sum(one => one.Overdue);
        if (due > 0 || others.Any(other => other.ExitCode != 0))
            throw new InvalidOperationException($"{due} are still due.");
        var (sent, blocked) = Sent(store);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{processes}\t{turns}\t{seconds:0.0}\t"
            + $"{used.TotalMicroseconds / turns:0.0}\t{sent - before.Sent}\t{blocked - before.Blocked}"));
    }

    static (long Sent, long Blocked) Sent(ShopStore store)
    {
        var sums = store.Decisions.Sums();
        long Of(StrategyCount what) => sums.Where(one => one.What == what).Sum(one => one.Number);
        return (Of(StrategyCount.Sent), Of(StrategyCount.Blocked));
    }

    // The same rows once more, copied by the database itself, with the keys and indexes of the tables they come from.
    static void Bare(string place)
    {
        using var store = ShopStore.Open(place, LoadedShop.Now);
        using var rental = store.Rent();
        var database = rental.Database;
        foreach (var text in Definitions())
        {
            foreach (var table in tables.Where(table => Concerns(text, table)))
            {
                database.Define(text.Replace($"create table {table} (", $"create table bare_{table} (", AsWritten)
                    .Replace($"create index {table}", $"create index bare_{table}", AsWritten)
                    .Replace($" on {table} (", $" on bare_{table} (", AsWritten));
            }
        }
        var watch = Stopwatch.StartNew();
        foreach (var table in tables) database.Execute($"insert into bare_{table} select * from {table}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0.0}"));
    }

    static IEnumerable<string> Definitions() => SqlText.Files("schema")
        .Where(one => one.Name.Contains("strategies", AsWritten))
        .SelectMany(one => string.Join('\n', one.Text.Split('\n').Select(line => line.Split("--")[0])).Split(';'));

    static bool Concerns(string text, string table) =>
        text.Contains($"create table {table} (", AsWritten)
        || text.Contains($" on {table} (", AsWritten);

    static int Help(string place, Instant now)
    {
        using var store = ShopStore.Open(place, now);
        new StrategyTurns(store).Run(DueShop.At(store, now), CancellationToken.None);
        return 0;
    }
}
