using System.Diagnostics;
using Perennial.Access;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Statistics;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Moments;
using Perennial.Scoring;

namespace Perennial.Bench.Live;

/// <summary>A shop with many customers, made once and kept, and processes that serve it.</summary>
static class LoadedShop
{
    const int CustomersAtOnce = 50_000;

    public static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    /// <summary>The customer number of the how-manieth customer.</summary>
    public static string Key(int customer) => $"C-{customer:d7}";

    /// <summary>Makes the shop where there is none: customers with orders of the last two years, scored.</summary>
    public static void Make(string place, int customers, int ordersEach)
    {
        using var store = ShopStore.Open(place, Now);
        if (store.Customers.Count() >= customers) return;
        var watch = Stopwatch.StartNew();
        for (var first = 0; first < customers; first += CustomersAtOnce)
        {
            var batch = Batch(first, Math.Min(CustomersAtOnce, customers - first), ordersEach);
            store.Intake.Write(batch, new ShopMoments(store).At(Now));
            Console.Error.WriteLine($"{first + CustomersAtOnce:n0} customers after {watch.Elapsed.TotalSeconds:n0} s");
        }
        Rescore.Run(store, null, null, Now, (_, _) => { }, CancellationToken.None);
        Console.Error.WriteLine($"scored after {watch.Elapsed.TotalSeconds:n0} s");
    }

    static FactBatch Batch(int first, int count, int ordersEach)
    {
        const long twoYearsMs = 730L * 24 * 60 * 60 * 1000;
        var random = new Rng((ulong)first);
        var (builder, now) = (new HistoryBuilder(), Now);
        for (var i = 0; i < count * ordersEach; i++)
        {
            builder.Add(new OrderFact
            {
                Customer = i % count,
                At = new Instant(now.UnixMs - (long)(random.NextDouble() * twoYearsMs)),
                GrossCents = random.NextInt(500, 20_000),
                Id = OrderId.Numbered("bench", $"{first}-{i}"),
            });
        }
        string[] keys = [.. Enumerable.Range(first, count).Select(Key)];
        return new FactBatch
        {
            Source = "bench",
            Keys = CustomerKeys.From(keys),
            KeyKinds = new CustomerKeyKind[count],
            Details = [.. keys.Select((key, i) => new CustomerDetails
            {
                FirstName = $"Name{i % 997}", LastName = $"Family{i % 9973}", Email = $"{key}@example.org",
                City = $"City{i % 313}", Country = "FR",
            })],
            Currency = "EUR",
            History = builder.Build(count),
        };
    }

    /// <summary>Makes a key for trackers.</summary>
    public static string AddKey(string place)
    {
        using var store = ShopStore.Open(place, Now);
        return KeyEditing.Add(store, "bench", KeyScope.Track, Actor.Terminal("bench"), Now).Secret;
    }

    /// <summary>Starts <c>perennial serve</c>, and returns once it listens.</summary>
    public static (Process Process, Uri Address) Serve(string place, params (string Name, string Value)[] environment)
    {
        var start = Perennial("serve", "--store", place, "--port", "0");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        while (process.StandardError.ReadLine() is { } line)
        {
            Console.Error.WriteLine(line);
            if (!line.StartsWith("Serving ", StringComparison.Ordinal)) continue;
            _ = Task.Run(() => process.StandardError.BaseStream.CopyTo(Console.OpenStandardError()));
            return (process, new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Split(' ')[0]));
        }
        throw new InvalidOperationException("perennial serve did not start.");
    }

    /// <summary>The built program.</summary>
    public static ProcessStartInfo Perennial(params string[] arguments) => new(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Perennial", "release", "perennial"), arguments)
    {
        RedirectStandardError = true, RedirectStandardOutput = false,
    };
}
