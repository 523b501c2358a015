namespace Perennial.Channels.Tracking;

/// <summary>What a request of the tracking API says: one call, or a list of calls.</summary>
public enum TrackingCall : byte
{
    /// <summary>Several calls, each of which names its type.</summary>
    Batch,

    /// <summary>Who somebody is.</summary>
    Identify,

    /// <summary>What somebody did.</summary>
    Track,

    /// <summary>A page looked at.</summary>
    Page,

    /// <summary>A screen of an app looked at.</summary>
    Screen,

    /// <summary>The organisation somebody belongs to.</summary>
    Group,

    /// <summary>A key under which somebody was known before.</summary>
    Alias,

    /// <summary>Two keys of one person (RudderStack).</summary>
    Merge,
}

/// <summary>The names of calls, as bodies and paths write them.</summary>
static class TrackingCalls
{
    /// <summary>The call of a batch's item; null where there is no such type.</summary>
    public static TrackingCall? Find(string type) => type.ToLowerInvariant() switch
    {
        "identify" => TrackingCall.Identify,
        "track" => TrackingCall.Track,
        "page" => TrackingCall.Page,
        "screen" => TrackingCall.Screen,
        "group" => TrackingCall.Group,
        "alias" => TrackingCall.Alias,
        "merge" => TrackingCall.Merge,
        _ => null,
    };
}
