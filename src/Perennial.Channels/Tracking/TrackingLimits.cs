namespace Perennial.Channels.Tracking;

/// <summary>What a tracker may send at most: the limits of Segment's API.</summary>
public static class TrackingLimits
{
    /// <summary>Bytes of one call.</summary>
    public const int CallBytes = 32 * 1024;

    /// <summary>Bytes of a list of calls, unpacked.</summary>
    public const int BatchBytes = 500 * 1024;

    /// <summary>Calls in one list.</summary>
    public const int Calls = 2500;

    /// <summary>Objects and lists inside one another within one call. What is deeper is no tracker's.</summary>
    public const int Depth = 32;

    /// <summary>What the whole body may be nested: nothing here recurses, so it only has to end somewhere.</summary>
    internal const int BodyDepth = 1000;

    /// <summary>Characters of a key (customer number, visitor id); a longer one is nobody's.</summary>
    internal const int KeyLength = 512;

    /// <summary>Characters of a name or an address.</summary>
    internal const int TextLength = 1000;

    /// <summary>Characters of an event's name.</summary>
    internal const int NameLength = 200;

    /// <summary>Units of one line of an order.</summary>
    internal const int Units = 1_000_000;

    /// <summary>How far ahead of the server's clock an instant may be after correction.</summary>
    internal const long AheadMs = 24 * 60 * 60 * 1000;
}
