using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Perennial.Live;
using Perennial.Tests.Store;

namespace Perennial.Tests.Watch;

/// <summary>What a load balancer asks.</summary>
public sealed class HealthTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shop_that_is_served_is_alive_and_ready_and_says_nothing_else()
    {
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        Assert.Equal("ok", await shop.Client.GetStringAsync("/health", Cancel));
        var answer = await shop.Client.GetAsync("/ready", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"ready":true,"problems":[]}""", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_shop_whose_intake_has_ended_is_alive_but_not_ready()
    {
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        await shop.Live.Intake.DisposeAsync();
        Assert.Equal("ok", await shop.Client.GetStringAsync("/health", Cancel));
        var answer = await shop.Client.GetAsync("/ready", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var problems = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement
            .GetProperty("problems");
        Assert.Equal("Events are not written any more.", Assert.Single(problems.EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_shop_with_more_to_write_than_it_keeps_up_with_is_not_ready_until_it_has_caught_up()
    {
        // Whatever is written while the shop ends comes to them too.
        using var gate = new ManualResetEventSlim();
        using var isHeld = new ManualResetEventSlim();
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        await WatchedShop.Until(async () => (await shop.Ready()).Status == 200);
        shop.Live.Intake.Committed += () =>
        {
            isHeld.Set();
            gate.Wait(TimeSpan.FromSeconds(20));
        };
        Assert.Equal(200, await shop.View("first"));
        Assert.True(isHeld.Wait(TimeSpan.FromSeconds(20), Cancel));
        var one = SomeEvents.Event("again", 5, SomeEvents.Person("anna"));
        var many = shop.Live.Intake.Write("shop", [.. Enumerable.Repeat(one, LiveIntake.ReadyBelow - 1)], Cancel);
        Assert.Equal(200, (await shop.Ready()).Status);
        var last = shop.Live.Intake.Write("shop", [one], Cancel);
        Assert.Equal(["50,000 events wait to be written; the limit is 50,000."], (await shop.Ready()).Problems);
        gate.Set();
        await Task.WhenAll(many, last);
        Assert.Equal(200, (await shop.Ready()).Status);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_said_within_two_seconds_and_over_once_it_does()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-slow-");
        using var gate = new ManualResetEventSlim(initialState: true);
        var place = new FilePlace(folder.FullName);
        using (var store = place.Open(Some.Now, place.Options with
        {
            BeforeStatement = text =>
            {
                if (text.Contains("select 1", StringComparison.Ordinal)) gate.Wait(TimeSpan.FromSeconds(20));
            },
        }))
        {
            var readiness = new Readiness(store, null, TimeProvider.System);
            Assert.Empty(await readiness.Problems());
            gate.Reset();
            var began = Stopwatch.GetTimestamp();
            var said = Assert.Single(await readiness.Problems());
            Assert.StartsWith("The store does not answer within a second, since ", said);
            Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.9, 5);
            Assert.Equal(said, Assert.Single(await readiness.Problems()));
            gate.Set();
            await WatchedShop.Until(async () => (await readiness.Problems()).Count == 0);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_store_that_is_gone_is_said_without_saying_where_it_was()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-gone-");
        var path = Path.Combine(folder.FullName, "shop.db");
        using var store = Data.ShopStore.Open(path, Some.Now);
        var readiness = new Readiness(store, null, TimeProvider.System);
        Assert.Empty(await readiness.Problems());
        store.Dispose();
        folder.Delete(recursive: true);
        Assert.StartsWith("The store cannot be reached, since ", Assert.Single(await readiness.Problems()));
    }
}
