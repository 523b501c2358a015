using System.Net;
using System.Text.Json;
using Perennial.Live;

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
