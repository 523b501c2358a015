using System.Text;
using Perennial.Core;
using Perennial.Scoring;
using Perennial.Tests.Destinations;
using Perennial.Watch;

namespace Perennial.Tests.Watch;

/// <summary>What a collector of OpenTelemetry is told, over the wire.</summary>
public sealed class TelemetryTests
{
    static readonly string[] names =
    [
        "perennial.intake.events", "perennial.intake.refusals", "perennial.intake.duration",
        "perennial.intake.group.size", "perennial.intake.transaction.duration", "perennial.intake.backlog",
        "perennial.profiles.refolded", "perennial.tick.duration", "perennial.tick.lag", "perennial.scoring.duration",
        "perennial.outbox.backlog", "perennial.outbox.lag", "perennial.deliveries", "perennial.deliveries.dead",
        "perennial.webhook.bad_signatures", "perennial.sign_ins.refused", "perennial.store.statements",
        "http.server.request.duration", "kestrel.active_connections",
    ];

    [Fact]
    public async Task A_collector_is_told_every_measure_and_what_was_done()
    {
        await using var collector = await Receiver.Start((_, http) =>
        {
            http.Response.StatusCode = 200;
            return Task.CompletedTask;
        });
        await using var shop = new WatchedShop();
        using (Telemetry.Start(name => name == Telemetry.EndpointVariable ? collector.Url + "/" : null))
        {
            await shop.InitializeAsync();
            shop.Store.Destinations.Put("crm", "webhook", "{}", WatchedShop.Now);
            Assert.Equal(200, await shop.Track("/v1/track", """{"userId":"C-1","event":"Page","messageId":"1"}"""));
            Assert.Equal(401, await shop.Track("/v1/track", """{"userId":"C-1","event":"Page"}""", "no key"));
            shop.Live.Counts.Refused(
                "shopify/main", new("bad_signature", "It is not signed.", "Sign it."), WatchedShop.Now);
            Measures.Sent("crm", "delivered", 3);
            Measures.SignInRefused();
            Rescore.Run(
                shop.Store, null, null, WatchedShop.Now, (_, _) => { }, TestContext.Current.CancellationToken);
        }
        var metrics = Sent(collector, "/v1/metrics");
        Assert.All(names, name => Assert.Contains(name, metrics));
        Assert.Contains("web shop", metrics);
        Assert.Contains("unknown_key", metrics);
        var traces = Sent(collector, "/v1/traces");
        Assert.Contains("write events", traces);
        Assert.Contains("scoring run", traces);
        Assert.All([metrics, traces], text => Assert.DoesNotContain("C-1", text));
        Assert.All(collector.Requests, one => Assert.Equal("application/x-protobuf", one.Headers["content-type"]));
    }

    static string Sent(Receiver collector, string path) => string.Concat(
        collector.Requests.Where(one => one.Path == path).Select(one => Encoding.Latin1.GetString(one.Body)));

    [Fact]
    public void Without_an_address_nothing_is_sent_and_a_wrong_one_is_said()
    {
        Assert.Null(Telemetry.Start(_ => null));
        Assert.Throws<BadInputException>(() => Telemetry.Start(_ => "collector:4318"));
        Assert.Throws<BadInputException>(() => Telemetry.Start(
            name => name == Telemetry.EndpointVariable ? "http://127.0.0.1:4318" : "smoke signals"));
    }
}
