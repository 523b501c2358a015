using Perennial.Core.History;
using Perennial.Tests.Tracking;

namespace Perennial.EndToEnd.Tracking;

/// <summary>What shops' servers run today sends to Perennial after its host was changed, and nothing else.</summary>
public class SegmentNodeTests
{
    const int Events = 10_000;

    [Fact]
    public async Task Every_event_of_the_library_arrives_once_and_means_what_was_sent()
    {
        using var library = await SegmentNode.Install();
        await using var server = await TrackingServer.Start();
        var sent = await library.Send(server.Client.BaseAddress!, TrackingServer.Key, Events);

        Assert.Empty(sent.Failures);
        Assert.Empty(server.Refused);
        Assert.Equal(Events, sent.Delivered);
        Assert.Equal(
            sent.Sent.Select(one => one.MessageId).Order(StringComparer.Ordinal),
            server.Written.Select(one => one.MessageId).Order(StringComparer.Ordinal));

        var made = server.Written.ToDictionary(one => one.MessageId);
        Assert.All(sent.Sent, one => AssertMeans(one.Kind, made[one.MessageId]));
    }

    static void AssertMeans(string kind, Core.Intake.IncomingEvent made)
    {
        switch (kind)
        {
            case "identify":
                Assert.Equal("Lyon", made.Details?.City);
                Assert.NotNull(made.Who.Email);
                break;
            case "alias":
                Assert.Single(made.Who.Previous);
                break;
            case "Order Completed":
                Assert.Equal(made.Order!.GrossCents, made.Order.Lines!.Sum(line => line.GrossCents));
                Assert.Equal("EUR", made.Currency);
                break;
            default:
                Assert.Equal(Activity(kind), made.Activity!.Kind);
                break;
        }
    }

    static ActivityKind Activity(string kind) => kind switch
    {
        "page" or "screen" => ActivityKind.PageView,
        "Product Viewed" => ActivityKind.ProductView,
        "Product Added" => ActivityKind.CartAdd,
        "group" or "Song Played" => ActivityKind.Other,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not sent by send.mjs."),
    };
}
