using System.Net;
using System.Text;
using Perennial.Contacts;
using Perennial.Destinations;
using Perennial.Moments;
using Perennial.Tests.Destinations;
using Perennial.Tests.Store;

namespace Perennial.Tests.Serving;

/// <summary>A shop's webhook that tells of an order brings its customer into a strategy, whose webhook step tells
/// another program.</summary>
public sealed class StrategyOverHttp : IAsyncLifetime
{
    readonly OpenShop shop = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => shop.InitializeAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    [Fact]
    public async Task An_order_that_a_webhook_tells_of_starts_a_strategy_whose_webhook_is_sent()
    {
        await using var receiver = await Receiver.Start((_, _) => Task.CompletedTask);
        var settings = DestinationFile.Parse($$"""
            destinations:
              - name: crm
                kind: webhook
                url: {{receiver.Url}}/in
                secret: ${SECRET}
                allow_private: true
                mapping: [orders]
            """, "destinations.yaml", []).Single();
        shop.Store.Destinations.Put(settings.Name, settings.Kind, settings.ToJson(), shop.Now);
        StrategyStoreContract.Publish(shop.Store, shop.Now,
            ("channels.yaml", StrategyStoreContract.Files["channels.yaml"]
                + $"\n  webhook: {"{"} to: {"{"} crm: '{receiver.Url}/in' {"}"} {"}"}\n"),
            ("strategies/thanks.yaml", """
                strategy: thanks
                goal: { metric: orders, window: 30d }
                audience: everybody
                trigger: { event: order where total > 100 }
                holdout: 0%
                steps:
                  - webhook: { to: crm, event: bought }
                  - wait: 7d
                """));
        new StrategyTurns(shop.Store).Run(() => new ShopMoments(shop.Store).At(shop.Now), Stop);
        await Sync();
        receiver.Requests.Clear();

        var order = Webhooks.Calls.Payload("shopify-order.json").Replace("2026-02-27T", "2026-06-30T");
        Assert.Equal(HttpStatusCode.OK, await Post(order));
        // The same once more, as shops send it where they did not hear the answer.
        Assert.Equal(HttpStatusCode.OK, await Post(order));

        var sent = Assert.Single(shop.Store.Decisions.Of("thanks"));
        Assert.Equal(Core.Planning.Outcome.Sent, sent.Outcome);
        await Sync();
        var told = receiver.Requests.SelectMany(one => one.Json.GetProperty("data").GetProperty("changes")
            .EnumerateArray()).Where(one => one.TryGetProperty("events", out _))
            .SelectMany(one => one.GetProperty("events").EnumerateArray()).ToList();
        Assert.Equal("bought", Assert.Single(told).GetProperty("event").GetString());
    }

    async Task<HttpStatusCode> Post(string order)
    {
        using var browser = shop.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/shopify/main")
        {
            Content = new StringContent(order, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Shopify-Topic", "orders/create");
        request.Headers.Add("X-Shopify-Hmac-SHA256", Webhooks.Calls.Hmac("hush", order));
        request.Headers.Add("X-Shopify-Webhook-Id", "w");
        return (await browser.SendAsync(request, Stop)).StatusCode;
    }

    Task<SyncReport> Sync() => new SyncShop(shop.Store, shop.Clock, _ => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        .Run(shop.Store.Destinations.All().Single(), Stop);
}
