using System.Net;
using System.Text.Json;
using Perennial.Core;
using Perennial.Data.Destinations;

namespace Perennial.Tests.Watch;

/// <summary>The page about data, and what it is made of.</summary>
public sealed class DataPageTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static async Task<string> Page(WatchedShop shop) =>
        WebUtility.HtmlDecode(await shop.Client.GetStringAsync("/data", Cancel));

    [Fact]
    public async Task Sources_are_shown_with_what_came_and_what_was_refused_and_why()
    {
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        for (var i = 0; i < 3; i++)
            await shop.Track("/v1/track", $$"""{"userId":"C-1","event":"Page","messageId":"{{i}}"}""");
        Assert.Equal(400, await shop.Track("/v1/track", """{"userId":"C-1"}"""));
        // Counts are written every few seconds, and in any case at the end.
        await Task.Run(async () =>
        {
            while (!(await Page(shop)).Contains("missing event")) await Task.Delay(100, Cancel);
        }, Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        var page = await Page(shop);
        Assert.Contains("web shop", page);
        Assert.Contains("<td data-label=\"Taken\" class=\"num\">3</td>", page);
        Assert.Contains("<td data-label=\"Refused\" class=\"num\">1</td>", page);
        Assert.Contains("1 × missing event", page);
        Assert.Contains("orders.csv", page);
        Assert.Contains("SQLite, 1 shard", page);
        Assert.Contains("data-live=\"5\"", page);
        Assert.Contains("href=\"/data\"", page);

        var json = JsonDocument.Parse(await shop.Client.GetStringAsync("/api/data", Cancel)).RootElement;
        var source = json.GetProperty("sources").EnumerateArray().Single();
        Assert.Equal(3, source.GetProperty("taken").GetInt64());
        Assert.Equal(1, source.GetProperty("refused_by_reason").GetProperty("missing_event").GetInt64());
        Assert.Equal("SQLite", json.GetProperty("store").GetProperty("engine").GetString());
        Assert.Equal(0, json.GetProperty("identity").GetProperty("pending_moves").GetInt64());
        Assert.Equal("orders.csv", json.GetProperty("imports")[0].GetProperty("file").GetString());
    }

    [Fact]
    public async Task What_a_destination_did_not_take_is_shown_and_sent_again_and_a_disabled_one_is_restarted()
    {
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        // Nothing sends, so that nothing but the page moves it.
        await shop.Quiet();
        var now = WatchedShop.Now;
        shop.Store.Destinations.Put("crm", "webhook", "{}", now);
        var cursor = shop.Store.Cursors.Lease(0, "crm", "test", now, new Instant(now.UnixMs + 1_000))!;
        var anna = Store.SomeFacts.Id("anna");
        Delivery[] dead =
        [
            new(1, anna, now, """{"columns":{"orders":3,"city":"Quimby"},"entered":["vip"]}""", true, 5, now,
                "It answered 422."),
        ];
        Assert.True(shop.Store.Cursors.Move(cursor, 0, dead, [], now));
        shop.Store.Destinations.Disable("crm", "It answered 410.");

        var page = await Page(shop);
        Assert.Contains("It answered 422.", page);
        Assert.Contains("orders, city, into vip", page);
        Assert.DoesNotContain("Quimby", page);
        Assert.Contains("out of use", page);
        Assert.Contains("It answered 410.", page);

        Assert.Equal(HttpStatusCode.SeeOther, (await Post(shop, "/data/send-again", "crm")).StatusCode);
        Assert.Empty(shop.Store.Deliveries.DeadLetters());
        Assert.Equal(HttpStatusCode.SeeOther, (await Post(shop, "/data/restart", "crm")).StatusCode);
        Assert.Null(Assert.Single(shop.Store.Destinations.All()).Disabled);
        page = await Page(shop);
        Assert.DoesNotContain("It answered 422.", page);
        Assert.DoesNotContain("out of use", page);
        Assert.Equal(["destination restarted", "dead letters sent again"],
            shop.Store.Audit.Last(2).Select(entry => entry.What));
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(shop, "/data/restart", "none")).StatusCode);
    }

    static Task<HttpResponseMessage> Post(WatchedShop shop, string address, string destination) =>
        shop.Client.PostAsync(address, new FormUrlEncodedContent([new("destination", destination)]), Cancel);
}
