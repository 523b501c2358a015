using Perennial.Core.Attributes;
using Perennial.Live;
using Perennial.Watch;

namespace Perennial.Api.Tracking;

/// <summary>What the tracking API needs to run.</summary>
public sealed record TrackingOptions
{
    /// <summary>Writes the events.</summary>
    public required EventSink Sink { get; init; }

    /// <summary>Finds a write key by its text; null where nobody holds it. See <see cref="TrackingKeys"/>.</summary>
    public required Func<string, TrackingKey?> FindKey { get; init; }

    /// <summary>The attributes that the shop keeps of its customers.</summary>
    public Func<AttributeSet> Attributes { get; init; } = () => AttributeSet.Everywhere;

    /// <summary>Counts what was refused.</summary>
    internal IntakeCounts Counts { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Events a second that one key may send in the long run.</summary>
    public int EventsPerSecond { get; init; } = 20_000;
}
