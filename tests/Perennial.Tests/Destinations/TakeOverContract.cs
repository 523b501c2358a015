using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Destinations;
using Perennial.Loops;
using Perennial.Tests.Store;
using Perennial.Watch;

namespace Perennial.Tests.Destinations;

/// <summary>What a process held that is gone, and what it held itself before the store failed.</summary>
public abstract class TakeOverContract : StoreContract
{
    static Instant In(int seconds) => new(Now.UnixMs + seconds * 1000L);

    void Load(string yaml)
    {
        var settings = DestinationFile.Parse("destinations:\n" + yaml, "destinations.yaml", []).Single();
        Store.Destinations.Put(settings.Name, settings.Kind, settings.ToJson(), Now);
    }

    const string Csv = "  - {name: hook, kind: csv, folder: out, mapping: [orders]}";

    [Fact]
    public void Whoever_is_gone_keeps_nothing_and_whoever_lives_keeps_it()
    {
        Load(Csv);
        var shards = Store.Outbox.ShardsToSync();
        var other = OpenAnother();
        foreach (var shard in shards) Assert.NotNull(other.Cursors.Lease(shard, "hook", "serve", Now, In(60)));

        Assert.Empty(Store.Cursors.ShardsWithWork("hook", "serve", In(1)));
        Assert.Null(Store.Cursors.Lease(0, "hook", "serve", In(1), In(61)));

        // As a process that is killed: nothing is given back.
        other.Dispose();
        Settle(() => Store.Cursors.ShardsWithWork("hook", "serve", In(1)).Count == shards.Count);
        foreach (var shard in shards) Assert.NotNull(Store.Cursors.Lease(shard, "hook", "serve", In(1), In(61)));
    }

    [Fact]
    public async Task After_the_store_failed_deliveries_go_on_within_five_seconds_and_nobody_is_blamed()
    {
        var time = new FakeTimeProvider(Now.ToDateTimeOffset());
        await using var ledger = await Ledger.Start();
        Write(SomeFacts.Batch([("anna", new CustomerDetails { Email = "anna@shop.example" })]));
        Load(ledger.Yaml());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var watch = new ShopWatch(Store, time);
        await using var loops = new Supervisor(time, NullLogger.Instance);
        var loop = new SyncLoop(Store, watch, loops, time, _ => { }, _ => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        watch.Look();
        var running = loop.Run(stop.Token);
        time.Advance(ShopWatch.Every);
        watch.Look();
        await Until(() => ledger.Arrived.Count == 1);
        for (var round = 1; round <= 3; round++)
        {
            Beside("alter table destination_cursor rename to away");
            Write(SomeFacts.Batch(SomeFacts.Order("anna", $"{round}", 10, 1000)));
            loop.Signal();
            // It fails, and fails again.
            for (var i = 0; i < 8; i++)
            {
                time.Advance(TimeSpan.FromMilliseconds(500));
                await Task.Delay(20, Stop);
            }
            Beside("alter table away rename to destination_cursor");
            var back = time.GetTimestamp();
            await Until(() => ledger.Of("anna").Count() == round, () => time.Advance(TimeSpan.FromMilliseconds(50)));
            Assert.InRange(time.GetElapsedTime(back), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }
        Assert.Equal(["1", "2", "3"], ledger.Of("anna"));
        Assert.Null(Store.Deliveries.States()["hook"].Problem);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task What_a_sync_held_when_the_store_failed_is_not_written_down_afterwards()
    {
        await using var ledger = await Ledger.Start();
        using var place = NewPlace();
        var fails = false;
        using var store = ShopStore.Open(place.Address, Now, place.Options with
        {
            BeforeStatement = text =>
            {
                if (!fails || !text.Contains("destination_cursor\nset sequence")) return;
                fails = false;
                throw new StoreAwayException(StoreFault.Refused, "the store", "It refused a statement.", "Ask again.");
            },
        });
        store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("anna", "1", 10, 1000)), store.Moment(Now));
        var settings = DestinationFile.Parse("destinations:\n" + ledger.Yaml(), "destinations.yaml", []).Single();
        store.Destinations.Put(settings.Name, settings.Kind, settings.ToJson(), Now);
        var sync = new SyncShop(store, TimeProvider.System, _ => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        fails = true;
        await Assert.ThrowsAsync<StoreAwayException>(() => sync.Run(store.Destinations.All().Single(), Stop));

        Assert.False(fails);
        Assert.True(store.Cursors.Of(0, "hook")!.IsFirstSync);
    }

    // The server learns of a connection's end a moment after it.
    static void Settle(Func<bool> holds)
    {
        var began = Stopwatch.StartNew();
        while (!holds() && began.Elapsed < TimeSpan.FromSeconds(5)) Thread.Sleep(10);
        Assert.True(holds());
    }

    static async Task Until(Func<bool> holds, Action? meanwhile = null)
    {
        var began = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(began.Elapsed < TimeSpan.FromSeconds(30), "It never came.");
            meanwhile?.Invoke();
            await Task.Delay(5, Stop);
        }
    }
}

public sealed class SqliteTakeOver : TakeOverContract;

public sealed class PostgresTakeOver : TakeOverContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
