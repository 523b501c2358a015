using System.Diagnostics;
using System.Globalization;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Data;
using Perennial.Moments;

namespace Perennial.Bench;

/// <summary>How fast the SQLite store takes in a batch, gives profiles back, and is searched.</summary>
static class StoreBench
{
    static readonly Instant AsOf = new(1_700_000_000_000);

    /// <summary>Arguments: customers (100000), orders a customer (10), folder for the file (temporary).</summary>
    public static int Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0]) : 100_000;
        var ordersEach = args.Length > 1 ? int.Parse(args[1]) : 10;
        var folder = args.Length > 2 ? args[2] : Path.GetTempPath();
        var path = Path.Combine(folder, $"store-bench-{Environment.ProcessId}.db");
        var batch = Measure("make the batch", 0, () => MakeBatch(customers, ordersEach));
        try
        {
            using var store = ShopStore.Open(path, AsOf);
            MeasureStore(store, batch, customers, customers * ordersEach);
            Console.WriteLine($"file: {new FileInfo(path).Length / 1e6:n0} MB, peak memory: "
                + $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:n0} MB");
        }
        finally
        {
            foreach (var file in Directory.GetFiles(folder, Path.GetFileName(path) + "*")) File.Delete(file);
        }
        return 0;
    }

    static void MeasureStore(ShopStore store, FactBatch batch, int customers, int orders)
    {
        var options = new ShopMoments(store).At(AsOf);
        Measure("first import, orders", orders, () => store.Intake.Write(batch, options));
        Measure("second import, orders", orders, () => store.Intake.Write(batch, options));
        Measure("stream all histories, orders", orders, () => store.Facts.Histories().Sum(chunk => chunk.Ids.Length));
        var snapshot = Measure("load profiles and directory, customers", customers, store.Profiles.Load);
        var run = Measure("score, customers", customers, () =>
        {
            snapshot.Profiles.ReadAt(AsOf, ShopCalendar.Utc);
            var segments = new RfmSegmentSet(
                "bench", 5, [new RfmSegmentRule { Name = "Best", R = new ScoreRange(4, 5) }]);
            return Scorer.Run(
                snapshot.Profiles, ShopCalendar.Utc, new ScoringOptions { RfmSegmentSet = segments },
                previousAsOfDay: null);
        });
        Measure("save the run, customers", customers, () => store.Scoring.Save(run, snapshot, options));
        snapshot = store.Profiles.Load();
        Measure("add one order", 1, () => store.Intake.Write(OneOrder(batch), options));
        snapshot = Measure("refresh the snapshot, customers", customers, () => store.Profiles.Refresh(snapshot));
        foreach (var text in new[] { "c00077777@example", "family77 name7", "nobody at all", "name" })
        {
            snapshot.Directory.Search(text);
            var found = Measure($"search '{text}', customers", customers, () => snapshot.Directory.Search(text));
            Console.WriteLine($"  {found.Length} found");
        }
        Measure("fold everything again, customers", customers, () => store.Folding.RefoldAll(options));
    }

    // Processor time beside wall time: on a shared machine the latter says little.
    static T Measure<T>(string what, long rows, Func<T> work)
    {
        using var process = Process.GetCurrentProcess();
        var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var result = work();
        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        var cpu = (process.TotalProcessorTime - before).TotalSeconds;
        var speed = rows == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {rows / seconds:n0} a second");
        Console.WriteLine($"{what}: {seconds:0.000} s ({cpu:0.00} s of processor){speed}");
        return result;
    }

    static FactBatch OneOrder(FactBatch batch) => new()
    {
        Source = "bench",
        Keys = CustomerKeys.From([batch.Keys.Text(0)]),
        KeyKinds = [CustomerKeyKind.External],
        History = new HistoryTable(1, new OrderFacts
        {
            Start = [0, 1], At = [AsOf], GrossCents = [4200], Id = [OrderId.Numbered("bench", "one more")],
        }),
    };

    static FactBatch MakeBatch(int customers, int ordersEach)
    {
        var keys = Enumerable.Range(1, customers).Select(i => $"c{i:d8}").ToArray();
        var builder = new HistoryBuilder();
        var state = 42UL;
        for (var i = 0; i < customers * ordersEach; i++)
        {
            state = unchecked(state * 6364136223846793005 + 1442695040888963407);
            builder.Add(new OrderFact
            {
                Customer = i % customers,
                At = new Instant(AsOf.UnixMs - (long)(state >> 27) % 100_000_000_000),
                GrossCents = 500 + (long)(state >> 40) % 20_000,
                Id = new OrderId(new UInt128(unchecked(state * 0x9E3779B97F4A7C15), state)),
            });
        }
        return new FactBatch
        {
            Source = "bench",
            Keys = CustomerKeys.From(keys),
            KeyKinds = new CustomerKeyKind[customers],
            Details = [.. keys.Select((key, i) => new CustomerDetails
            {
                FirstName = "Name" + i % 997, LastName = "Family" + i % 9973, Email = key + "@example.org",
                City = "City" + i % 313, Country = "FR",
            })],
            History = builder.Build(customers),
        };
    }
}
