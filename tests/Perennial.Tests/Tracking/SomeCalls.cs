using System.Text;
using Perennial.Channels.Tracking;
using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Tests.Tracking;

/// <summary>Bodies, read as the door reads them.</summary>
static class SomeCalls
{
    public static readonly Instant ReceivedAt = Time("2026-11-22T10:00:00.000Z");

    public static Instant Time(string text) => Instant.From(DateTimeOffset.Parse(text));

    public static TrackingResult Read(TrackingCall call, string json) => Read(call, Encoding.UTF8.GetBytes(json));

    public static TrackingResult Read(TrackingCall call, byte[] body)
    {
        using var parsed = TrackingBody.Parse(body, call, out var refusal);
        return parsed?.Read("web", ReceivedAt) ?? new TrackingResult([], [refusal!], 0);
    }

    public static IncomingEvent One(TrackingCall call, string json)
    {
        var result = Read(call, json);
        Assert.Empty(result.Refusals);
        return Assert.Single(result.Events);
    }

    /// <summary>A track call of one person, from its event and properties.</summary>
    public static string Track(string name, string properties = "{}") =>
        $$"""{"userId":"C-1","messageId":"m1","event":"{{name}}","properties":{{properties}}}""";

    public static IncomingEvent Tracked(string name, string properties = "{}") =>
        One(TrackingCall.Track, Track(name, properties));

    public static Refusal Refused(TrackingCall call, string json)
    {
        var result = Read(call, json);
        Assert.Empty(result.Events);
        return Assert.Single(result.Refusals);
    }
}
