using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Perennial.Access;
using Perennial.Data;
using Perennial.Data.Access;

namespace Perennial.Bench.Live;

/// <summary>How long events wait while everybody in a served shop is compared anew, and whether any is refused.
/// </summary>
static class ScoringBench
{
    const int Connections = 24, QuietSeconds = 15;

    /// <summary>What became of the events of a while.</summary>
    sealed record Waits(string While, double Seconds, IReadOnlyList<double> Ms, int Refused)
    {
        public override string ToString()
        {
            double[] all = [.. Ms.Order()];
            double At(double share) => all[(int)(share * (all.Length - 1))];
            return string.Create(CultureInfo.InvariantCulture, $"| {While} | {Seconds:0} | {all.Length} | {Refused} |"
                + $" {At(0.5):0.0} | {At(0.99):0.0} | {At(0.999):0} | {all[^1]:0} |");
        }
    }

    /// <summary>Arguments: the store's place, customers (200000), events a second (500), orders of each (10).</summary>
    public static int Run(string[] args)
    {
        var place = args[0];
        var customers = args.Length > 1 ? int.Parse(args[1]) : 200_000;
        var rate = args.Length > 2 ? int.Parse(args[2]) : 500;
        LoadedShop.Make(place, customers, args.Length > 3 ? int.Parse(args[3]) : 10);
        var (track, write) = (LoadedShop.AddKey(place), AddKey(place));
        var (process, address) = LoadedShop.Serve(place);
        try
        {
            using var server = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(30) };
            server.DefaultRequestHeaders.Authorization = new("Bearer", write);
            Task Score(bool all) => Ask(server, all);
            Waits Measure(string name, Func<Task> work) =>
                ScoringBench.Measure(name, address, track, customers, rate, work).GetAwaiter().GetResult();
            _ = Measure("warming up", () => Task.Delay(TimeSpan.FromSeconds(QuietSeconds)));
            Console.WriteLine(Measure("nothing else", () => Task.Delay(TimeSpan.FromSeconds(QuietSeconds))));
            Console.WriteLine(Measure("scored by the server", () => Score(all: false)));
            Console.WriteLine(Measure("computed anew and scored by the server", () => Score(all: true)));
            Console.WriteLine(Measure("`perennial rescore --all` beside it", () => Beside(place)));
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
        return 0;
    }

    static string AddKey(string place)
    {
        using var store = ShopStore.Open(place, LoadedShop.Now);
        return KeyEditing.Add(store, "bench", KeyScope.Write, Actor.Terminal("bench"), LoadedShop.Now).Secret;
    }

    static async Task Ask(HttpClient server, bool all)
    {
        using var body = new StringContent(all ? """{"all":true}""" : "{}", Encoding.UTF8, "application/json");
        (await server.PostAsync(new Uri("/api/scoring-runs", UriKind.Relative), body)).EnsureSuccessStatusCode();
    }

    static async Task Beside(string place)
    {
        var start = LoadedShop.Perennial("rescore", "--all", "--store", place);
        // What it prints would stand between the rows of the result.
        start.RedirectStandardOutput = true;
        using var rescore = Process.Start(start)!;
        var printed = rescore.StandardOutput.ReadToEndAsync();
        var log = await rescore.StandardError.ReadToEndAsync();
        await printed;
        await rescore.WaitForExitAsync();
        if (rescore.ExitCode != 0) throw new InvalidOperationException(log);
    }

    static async Task<Waits> Measure(
        string name, Uri address, string key, int customers, int rate, Func<Task> work)
    {
        using var stop = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();
        var sending = Enumerable.Range(0, Connections).Select(connection => Task.Run(
            () => Send(address, key, customers, connection, rate, watch, stop.Token))).ToList();
        await work();
        var seconds = watch.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        var sent = await Task.WhenAll(sending);
        return new Waits(name, seconds, [.. sent.SelectMany(one => one.Waits)], sent.Sum(one => one.Refused));
    }

    // An event waits from when it was to be sent: what could not be sent because others waited counts too.
    static async Task<(List<double> Waits, int Refused)> Send(Uri address, string key, int customers,
        int connection, int rate, Stopwatch watch, CancellationToken stop)
    {
        var socket = new RawConnection(address);
        var mix = new EventMix(customers, $"{RandomNumberGenerator.GetHexString(12)}-{connection}");
        var (waits, refused) = (new List<double>(), 0);
        for (var number = connection; !stop.IsCancellationRequested; number += Connections)
        {
            var dueMs = 1_000.0 * number / rate;
            var early = dueMs - watch.Elapsed.TotalMilliseconds;
            if (early >= 1) await Task.Delay(TimeSpan.FromMilliseconds(early), CancellationToken.None);
            try
            {
                await socket.Send(mix.Request(key, address.Authority, 1));
            }
            catch (InvalidOperationException error)
            {
                if (refused++ == 0) Console.Error.WriteLine(error.Message);
                socket.Dispose();
                socket = new RawConnection(address);
            }
            waits.Add(watch.Elapsed.TotalMilliseconds - dueMs);
        }
        socket.Dispose();
        return (waits, refused);
    }
}
