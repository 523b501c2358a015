using System.Diagnostics;
using System.Globalization;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data;

namespace Perennial.Bench;

/// <summary>How fast the SQLite store takes in a batch, and gives profiles back.</summary>
static class StoreBench
{
    static readonly Instant AsOf = new(1_700_000_000_000);

    /// <summary>Arguments: customers (100000), orders a customer (10), folder for the file (temporary).</summary>
    public static void Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0]) : 100_000;
        var ordersEach = args.Length > 1 ? int.Parse(args[1]) : 10;
        var folder = args.Length > 2 ? args[2] : Path.GetTempPath();
        var path = Path.Combine(folder, $"store-bench-{Environment.ProcessId}.db");
        var batch = Measure("make the batch", 0, () => MakeBatch(customers, ordersEach));
        var orders = customers * ordersEach;
        try
        {
            using var store = SqliteStore.Open(path, AsOf);
            var options = new WriteOptions { AsOf = AsOf, Now = AsOf };
            Measure("first import", orders, () => store.Write(batch, options));
            Measure("second import", orders, () => store.Write(batch, options));
            Measure("stream all histories", orders, () => store.Histories().Sum(chunk => chunk.Ids.Length));
            Measure("fold everything again", customers, () => store.RefoldAll(options));
        }
        finally
        {
            foreach (var file in Directory.GetFiles(folder, Path.GetFileName(path) + "*")) File.Delete(file);
        }
    }

    static T Measure<T>(string what, long rows, Func<T> work)
    {
        var watch = Stopwatch.StartNew();
        var result = work();
        var seconds = watch.Elapsed.TotalSeconds;
        var speed = rows == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {rows / seconds:n0} rows/s");
        Console.WriteLine($"{what}: {seconds:0.000} s{speed}");
        return result;
    }

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
