using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Perennial.Api.Webhooks;
using Perennial.Core;
using Perennial.Destinations;
using Perennial.Live;
using Perennial.Scoring;
using Perennial.Tests.Webhooks;
using Perennial.Watch;

namespace Perennial.Tests.Watch;

/// <summary>The log says what matters, and nothing about anybody.</summary>
public sealed class LogTests
{
    static readonly string[] personal =
        ["zebulon", "quimby", "+491701112223", "quarrystreet", "192.0.2.77", "secret-visitor", "C-997313"];

    const string Traits = """
        "userId":"C-997313","anonymousId":"secret-visitor","context":{"ip":"192.0.2.77"},
        "traits":{"email":"zebulon@quimby.example","firstName":"Zebulon","lastName":"Quimby","phone":"+491701112223",
        "address":{"street":"1 Quarrystreet"}}
        """;

    [Fact]
    public async Task No_door_logs_anything_about_a_person_whatever_comes_in()
    {
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        Assert.Equal(200, await shop.Track("/v1/identify", "{\"messageId\":\"a\"," + Traits + "}"));
        Assert.Equal(400, await shop.Track("/v1/track", "{\"messageId\":\"b\"," + Traits + "}"));
        Assert.Equal(400, await shop.Track("/v1/track", "{\"zebulon@quimby.example\":" + Traits));
        Assert.Equal(401, await shop.Track("/v1/identify", "{" + Traits + "}", "zebulon@quimby.example"));
        await shop.Track("/v1/track", $$"""
            {"event":"Order Completed","messageId":"c",{{Traits}},"timestamp":"Quimby",
              "properties":{"order_id":"1","total":"zebulon","currency":"EUR"} }
            """);
        foreach (var path in new[] { "/customers?q=zebulon", "/customers/zebulon", "/zebulon@quimby.example" })
            await shop.Client.GetAsync(path, TestContext.Current.CancellationToken);
        await CallWebhooks(shop);
        await shop.Stop();

        Assert.Contains("stopped", shop.Log.Text);
        Assert.Contains("bad_signature", shop.Log.Text);
        Assert.Contains("events or calls of source web shop were refused", shop.Log.Text);
        Assert.All(personal, word => Assert.DoesNotContain(word, shop.Log.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nor_does_forgetting_somebody_or_what_comes_of_them_afterwards()
    {
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        // A tool that nobody answers at, so that what is told of them waits.
        var tool = DestinationFile.Parse("""
            destinations:
              - name: tool
                kind: webhook
                url: http://127.0.0.1:1/in
                secret: ${HOME}
                allow_private: true
                identity: email
                mapping: [orders, last_name, phone]
            """, "destinations.yaml", []).Single();
        shop.Store.Destinations.Put(tool.Name, tool.Kind, tool.ToJson(), WatchedShop.Now);
        Assert.Equal(200, await shop.Track("/v1/identify", "{\"messageId\":\"a\"," + Traits + "}"));
        await WatchedShop.Until(() => Task.FromResult(shop.Log.Text.Contains("Destination tool: ")));

        var id = CustomerId.Of(CustomerKeyKind.External, "C-997313");
        using var erased = await shop.Client.DeleteAsync(
            $"/api/customers/{id}?sure=yes&reason=asked by Zebulon Quimby", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        await shop.Track("/v1/identify", "{\"messageId\":\"b\"," + Traits + "}");
        await shop.Client.GetAsync($"/customers/{id}", TestContext.Current.CancellationToken);
        await shop.Stop();

        Assert.Null(shop.Store.Customers.ById(id));
        Assert.Contains("stopped", shop.Log.Text);
        Assert.All(personal, word => Assert.DoesNotContain(word, shop.Log.Text, StringComparison.OrdinalIgnoreCase));
    }

    static async Task CallWebhooks(WatchedShop shop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(shop.Log.Factory());
        await using var app = builder.Build();
        app.UseRouting();
        var time = new FakeTimeProvider(Calls.Now.ToDateTimeOffset());
        var webhooks = new WebhookSet(() => """{"sources":[{"kind":"shopify","name":"main","secrets":["${S}"]}]}""",
            _ => "hush", Calls.NoFile, time);
        app.MapWebhooks(webhooks, new WebhookSinks
        {
            Events = shop.Live.Intake.Write,
            Erasures = (_, _, _) => Task.CompletedTask,
            DataRequests = (_, _, _) => Task.CompletedTask,
            Products = (_, _, _) => Task.CompletedTask,
            Owner = (_, _, _) => Task.FromResult<Core.CustomerId?>(null),
        }, Calls.NoFile, shop.Live.Counts, time);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        foreach (var address in new[] { "/hooks/shopify/main", "/hooks/zebulon/quimby", "/hooks/shopify/zebulon" })
        {
            using var body = new StringContent("{" + Traits + "}", Encoding.UTF8, "application/json");
            await client.PostAsync(address, body, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Imports_runs_and_disabled_destinations_are_told_once()
    {
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var logs = shop.Log.Factory();
        var watcher = new Watcher(shop.Store, new ShopWatch(shop.Store, clock), new(), clock,
            logs.CreateLogger("watched"));
        shop.Store.Destinations.Put("crm", "webhook", "{}", WatchedShop.Now);
        Look();
        shop.Store.Intake.Write(Store.SomeFacts.Batch(Store.SomeFacts.Order("carl", "3", 10, 5_000)),
            shop.Store.Moment(WatchedShop.Now), new Data.Intake.ImportNote("more.csv", "{}"));
        Rescore.Run(
            shop.Store, null, null, WatchedShop.Now, (_, _) => { }, TestContext.Current.CancellationToken);
        shop.Store.Destinations.Disable("crm", "It answered 410.");
        Look();
        Look();
        watcher.Wrote(7, TimeSpan.FromSeconds(3));
        var said = shop.Log.Lines.Where(line => line.Contains(" watched ")).ToList();
        Assert.Equal(["imported", "scored", "destination_disabled", "slow_transaction"],
            said.Select(line => line.Split(' ')[2].TrimEnd(':')));
        Assert.NotNull(shop.Store.ScoringRuns.Last(1)[0].Duration);

        void Look()
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            watcher.Look(TestContext.Current.CancellationToken);
        }
    }
}
