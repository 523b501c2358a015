using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Jobs;
using Perennial.Operations.Sync;
using Perennial.Tests.Store;

namespace Perennial.Tests.Destinations;

public class SyncLoopTests
{
    [Fact]
    public async Task What_is_committed_arrives_at_once_and_a_destination_loaded_later_is_noticed()
    {
        using var shop = new SyncShopFixture("anna");
        await using var ledger = await Ledger.Start();
        await shop.LoadAfterFirst(ledger.Yaml());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = new ShopWatch(shop.Store, TimeProvider.System);
        await using var looking = new Timers(NullLogger.Instance);
        looking.Start("looking", ShopWatch.Every, _ => watch.Look());
        var loop = new SyncLoop(
            shop.Store, watch, TimeProvider.System, _ => { }, shop.Environment.GetValueOrDefault);
        var running = loop.Run(stop.Token);
        shop.Orders("anna", 1);
        await Until(() => ledger.Arrived.Count == 1);

        var waits = new List<TimeSpan>();
        for (var orders = 2; orders <= 20; orders++)
        {
            shop.Orders("anna", orders);
            var began = Stopwatch.GetTimestamp();
            loop.Signal();
            await Until(() => ledger.Arrived.Count == orders);
            waits.Add(Stopwatch.GetElapsedTime(began));
        }
        // Far below a look's interval: it is the signal that woke it.
        Assert.True(waits.Order().ElementAt(waits.Count / 2) < TimeSpan.FromMilliseconds(200),
            string.Join(' ', waits.Select(wait => $"{wait.TotalMilliseconds:0}")));
        // The receiver has the last one before its sender knows: stopped now, it would be sent again.
        await Until(() => shop.Store.Deliveries.States()["hook"].Behind == 0);
        await stop.CancelAsync();
        await running;
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{i}"), ledger.Of("anna"));
        Assert.Equal(0, shop.Store.Deliveries.States()["hook"].Behind);
        // Nothing is held any more.
        Assert.NotNull(shop.Store.Cursors.Lease(0, "hook", "the next", shop.Now, new(shop.Now.UnixMs + 1000)));
    }

    [Fact]
    public async Task On_a_database_of_several_shards_every_shard_is_synced_from_its_own_place()
    {
        using var place = new DatabasePlace();
        using var store = ShopStore.Open(place.Address, Some.Now, place.Options);
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
