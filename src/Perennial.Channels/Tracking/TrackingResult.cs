using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>What a body came to: every call in it is either an event or refused.</summary>
/// <param name="Events">What to write.</param>
/// <param name="Refusals">Why the others were not taken.</param>
/// <param name="ClockAhead">How many of the events claimed to come from more than a day ahead, and were taken as of
/// their receipt.</param>
public sealed record TrackingResult(
    IReadOnlyList<IncomingEvent> Events, IReadOnlyList<Refusal> Refusals, int ClockAhead)
{
    /// <summary>What was left out of the events: values of attributes that are none.</summary>
    public IReadOnlyList<Refusal> LeftOut { get; init; } = [];
}
