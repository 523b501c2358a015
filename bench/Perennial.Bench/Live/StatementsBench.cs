using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Channels.Intake.Formats;
using Perennial.Core.Intake;
using Perennial.Core.Statistics;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Import;
using Perennial.Live;
using ActivityKind = Perennial.Core.History.ActivityKind;

namespace Perennial.Bench.Live;

/// <summary>How many statements a shop with its own orders and products costs: its import with the first scoring run,
/// lists of a hundred mixed events, and seconds in which nothing happens.</summary>
static class StatementsBench
{
    const int Events = 100, Lists = 5, IdleSeconds = 10, MostTexts = 6;

    /// <summary>Arguments: a place with no store yet, a file of order lines.</summary>
    public static int Run(string[] args)
    {
        using var store = ShopStore.Open(args[0], LoadedShop.Now);
        store.StatementCount.TellApart();
        Measure("the import and its first scoring run", store, 1, () => ImportFile.Run(store, args[1],
            new IntakeOptions { Now = LoadedShop.Now }, Actor.Terminal("bench"), (_, _) => { },
            CancellationToken.None));
        var live = LiveShop.Start(store, TimeProvider.System, NullLogger.Instance);
        var random = new Rng(7);
        var all = store.Profiles.Load();
        string[] keys = [.. Enumerable.Range(0, 2_000).Select(_ => all.Directory.Key(random.NextInt(all.Count)))];
        string[] products =
            [.. store.Facts.Histories([.. all.Ids.Take(500)]).SelectMany(chunk => chunk.History.Products)];
        IncomingEvent[] Mixed(int list) => [.. Enumerable.Range(0, Events).Select(i =>
            One($"{list}-{i}", i, keys[random.NextInt(keys.Length)], products[random.NextInt(products.Length)]))];
        // The first finds out what the process did not know yet.
        live.Intake.Write("bench", Mixed(0), CancellationToken.None).Wait();
        Measure($"{Events} mixed events in one list", store, Lists, () =>
        {
            for (var list = 1; list <= Lists; list++)
                live.Intake.Write("bench", Mixed(list), CancellationToken.None).Wait();
        });
        Thread.Sleep(TimeSpan.FromSeconds(5));
        Measure("a second in which nothing happens", store, IdleSeconds,
            () => Thread.Sleep(TimeSpan.FromSeconds(IdleSeconds)));
        live.DisposeAsync().AsTask().Wait();
        return 0;
    }

    // Of a hundred seventy views, fifteen carts, ten orders and five people who say who they are.
    static IncomingEvent One(string id, int kind, string customer, string product)
    {
        var one = new IncomingEvent
        {
            Source = "bench", MessageId = id, At = LoadedShop.Now, Who = new CustomerKeySet { External = customer },
        };
        return kind switch
        {
            < 70 => one with { Activity = new ActivityStatement(ActivityKind.ProductView) { Product = product } },
            < 85 => one with { Activity = new ActivityStatement(ActivityKind.CartAdd) { Product = product } },
            < 95 => one with
            {
                Order = new OrderStatement(id, LoadedShop.Now)
                {
                    GrossCents = 900, Lines = [new LineStatement(product, 1, 900, 0)],
                },
            },
            _ => one with { Details = new CustomerDetails { FirstName = "N", City = id } },
        };
    }

    static void Measure(string what, ShopStore store, int times, Action act)
    {
        var (before, texts) = (store.Statements, store.StatementCount.ByText.ToDictionary());
        var watch = Stopwatch.StartNew();
        act();
        var seconds = watch.Elapsed.TotalSeconds;
        var most = store.StatementCount.ByText
            .Select(one => (Name: Name(one.Key), Count: one.Value - texts.GetValueOrDefault(one.Key)))
            .GroupBy(one => one.Name, one => one.Count).Select(one => (one.Key, Count: one.Sum()))
            .Where(one => one.Count > 0).OrderByDescending(one => one.Count).Take(MostTexts)
            .Select(one => $"{one.Key} {Each(one.Count)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what} | {Each(store.Statements - before)} | {seconds / times:0.00} | {string.Join(", ", most)} |"));

        string Each(long count) =>
            ((double)count / times).ToString(times == 1 ? "n0" : "n1", CultureInfo.InvariantCulture);
    }

    static readonly Dictionary<string, string> names = SqlText.Names
        .GroupBy(SqlText.Query).ToDictionary(same => same.Key, same => same.First());

    // What is composed begins with what it does to which table.
    static string Name(string sql) => names.TryGetValue(sql, out var name) ? name
        : string.Join(' ', sql.Split((char[])[' ', '\n', '('], StringSplitOptions.RemoveEmptyEntries).Take(3));
}
