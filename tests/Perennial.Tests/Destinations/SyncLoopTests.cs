using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Core.Intake;
using Perennial.Data.Access;
using Perennial.Destinations;
using Perennial.Loops;
using Perennial.Tests.Store;
using Perennial.Watch;

namespace Perennial.Tests.Destinations;

public class SyncLoopTests
{
    // No second passes: whatever arrives was sent because of a call, not because somebody looked again.
    [Fact]
    public async Task What_is_committed_arrives_while_no_time_passes_and_a_destination_loaded_later_is_noticed()
    {
        using var shop = new SyncShopFixture("anna");
        await using var ledger = await Ledger.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = new ShopWatch(shop.Store, shop.Time);
        var loop = Loop(shop, watch);
        watch.Look();
        var running = loop.Run(stop.Token);
        shop.Load(ledger.Yaml());
        shop.Time.Advance(ShopWatch.Every);
        watch.Look();
        await Until(() => ledger.Arrived.Count == 1);
        Assert.True(ledger.Arrived.Single().IsFirst);

        for (var orders = 1; orders <= 20; orders++)
        {
            shop.Orders("anna", orders);
            loop.Signal();
            await Until(() => ledger.Of("anna").Count() == orders);
        }
        // How far it is is written down a few times a second, and when it stops.
        await stop.CancelAsync();
        await running;
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{i}"), ledger.Of("anna"));
        // Nothing is held any more.
        Assert.NotNull(shop.Store.Cursors.Lease(0, "hook", "the next", shop.Now, new(shop.Now.UnixMs + 1000)));
    }

    [Fact]
    public async Task An_error_that_nobody_expected_while_destinations_are_read_ends_no_deliveries()
    {
        using var shop = new SyncShopFixture("anna");
        await using var ledger = await Ledger.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = new ShopWatch(shop.Store, shop.Time);
        // Away between the look and what follows from it.
        var isAway = false;
        watch.Saw += _ =>
        {
            if (!isAway) Beside(shop, "alter table destination rename to elsewhere");
            isAway = true;
        };
        var loop = Loop(shop, watch);
        shop.Load(ledger.Yaml());
        var running = loop.Run(stop.Token);
        watch.Look();
        await Task.WhenAny(running, Task.Delay(500, stop.Token));
        Beside(shop, "alter table elsewhere rename to destination");

        await Until(() =>
        {
            shop.Time.Advance(TimeSpan.FromSeconds(5));
            watch.Look();
            return ledger.Arrived.Count == 1;
        });
        await stop.CancelAsync();
        await running;
    }

    static SyncLoop Loop(SyncShopFixture shop, ShopWatch watch) => new(shop.Store, watch,
        new Supervisor(shop.Time, NullLogger.Instance), shop.Time, _ => { }, shop.Environment.GetValueOrDefault);

    static void Beside(SyncShopFixture shop, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={shop.File};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [Fact]
    public async Task On_a_database_of_several_shards_every_shard_is_synced_from_its_own_place()
    {
        using var place = new DatabasePlace();
        using var store = place.Open(Some.Now);
        string[] names = ["anna", "bert", "carl", "dora", "emil", "fred"];
        store.Intake.Write(SomeFacts.Batch(
            [.. names.Select(name => (name, (CustomerDetails?)new() { Email = $"{name}@shop.example" }))]),
            store.Moment(), cancellation: TestContext.Current.CancellationToken);
        await using var ledger = await Ledger.Start();
        var settings = DestinationFile.Parse("destinations:\n" + ledger.Yaml(), "d.yaml", []).Single();
        store.Destinations.Put("hook", "webhook", settings.ToJson(), Some.Now);
        Assert.True(names.Select(name => store.ShardOf(SyncShopFixture.Id(name))).Distinct().Count() > 1);
        store.Intake.Write(SomeFacts.Batch([.. names.Index().SelectMany(one => Enumerable.Range(0, one.Index + 1)
            .Select(i => SomeFacts.Order(one.Item, $"{one.Item}-{i}", 10, 1000)))]),
            store.Moment(), cancellation: TestContext.Current.CancellationToken);
        ledger.Fails = one => one is { IsFirst: false, Name: "anna" } ? 422 : 200;

        var sync = new SyncShop(store, TimeProvider.System, _ => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var entry = store.Destinations.All().Single();
        var report = await sync.Run(entry, TestContext.Current.CancellationToken);

        Assert.Equal((11, 0, 1), (report.Delivered, report.Waiting, report.Dead));
        Assert.Equal(6, ledger.Arrived.Count(one => one.IsFirst));
        ledger.Fails = _ => 200;
        DestinationEditing.SendAgain(store, "hook", Actor.Terminal("tests"), Now);
        report = await sync.Run(entry, TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (report.Delivered, report.Dead));
        foreach (var (i, name) in names.Index()) Assert.Equal([$"{i + 1}"], ledger.Of(name));
        foreach (var shard in store.Outbox.ShardsToSync()) store.Outbox.Trim(shard);
        Assert.Equal(0, store.Deliveries.States()["hook"].Behind);
    }

    // What waits is held in memory meanwhile, and the erasure takes it out of the store.
    [Fact]
    public async Task Whoever_is_erased_while_something_waits_for_them_is_told_of()
    {
        using var shop = new SyncShopFixture("anna", "bert");
        await using var ledger = await Ledger.Start();
        await shop.LoadAfterFirst(ledger.Yaml());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = new ShopWatch(shop.Store, shop.Time);
        var loop = Loop(shop, watch);
        watch.Look();
        var running = loop.Run(stop.Token);
        ledger.Fails = one => one.Name == "anna" ? 500 : 200;
        shop.Orders("anna", 1);
        loop.Signal();
        await Until(() => shop.Store.Deliveries.States()["hook"].Waiting == 1);
        shop.Erase("anna");
        ledger.Fails = _ => 200;
        loop.Signal();
        await Until(() =>
        {
            shop.Time.Advance(TimeSpan.FromMilliseconds(100));
            return ledger.Arrived.Any(one => one.IsErased)
                && shop.Store.Deliveries.States()["hook"].Waiting == 0;
        });
        await stop.CancelAsync();
        await running;
        Assert.Equal("anna", Assert.Single(ledger.Arrived).Name);
    }

    static Core.Instant Now => Core.Instant.From(TimeProvider.System.GetUtcNow());

    static async Task Until(Func<bool> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "It never came.");
            await Task.Delay(1);
        }
    }
}
