using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Perennial.Bench.Live;

/// <summary>How many events a second a served shop takes, committed and with profiles recomputed, and how long each
/// request waits.</summary>
static class IntakeBench
{
    const int WarmUpSeconds = 5, OrdersEach = 3;

    /// <summary>Arguments: the store's place, customers (500000), seconds of each measurement (20).</summary>
    public static int Run(string[] args)
    {
        var place = args[0];
        var customers = args.Length > 1 ? int.Parse(args[1]) : 500_000;
        var seconds = args.Length > 2 ? int.Parse(args[2]) : 20;
        LoadedShop.Make(place, customers, OrdersEach);
        var key = LoadedShop.AddKey(place);
        var (process, address) = LoadedShop.Serve(place);
        try
        {
            foreach (var (events, connections) in new[] { (100, 8), (1, 64) })
            {
                Measure(process, address, key, customers, events, connections, WarmUpSeconds);
                var line = Measure(process, address, key, customers, events, connections, seconds);
                Console.WriteLine(line);
            }
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
        return 0;
    }

    static string Measure(
        Process process, Uri address, string key, int customers, int events, int connections, int seconds)
    {
        process.Refresh();
        var (before, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
        var waits = Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(
            () => Send(address, key, customers, events, TimeSpan.FromSeconds(seconds))))).GetAwaiter().GetResult();
        double[] all = [.. waits.SelectMany(some => some).Order()];
        process.Refresh();
        var elapsed = watch.Elapsed.TotalSeconds;
        var cpu = (process.TotalProcessorTime - before).TotalSeconds;
        double At(double share) => all[(int)(share * (all.Length - 1))];
        var sent = all.Length * (double)events;
        return string.Create(CultureInfo.InvariantCulture, $"| {events} | {connections} | {sent / elapsed:0} |"
            + $" {At(0.5):0.0} | {At(0.95):0.0} | {At(0.99):0.0} | {cpu / elapsed:0.00} | {cpu * 1e6 / sent:0} |");
    }

    static async Task<List<double>> Send(Uri address, string key, int customers, int events, TimeSpan time)
    {
        using var connection = new RawConnection(address);
        var mix = new EventMix(customers, RandomNumberGenerator.GetHexString(12));
        var (waits, watch) = (new List<double>(), Stopwatch.StartNew());
        while (watch.Elapsed < time)
        {
            var request = mix.Request(key, address.Authority, events);
            var started = Stopwatch.GetTimestamp();
            await connection.Send(request);
            waits.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return waits;
    }
}
