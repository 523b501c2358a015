using Perennial.Live;

namespace Perennial.Api.Tracking;

/// <summary>Opens the tracking API.</summary>
public static class TrackingEndpoints
{
    /// <summary>
    /// Answers the addresses of the tracking API before anything else of the app does: no page, no sign-in and no rule
    /// about where pages post to concerns them.
    /// </summary>
    /// <remarks>To be called first. Requests to other addresses go on.</remarks>
    public static void MapTracking(this IApplicationBuilder app, TrackingOptions options) =>
        app.UseMiddleware<TrackingDoor>(options);

    /// <summary>Takes events into a shop that is served.</summary>
    internal static void MapTracking(this IApplicationBuilder app, LiveShop live) => app.MapTracking(new TrackingOptions
    {
        Sink = live.Intake.Write, FindKey = new TrackingKeys(live.Store, live.Time).Find, Counts = live.Counts,
        Time = live.Time, Attributes = () => live.Moments.Attributes,
    });
}
