using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>Who makes calls or does tasks.</summary>
/// <param name="Name">Its name.</param>
public sealed record StaffQueue(string Name)
{
    /// <summary>How many, in the time of each cap.</summary>
    public IReadOnlyList<Cap> Most { get; init; } = [];

    /// <summary>When staff is there, by the shop's clock; null where it was not said.</summary>
    public OpenHours? Hours { get; init; }

    /// <summary>What they speak; none where it was not said.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
}

/// <summary>What a channel costs, how much of it there is, and who it comes from.</summary>
/// <param name="Channel">Which.</param>
public sealed record ChannelSettings(ContactChannel Channel)
{
    /// <summary>The provider that hands over at once and tells nobody.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>Who hands over; null where the channel is not set up.</summary>
    public string? Provider { get; init; }

    /// <summary>Who it comes from.</summary>
    public string? From { get; init; }

    /// <summary>Where answers go.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>What laws ask to be shown.</summary>
    public string? PostalAddress { get; init; }

    /// <summary>A piece, a segment, a minute, or a customer and week, in units of the shop's currency.</summary>
    public decimal Cost { get; init; }

    /// <summary>Minutes of a call that reached somebody.</summary>
    public int MinutesReached { get; init; }

    /// <summary>Minutes of a call that did not.</summary>
    public int MinutesNotReached { get; init; }

    /// <summary>How many, in the time of each cap.</summary>
    public IReadOnlyList<Cap> Most { get; init; } = [];

    /// <summary>Cents a calendar month; null for no limit.</summary>
    public long? BudgetCents { get; init; }

    /// <summary>Who makes calls.</summary>
    public IReadOnlyList<StaffQueue> Queues { get; init; } = [];

    /// <summary>Where prospects stand among calls: "after customers", "between by value" or "before".</summary>
    public string Prospects { get; init; } = "after customers";

    /// <summary>Days to print and to hand over.</summary>
    public int PrintDays { get; init; }

    /// <summary>Days on the way, by country; under an empty one everywhere else.</summary>
    public IReadOnlyDictionary<string, int> TransitDays { get; init; } = new Dictionary<string, int>();

    /// <summary>Advertising networks.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Whether links are followed through the shop.</summary>
    public bool TracksClicks { get; init; }

    /// <summary>Whether opens are counted; machines open too.</summary>
    public bool TracksOpens { get; init; }
}

/// <summary>Work for people that is no call.</summary>
/// <param name="Kind">"card", "gift".</param>
public sealed record TaskSettings(string Kind)
{
    /// <summary>Who does it.</summary>
    public string Queue { get; init; } = "";

    /// <summary>A piece, in units of the shop's currency.</summary>
    public decimal Cost { get; init; }

    /// <summary>How many, in the time of each cap.</summary>
    public IReadOnlyList<Cap> Most { get; init; } = [];
}

/// <summary>All that a shop can do for customers.</summary>
public sealed record ShopChannels
{
    /// <summary>Nothing is set up.</summary>
    public static ShopChannels None { get; } = new();

    /// <summary>The channels that were described.</summary>
    public IReadOnlyList<ChannelSettings> Channels { get; init; } = [];

    /// <summary>The programs that are told, by name.</summary>
    public IReadOnlyDictionary<string, string> Webhooks { get; init; } = new Dictionary<string, string>();

    /// <summary>Kinds of tasks.</summary>
    public IReadOnlyList<TaskSettings> Tasks { get; init; } = [];

    /// <summary>A channel's settings; null where it was not described.</summary>
    public ChannelSettings? Of(ContactChannel channel) => Channels.FirstOrDefault(one => one.Channel == channel);
}
