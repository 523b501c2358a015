using Perennial.Core.Occasions;
using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>What makes customers enter a strategy.</summary>
public abstract record Trigger
{
    /// <summary>The name under which the shard step watches what a strategy waits for; null where it watches nothing.
    /// </summary>
    public static string? WatchedAs(Strategy strategy) => strategy.Trigger is not MoveTrigger move ? null
        : move.Segment ?? AudienceOf(strategy.Name);

    /// <summary>The name under which the audience of a strategy is watched.</summary>
    public static string AudienceOf(string strategy) => $"audience of {strategy}";

    /// <summary>What brings customers in, in a few words that stay the same while the trigger does.</summary>
    public static string WaitsFor(Strategy strategy) => strategy.Trigger switch
    {
        MoveTrigger move => $"{(move.Leaves ? "leaves" : "enters")} {WatchedAs(strategy)}",
        OccasionTrigger occasion => $"occasion {occasion.Occasion}",
        ListTrigger list => $"list {list.List}",
        EventTrigger => "event",
        QuietTrigger => "quiet",
        ReplenishTrigger => "replenish",
        _ => "schedule",
    };
}

/// <summary>Coming into a segment or the audience, or leaving it.</summary>
/// <param name="Segment">The segment's name; null for the strategy's own audience.</param>
/// <param name="Leaves">Whether leaving it is meant.</param>
public sealed record MoveTrigger(string? Segment, bool Leaves) : Trigger;

/// <summary>A fact, perhaps followed by the absence of others.</summary>
/// <param name="Facts">Any of these.</param>
public sealed record EventTrigger(IReadOnlyList<FactRule> Facts) : Trigger
{
    /// <summary>None of these in <see cref="For"/> after it.</summary>
    public IReadOnlyList<FactRule> ThenNo { get; init; } = [];

    /// <summary>How long <see cref="ThenNo"/> is waited for; null where nothing is.</summary>
    public TimeLength? For { get; init; }

    /// <summary>A fact that the shop first knew of longer after it happened starts nothing.</summary>
    public TimeLength Late { get; init; } = new(-1, 24 * 60, "24 hours");
}

/// <summary>No fact of a kind for so long.</summary>
/// <param name="Length">How long.</param>
/// <param name="Without">Which facts break the silence.</param>
public sealed record QuietTrigger(TimeLength Length, FactRule Without) : Trigger;

/// <summary>A date, or so long before or after it.</summary>
/// <param name="Occasion">The occasion's name.</param>
/// <param name="Days">Days after it; negative for before.</param>
/// <param name="Minute">At which minute of the customer's day.</param>
public sealed record OccasionTrigger(string Occasion, int Days, int Minute) : Trigger;

/// <summary>The customer's own interval between purchases of a product or a category has passed.</summary>
/// <param name="ByCategory">By category; by product otherwise.</param>
/// <param name="Only">Only these; empty for all.</param>
/// <param name="Before">So long before.</param>
public sealed record ReplenishTrigger(bool ByCategory, IReadOnlyList<string> Only, TimeLength Before) : Trigger;

/// <summary>A time; the audience is asked then.</summary>
/// <param name="When">When.</param>
/// <param name="InCustomersZone">By the customer's clock; by the shop's otherwise.</param>
public sealed record ScheduleTrigger(Schedule When, bool InCustomersZone) : Trigger;

/// <summary>A list that somebody saved or uploaded.</summary>
/// <param name="List">Its name.</param>
public sealed record ListTrigger(string List) : Trigger;

/// <summary>Facts of a kind that meet conditions: <c>order where total > 100</c>.</summary>
/// <param name="Test">As "has …", checked.</param>
/// <param name="Written">As it was written.</param>
public sealed record FactRule(FactTest Test, string Written);

/// <summary>A rule as it was written and as it was checked.</summary>
/// <param name="Rule">Checked.</param>
/// <param name="Written">As it was written.</param>
public sealed record WrittenRule(Rule Rule, string Written);
