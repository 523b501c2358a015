using System.Collections.Frozen;
using Perennial.Channels.Tracking;

namespace Perennial.Api.Tracking;

/// <summary>Where trackers send what: Segment's paths, the one-letter ones of its browser library, RudderStack's.
/// </summary>
static class TrackingPaths
{
    static readonly FrozenDictionary<string, TrackingCall> Posts = new Dictionary<string, TrackingCall>
    {
        ["/v1/identify"] = TrackingCall.Identify,
        ["/v1/track"] = TrackingCall.Track,
        ["/v1/page"] = TrackingCall.Page,
        ["/v1/screen"] = TrackingCall.Screen,
        ["/v1/group"] = TrackingCall.Group,
        ["/v1/alias"] = TrackingCall.Alias,
        ["/v1/merge"] = TrackingCall.Merge,
        ["/v1/batch"] = TrackingCall.Batch,
        ["/v1/import"] = TrackingCall.Batch,
        ["/v1/i"] = TrackingCall.Identify,
        ["/v1/t"] = TrackingCall.Track,
        ["/v1/p"] = TrackingCall.Page,
        ["/v1/s"] = TrackingCall.Screen,
        ["/v1/g"] = TrackingCall.Group,
        ["/v1/a"] = TrackingCall.Alias,
        ["/v1/m"] = TrackingCall.Merge,
        ["/v1/b"] = TrackingCall.Batch,
        ["/beacon/v1/batch"] = TrackingCall.Batch,
    }.ToFrozenDictionary();

    static readonly FrozenDictionary<string, TrackingCall> Pictures = new Dictionary<string, TrackingCall>
    {
        ["/pixel/v1/track"] = TrackingCall.Track,
        ["/pixel/v1/page"] = TrackingCall.Page,
        ["/v1/pixel/identify"] = TrackingCall.Identify,
        ["/v1/pixel/track"] = TrackingCall.Track,
        ["/v1/pixel/page"] = TrackingCall.Page,
        ["/v1/pixel/screen"] = TrackingCall.Screen,
        ["/v1/pixel/group"] = TrackingCall.Group,
        ["/v1/pixel/alias"] = TrackingCall.Alias,
    }.ToFrozenDictionary();

    /// <summary>The call that is posted to a path; null where it is no path of the tracking API.</summary>
    public static TrackingCall? Post(PathString path) => Find(Posts, path);

    /// <summary>The call that a picture's address makes; null where it is no such address.</summary>
    public static TrackingCall? Picture(PathString path) => Find(Pictures, path);

    // Some libraries end the address with a slash.
    static TrackingCall? Find(FrozenDictionary<string, TrackingCall> paths, PathString path) =>
        path.Value is { } text && paths.TryGetValue(text.Length > 1 ? text.TrimEnd('/') : text, out var call)
            ? call : null;
}
