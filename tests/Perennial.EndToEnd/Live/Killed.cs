using Perennial.Core.Lifecycle;
using Perennial.Core.Profiles;
using Perennial.Core.Prospects;
using Perennial.Core.Purchases;
using Perennial.Core.Statistics;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Destinations;
using Perennial.EndToEnd.Commands;

namespace Perennial.EndToEnd.Live;

/// <summary>
/// <c>kill -9</c> at random moments under load: what was acknowledged is there, nothing is there twice, and every
/// change reaches the destination.
/// </summary>
/// <remarks><c>PERENNIAL_KILLS=200</c> kills two hundred times instead of twenty.</remarks>
[Collection(ServedShop.Alone)]
public class Killed
{
    const int People = 40, SideBySide = 4, MostLifeMs = 600;

    static readonly int kills = int.Parse(Environment.GetEnvironmentVariable("PERENNIAL_KILLS") ?? "20");
    static readonly TimeSpan patience = TimeSpan.FromSeconds(120);

    // One of every type, none of which the clock changes.
    static readonly Column[] told = [PurchaseColumns.Orders, PurchaseColumns.Revenue, PurchaseColumns.LastOrderAt,
        PurchaseColumns.MultiBuyer,
        PurchaseColumns.RefundRate, LifecycleColumns.Stage, ProspectColumns.Activities];

    [Fact]
    public async Task Loses_nothing_and_counts_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        await Check(folder.File("shop.db"), null, folder);
    }

    [Fact]
    public async Task Nor_do_three_processes_on_a_database_that_is_killed_too()
    {
        using var database = DatabaseServer.Start();
        using var folder = new TemporaryFolder();
        await Check(database.Address, database, folder);
    }

    static async Task Check(string place, DatabaseServer? database, TemporaryFolder folder)
    {
        var key = ServedShop.AddKey(place);
        await using var receiver = await WebhookReceiver.Start();
        ServedShop.LoadDestinations(place,
            receiver.DestinationFile(folder, told.Select(column => column.Name), "customer_id"));
        using var servers = await Servers.Start(database is null ? 1 : 3, place, WebhookReceiver.Secret);
        var (random, sizes) = (new Rng(4), new Rng(5));
        var calls = new Calls(7, "", People, ServedShop.Now);
        using var loader = new Loader(key, servers.Any, () => calls.Next(sizes.NextInt(1, 20)));
        using var stop = new CancellationTokenSource();
        var sending = loader.Run(SideBySide, stop.Token);
        try
        {
            for (var kill = 0; kill < kills && !sending.IsCompleted; kill++)
            {
                // Most of them when it is well at work, some while it begins.
                if (kill % 4 > 0) await Working(loader, loader.Lists);
                await Task.Delay(random.NextInt(MostLifeMs));
                if (database is not null && kill % 5 == 4) database.Crash();
                else await servers.KillOne(random);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await sending.WaitAsync(patience);
        }
        TestContext.Current.SendDiagnosticMessage(
            $"{kills} kills, {loader.Acknowledged.Count} events in {loader.Lists} lists, {loader.CutOff} cut off");
        Assert.True(loader.CutOff > kills / 2, $"Only {loader.CutOff} lists were on their way when it was killed.");
        var outbox = Outbox(place);
        await SameShop.AssertBatch(place, Calls.Events(loader.Acknowledged), folder);
        await Everything(receiver, place, outbox);
    }

    static async Task Working(Loader loader, int lists)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (loader.Lists < lists + SideBySide)
        {
            await Task.Delay(10);
            Assert.True(TimeProvider.System.GetElapsedTime(started) < patience, "Nothing is taken any more.");
        }
    }

    /// <summary>The keys of the changes that are written down, of customers who are still there.</summary>
    static List<string> Outbox(string place)
    {
        using var store = ShopStore.Open(place, ServedShop.Now);
        bool Concerns(OutboxRow change) =>
            OutboxChange.Parse(change.Change).Columns.Keys.Intersect(told.Select(one => one.Name)).Any()
            && store.Customers.ById(change.Customer) is not null;
        return [.. store.Outbox.ShardsToSync().SelectMany(shard => store.Outbox.After(shard, 0, int.MaxValue)
            .Where(Concerns).Select(change => $"{WebhookReceiver.Name}:{shard}:{change.Sequence}"))];
    }

    static async Task Everything(WebhookReceiver receiver, string place, List<string> outbox)
    {
        Assert.NotEmpty(outbox);
        using var store = ShopStore.Open(place, ServedShop.Now);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var late = outbox.Where(change => !receiver.Keys.ContainsKey(change)).ToList();
            var wrong = late.Count > 0 ? $"{late.Count} of {outbox.Count} changes did not arrive, {late[0]} first."
                : Differs(receiver, store);
            if (wrong is null) return;
            if (TimeProvider.System.GetElapsedTime(started) > patience) Assert.Fail(wrong);
            await Task.Delay(500);
        }
    }

    static string? Differs(WebhookReceiver receiver, ShopStore store)
    {
        var all = store.Profiles.Load();
        for (var row = 0; row < all.Count; row++)
        {
            var known = receiver.Known($"{all.Ids[row]}");
            foreach (var column in told)
            {
                var has = SentColumn.Of(all.Profiles, column, row, bins: 5);
                var shown = System.Text.Json.JsonSerializer.Serialize(has);
                var heard = known.GetValueOrDefault(column.Name, "null");
                if (shown != heard) return $"{all.Ids[row]}: {column.Name} is {shown}, the tool knows {heard}.";
            }
        }
        return null;
    }
}
