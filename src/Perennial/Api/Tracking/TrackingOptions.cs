using Perennial.Core.Intake;
using Perennial.Live;

namespace Perennial.Api.Tracking;

/// <summary>Who may send through the tracking API.</summary>
/// <param name="Source">The source's name: part of every fact's id, so two keys of one source are one system, and a key
/// may be changed for another.</param>
/// <param name="Key">Names the key in limits and logs; never the key itself.</param>
public sealed record TrackingKey(string Source, string Key);

/// <summary>What the tracking API needs to run.</summary>
public sealed record TrackingOptions
{
    /// <summary>Writes the events.</summary>
    public required EventSink Sink { get; init; }

    /// <summary>Finds a write key by its text; null where nobody holds it. See <see cref="TrackingKeys"/>.</summary>
    public required Func<string, TrackingKey?> FindKey { get; init; }

    /// <summary>Takes what was refused, by source; must return at once.</summary>
    public Action<string, Refusal> OnRefusal { get; init; } = (_, _) => { };

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Events a second that one key may send in the long run.</summary>
    public int EventsPerSecond { get; init; } = 20_000;
}
