using Perennial.Core;
using Perennial.Destinations;

namespace Perennial.Tests.Destinations;

public class SyncEngineTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_destination_is_sent_everybody_then_what_changed_since_the_sync_began()
    {
        using var shop = new SyncShopFixture("anna", "bert", "carl");
        await using var ledger = await Ledger.Start();
        // Another destination has been told already: the outbox is not empty.
        shop.Store.Tell();
        Assert.Equal(1, shop.Orders("anna", 1));
        var hook = shop.Load(ledger.Yaml());
        // Between the noting of the sequence and the reading of customers.
        var later = shop.Orders("bert", 7);

        var report = await shop.Sync(hook);

        Assert.Equal(4, report.Delivered);
        Assert.Equal(3, ledger.Arrived.Take(3).Count(one => one.IsFirst));
        Assert.Equal(($"hook:0:{later}", "bert", "7"), ledger.Arrived[3].Shown);
        await shop.Sync(hook);
        Assert.Equal(4, ledger.Arrived.Count);
    }

    [Fact]
    public async Task Everybody_is_sent_once_more_when_asked()
    {
        using var shop = new SyncShopFixture("anna", "bert");
        await using var ledger = await Ledger.Start();
        var hook = shop.Load(ledger.Yaml());
        await shop.Sync(hook);
        await shop.Sync(hook, full: true);
        Assert.Equal(4, ledger.Arrived.Count(one => one.IsFirst));
    }

    [Fact]
    public async Task A_customer_whose_change_waits_has_the_later_ones_wait_behind_it_and_others_do_not()
    {
        using var shop = new SyncShopFixture("anna", "bert");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml());
        ledger.Fails = one => one.Name == "anna" ? 500 : 200;
        shop.Orders("anna", 1);
        shop.Orders("bert", 1);
        Assert.Equal((1, 1), Counts(await shop.Sync(hook)));
        shop.Orders("anna", 2);
        shop.Orders("bert", 2);
        Assert.Equal((1, 2), Counts(await shop.Sync(hook)));

        ledger.Fails = _ => 200;
        shop.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal((2, 0), Counts(await shop.Sync(hook)));
        Assert.Equal(["1", "2"], ledger.Of("anna"));
        Assert.Equal(["1", "2"], ledger.Of("bert"));

        static (long, long) Counts(SyncReport report) => (report.Delivered, report.Waiting);
    }

    [Fact]
    public async Task Later_changes_wait_behind_one_that_failed_a_moment_ago()
    {
        using var shop = new SyncShopFixture("anna", "bert");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml("batch_size: 1"));
        ledger.Fails = one => one.Name == "anna" && one.Orders == "1" ? 500 : 200;
        // More than go out side by side, so that there is a next time within the round.
        for (var orders = 1; orders <= 20; orders++) shop.Orders("anna", orders);
        shop.Orders("bert", 1);
        await shop.Sync(hook);
        Assert.Empty(ledger.Of("anna"));
        Assert.Equal(["1"], ledger.Of("bert"));
    }

    [Fact]
    public async Task Whoever_is_new_is_told_though_nothing_that_is_mapped_changed()
    {
        using var shop = new SyncShopFixture("anna");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml().Replace("mapping: [orders]", "mapping: [first_name]"));
        shop.Write(Store.SomeFacts.Batch([("dora", new Core.Intake.CustomerDetails { Email = "dora@shop.example" })]));
        await shop.Sync(hook);
        Assert.Equal("dora", Assert.Single(ledger.Arrived).Name);
    }

    [Fact]
    public async Task A_change_that_fails_to_the_end_of_the_schedule_is_given_up_and_can_be_sent_again()
    {
        using var shop = new SyncShopFixture("anna");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml());
        ledger.Fails = _ => 500;
        var first = shop.Orders("anna", 1);
        var attempts = 0;
        for (; attempts < 20 && shop.Store.Deliveries.DeadLetters().Count == 0; attempts++)
        {
            await shop.Sync(hook);
            shop.Time.Advance(TimeSpan.FromHours(30));
        }
        Assert.Equal(10, attempts);
        Assert.Equal(10, ledger.Attempts);
        Assert.Contains("500", shop.Store.Deliveries.DeadLetters().Single().Delivery.Error);
        // What comes later does not wait for it.
        ledger.Fails = _ => 200;
        shop.Orders("anna", 2);
        Assert.Equal(1, (await shop.Sync(hook)).Delivered);

        var report = await shop.Sync(hook, retryDead: true);
        Assert.Equal((1, 0), (report.Delivered, report.Dead));
        Assert.Equal($"hook:0:{first}", ledger.Arrived[^1].Id);
    }

    [Fact]
    public async Task A_destination_that_is_down_loses_nothing_and_nothing_is_put_aside_at_first()
    {
        using var shop = new SyncShopFixture("anna", "bert");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml());
        ledger.Fails = _ => 503;
        for (var i = 0; i < 20; i++) shop.Orders(i % 2 == 0 ? "anna" : "bert", i / 2 + 1);
        for (var i = 0; i < 3; i++)
            Assert.Equal((0, 0), ((await shop.Sync(hook)).Delivered, shop.Store.Deliveries.States()["hook"].Waiting));
        Assert.Equal(20, shop.Store.Deliveries.States()["hook"].Behind);
        ledger.Fails = _ => 200;
        Assert.Equal(20, (await shop.Sync(hook)).Delivered);
    }

    [Fact]
    public async Task A_change_that_brings_the_destination_down_every_time_is_put_aside()
    {
        using var shop = new SyncShopFixture("anna", "bert");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml("batch_size: 1"));
        ledger.Fails = one => one.Name == "anna" ? 503 : 200;
        shop.Orders("anna", 1);
        for (var i = 0; i < 5; i++)
        {
            await shop.Sync(hook);
            shop.Time.Advance(TimeSpan.FromMinutes(6));
        }
        shop.Orders("bert", 1);
        await shop.Sync(hook);
        Assert.Equal(["1"], ledger.Of("bert"));
        Assert.Equal(1, shop.Store.Deliveries.States()["hook"].Waiting);
    }

    [Fact]
    public async Task It_is_put_aside_only_after_the_destination_has_failed_for_it_more_than_three_times()
    {
        using var shop = new SyncShopFixture("anna");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml("batch_size: 1"));
        ledger.Fails = _ => 503;
        shop.Orders("anna", 1);
        var aside = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            await shop.Sync(hook);
            aside.Add(shop.Store.Deliveries.States()["hook"].Waiting);
            shop.Time.Advance(TimeSpan.FromMinutes(6));
        }
        Assert.Equal([0, 0, 0, 1], aside);
    }

    [Fact]
    public async Task What_waited_behind_a_change_that_arrived_is_sent_by_whoever_comes_after_a_crash()
    {
        using var shop = new SyncShopFixture("anna");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml());
        ledger.Fails = _ => 500;
        shop.Orders("anna", 1);
        await shop.Sync(hook);
        shop.Orders("anna", 2);
        await shop.Sync(hook);
        Assert.Equal(2, shop.Store.Deliveries.States()["hook"].Waiting);

        // The first is taken; while the second is on its way the process ends.
        using var killed = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        ledger.Fails = one =>
        {
            if (one.Orders == "2") killed.Cancel();
            return one.Orders == "2" ? 0 : 200;
        };
        shop.Time.Advance(TimeSpan.FromSeconds(7));
        try
        {
            await new SyncShop(shop.Store, shop.Time, shop.Environment.GetValueOrDefault)
                .Run(hook, killed.Token);
        }
        catch (OperationCanceledException)
        {
            // As it should.
        }
        Assert.Equal(["1"], ledger.Of("anna"));
        shop.Reopen();
        shop.Time.Advance(TimeSpan.FromSeconds(61));
        ledger.Fails = _ => 200;
        await shop.Sync(hook);
        Assert.Equal(["1", "2"], ledger.Of("anna"));
    }

    [Fact]
    public async Task Two_processes_never_work_on_one_shard_at_a_time()
    {
        using var shop = new SyncShopFixture("anna");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml());
        shop.Orders("anna", 1);
        Assert.NotNull(shop.Store.Cursors.Lease(0, "hook", "somebody else", shop.Now, Later(shop.Now, 60)));
        Assert.Contains("Another process", (await shop.Sync(hook)).Problem);
        Assert.Empty(ledger.Arrived);
        // One that died does not keep it for ever.
        shop.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1, (await shop.Sync(hook)).Delivered);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_go_out_and_sends_nothing()
    {
        using var shop = new SyncShopFixture("anna", "bert");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml());
        Assert.Equal(1, shop.View("anna"));
        var told = shop.Orders("anna", 4);
        var sync = new SyncShop(shop.Store, shop.Time);
        var change = Assert.Single(sync.Preview(hook, full: false, most: 100));
        Assert.Equal(($"hook:0:{told}", 4L), (change.Key, change["orders"]));
        Assert.Equal(2, sync.Preview(hook, full: true, most: 100).Count(one => one.IsFirst));
        Assert.Empty(ledger.Arrived);
        Assert.Equal(2, shop.Store.Deliveries.States()["hook"].Behind);
    }

    [Fact]
    public async Task What_every_destination_is_past_is_kept_no_longer_and_numbers_go_on()
    {
        using var shop = new SyncShopFixture("anna");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml());
        var last = 0L;
        for (var i = 1; i <= 5; i++) last = shop.Orders("anna", i);
        Assert.Equal(0, shop.Store.Outbox.Trim(0));
        await shop.Sync(hook);
        Assert.Empty(shop.Store.Outbox.After(0, 0, 10));
        Assert.Equal(last, shop.Store.Outbox.LastSequence(0));
        Assert.Equal(last + 1, shop.Orders("anna", 6));
    }

    [Fact]
    public async Task An_erased_customer_is_told_by_the_keys_that_are_left()
    {
        using var shop = new SyncShopFixture("anna", "gone");
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml());
        shop.Erase("gone");
        await shop.Sync(hook);
        Assert.Equal(("gone", true), (ledger.Arrived.Single().Name, ledger.Arrived.Single().IsErased));
    }

    // Whatever fails however often, each customer's changes arrive in order, and all of them.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Under_random_failures_every_change_arrives_in_order_for_each_customer(int seed)
    {
        var rng = new Core.Statistics.Rng((ulong)seed);
        string[] names = ["anna", "bert", "carl", "dora", "emil"];
        using var shop = new SyncShopFixture(names);
        await using var ledger = await Ledger.Start();
        var hook = await shop.LoadAfterFirst(ledger.Yaml("batch_size: 3"));
        var failing = true;
        ledger.Fails = _ =>
        {
            lock (rng)
                return failing ? rng.NextInt(10) switch { < 5 => 200, < 8 => 500, 8 => 503, _ => 0 } : 200;
        };
        var wanted = names.ToDictionary(name => name, _ => new List<string>());
        for (var round = 0; round < 16; round++)
        {
            for (var i = Below(8); i > 0; i--)
            {
                var name = names[Below(names.Length)];
                wanted[name].Add($"{wanted[name].Count + 1}");
                shop.Orders(name, wanted[name].Count);
            }
            failing = round < 12;
            await shop.Sync(hook);
            shop.Time.Advance(TimeSpan.FromMinutes(40));
        }
        for (var i = 0; i < 8; i++)
        {
            await shop.Sync(hook);
            shop.Time.Advance(TimeSpan.FromHours(30));
        }
        foreach (var name in names) Assert.Equal(wanted[name], ledger.Of(name));

        int Below(int below)
        {
            lock (rng) return rng.NextInt(below);
        }
    }

    // Stopped at every step in turn, as a process that is killed would be: its lease simply runs out.
    [Fact]
    public async Task Stopped_at_any_request_and_begun_anew_loses_nothing()
    {
        for (var stopAt = 1; stopAt <= 9; stopAt++)
        {
            using var shop = new SyncShopFixture("anna", "bert");
            await using var ledger = await Ledger.Start();
            var hook = shop.Load(ledger.Yaml("batch_size: 1"));
            for (var i = 1; i <= 4; i++)
            {
                shop.Orders("anna", i);
                shop.Orders("bert", i);
            }
            using var killed = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            var at = stopAt;
            ledger.Fails = _ =>
            {
                if (ledger.Attempts == at) killed.Cancel();
                return 200;
            };
            try
            {
                await new SyncShop(shop.Store, shop.Time, shop.Environment.GetValueOrDefault)
                    .Run(hook, killed.Token);
            }
            catch (OperationCanceledException)
            {
                // As it should.
            }
            shop.Reopen();
            shop.Time.Advance(TimeSpan.FromSeconds(61));
            ledger.Fails = _ => 200;
            await shop.Sync(hook);
            Assert.Equal(["1", "2", "3", "4"], ledger.Of("anna"));
            Assert.Equal(["1", "2", "3", "4"], ledger.Of("bert"));
            Assert.Equal(2, ledger.Arrived.Where(one => one.IsFirst).Select(one => one.Id).Distinct().Count());
        }
    }

    static Instant Later(Instant at, int seconds) => new(at.UnixMs + seconds * 1000L);
}
