using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Destinations;

namespace Perennial.Bench.Live;

/// <summary>How soon a webhook receiver sees a purchase's new columns while other events flow in.</summary>
static class LatencyBench
{
    const int EventsAtOnce = 100, PurchasesPerSecond = 20, WarmUpSeconds = 5, OrdersEach = 3;
    const string Secret = "BENCH_HOOK_SECRET";

    static readonly ConcurrentDictionary<string, long> seen = new();

    /// <summary>Arguments: the store's place, customers (500000), events a second (2000), seconds (30).</summary>
    public static int Run(string[] args)
    {
        var place = args[0];
        var customers = args.Length > 1 ? int.Parse(args[1]) : 500_000;
        var rate = args.Length > 2 ? int.Parse(args[2]) : 2_000;
        var seconds = args.Length > 3 ? int.Parse(args[3]) : 30;
        LoadedShop.Make(place, customers, OrdersEach);
        var key = LoadedShop.AddKey(place);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        using var app = builder.Build();
        app.Run(Take);
        app.StartAsync().GetAwaiter().GetResult();
        Load(place, app.Urls.Single());
        var (process, address) = LoadedShop.Serve(
            place, (Secret, $"whsec_{Convert.ToBase64String(new byte[32])}"));
        try
        {
            Console.WriteLine(Measure(address, key, customers, rate, seconds).GetAwaiter().GetResult());
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
            Remove(place);
        }
        return 0;
    }

    static async Task Take(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var now = Stopwatch.GetTimestamp();
        foreach (var change in body.RootElement.GetProperty("data").GetProperty("changes").EnumerateArray())
            seen.TryAdd(change.GetProperty("external").GetString()!, now);
    }

    static async Task<string> Measure(Uri address, string key, int customers, int rate, int seconds)
    {
        var run = RandomNumberGenerator.GetHexString(8);
        var sentAt = new ConcurrentDictionary<string, long>();
        var watch = Stopwatch.StartNew();
        var batches = Task.WhenAll(Enumerable.Range(0, 4).Select(lane => Task.Run(async () =>
        {
            using var connection = new RawConnection(address);
            var mix = new EventMix(customers, $"{run}-{lane}");
            for (var sent = 0; sent < (seconds + WarmUpSeconds) * rate / 4; sent += EventsAtOnce)
            {
                var wait = sent * 4.0 / rate - watch.Elapsed.TotalSeconds;
                if (wait > 0) await Task.Delay(TimeSpan.FromSeconds(wait));
                await connection.Send(mix.Request(key, address.Authority, EventsAtOnce));
            }
        })));
        using var one = new HttpClient { BaseAddress = address };
        one.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(
            System.Text.Encoding.UTF8.GetBytes($"{key}:")));
        for (var i = 0; i < (seconds + WarmUpSeconds) * PurchasesPerSecond; i++)
        {
            var wait = i / (double)PurchasesPerSecond - watch.Elapsed.TotalSeconds;
            if (wait > 0) await Task.Delay(TimeSpan.FromSeconds(wait));
            var buyer = $"buyer-{run}-{i}";
            if (i >= WarmUpSeconds * PurchasesPerSecond) sentAt[buyer] = Stopwatch.GetTimestamp();
            using var content = new StringContent(EventMix.Order(buyer, buyer));
            (await one.PostAsync(new Uri("/v1/track", UriKind.Relative), content)).EnsureSuccessStatusCode();
        }
        await batches;
        await Task.Delay(TimeSpan.FromSeconds(5));
        double[] waits = [.. sentAt.Select(buyer => seen.TryGetValue(buyer.Key, out var at)
            ? Stopwatch.GetElapsedTime(buyer.Value, at).TotalMilliseconds : double.PositiveInfinity).Order()];
        double At(double share) => waits[(int)(share * (waits.Length - 1))];
        return string.Create(CultureInfo.InvariantCulture,
            $"| {rate} | {waits.Length} | {At(0.5):0} | {At(0.95):0} | {At(0.99):0} | {waits[^1]:0} |");
    }

    static void Load(string place, string url)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, $$"""
            destinations:
              - name: bench
                kind: webhook
                url: {{url}}/hook
                secret: ${{{Secret}}}
                allow_private: true
                identity: external
                mapping: [orders, revenue, last_order_at, lifecycle, prospect_activities]
            """);
        using var store = ShopStore.Open(place, LoadedShop.Now);
        DestinationEditing.Load(store, file, Actor.Terminal("bench"), LoadedShop.Now);
        File.Delete(file);
        // The customers there are need not be sent first.
        foreach (var shard in store.Outbox.ShardsToSync()) Skip(store, shard);
    }

    static void Skip(ShopStore store, int shard)
    {
        var now = LoadedShop.Now;
        if (store.Cursors.Lease(shard, "bench", "bench", now, new(now.UnixMs + 60_000)) is not { } cursor) return;
        store.Cursors.Move(cursor with { IsFirstSync = false }, 0, [], [], now);
        store.Cursors.Release(cursor);
    }

    static void Remove(string place)
    {
        using var store = ShopStore.Open(place, LoadedShop.Now);
        store.Destinations.Remove("bench");
    }
}
