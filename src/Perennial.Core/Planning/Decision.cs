using Perennial.Core.Offers;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>What a contact is held up by, in the order in which it is asked. Numbers are stored; never
/// renumber.</summary>
public enum Gate : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The person asked to be forgotten.</summary>
    Erased = 1,

    /// <summary>Never by this channel.</summary>
    Suppression = 2,

    /// <summary>The customer said no, or has not said yes.</summary>
    Consent = 3,

    /// <summary>The law of the customer's country on that day: consent, lists, hours, dials.</summary>
    Law = 4,

    /// <summary>No address.</summary>
    Address = 5,

    /// <summary>The enrollment has ended.</summary>
    Exit = 6,

    /// <summary>Another strategy goes before.</summary>
    Conflict = 7,

    /// <summary>A cap or a gap.</summary>
    Frequency = 8,

    /// <summary>A cap that pressure has lowered.</summary>
    Pressure = 9,

    /// <summary>It is night, or a day on which nobody is contacted.</summary>
    ContactHours = 10,

    /// <summary>Nobody hands over what goes by this channel.</summary>
    Channel = 11,

    /// <summary>It is too late.</summary>
    Expired = 12,

    /// <summary>The customer is held out of every strategy.</summary>
    UniversalHoldout = 13,

    /// <summary>The customer is held out of the strategy or the step.</summary>
    Holdout = 14,

    /// <summary>A condition of the step.</summary>
    Condition = 15,

    /// <summary>What the customer was promised, or what the offer says of itself.</summary>
    Promise = 16,

    /// <summary>The offer would be better than what the site shows.</summary>
    SitePrice = 17,

    /// <summary>There are only so many in a time, and others go before.</summary>
    Capacity = 18,

    /// <summary>There is only so much money in a month.</summary>
    Budget = 19,
}

/// <summary>What became of a contact that a strategy proposed. Numbers are stored; never renumber.</summary>
public enum Outcome : byte
{
    /// <summary>It goes, or has gone.</summary>
    Sent = 1,

    /// <summary>It waits until an instant, or until something changes.</summary>
    Deferred = 2,

    /// <summary>It does not go.</summary>
    Blocked = 3,

    /// <summary>It would have gone at this very instant, to somebody who is left alone.</summary>
    HeldOut = 4,

    /// <summary>Another contact goes in its place.</summary>
    Superseded = 5,

    /// <summary>It did not get its turn in time.</summary>
    Expired = 6,

    /// <summary>The strategy itself passed it over.</summary>
    LeftOut = 7,

    /// <summary>Nothing stands against it but that there is only so much in a time: it waits for its turn.</summary>
    Waiting = 8,
}

/// <summary>What outcomes mean.</summary>
public static class Outcomes
{
    /// <summary>Whether it is the end of what was proposed.</summary>
    public static bool IsFinal(this Outcome outcome) => outcome is not (Outcome.Deferred or Outcome.Waiting);
}

/// <summary>Why.</summary>
/// <param name="Gate">Which gate.</param>
/// <param name="Rule">By which rule: "gap 20h of 'one a day'", "FR calls, consent first".</param>
/// <param name="Value">What the rule found: "4 contacts in 7 days", "no consent".</param>
/// <param name="Source">Where a law stands; null for others.</param>
public sealed record DecisionReason(Gate Gate, string Rule, string Value, string? Source = null);

/// <summary>What the planner made of one candidate.</summary>
/// <param name="Candidate">What was proposed.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="At">When it was decided.</param>
/// <remarks>
/// As a row: <c>decision(shard, customer_id, strategy, step, occurrence, touch)</c> is the key, which stays (in a table
/// of keys alone) when the row is deleted for its age; a candidate that waits has one row that is written anew, not one
/// a tick. <c>version, arm, outcome, gate, rule, value, until, decided_at</c> are columns; sums a strategy, version,
/// step, arm, outcome, gate and day are written in the same transaction and kept.
/// <c>planned_contact</c> is a row of what was sent on and is not handed over yet, with all that a channel needs.
/// </remarks>
public sealed record Decision(Candidate Candidate, Outcome Outcome, Instant At)
{
    /// <summary>Why; null where it goes.</summary>
    public DecisionReason? Reason { get; init; }

    /// <summary>Until when it waits; <see cref="Instant.Never"/> where nobody can say.</summary>
    public Instant Until { get; init; } = Instant.Never;

    /// <summary>What would let it through; null where nothing would.</summary>
    public string? WouldHelp { get; init; }

    /// <summary>What it promises; null where it promises nothing, or does not go.</summary>
    public Promised? Promised { get; init; }

    /// <summary>Whether this is the end of it.</summary>
    public bool IsFinal => Outcome.IsFinal();

    /// <summary>What it takes of what is scarce (<see cref="Core.Capacity.Demand"/>); null where it does not wait for
    /// that.</summary>
    public string? Demand { get; init; }

    /// <summary>Whether it waits for her turn alone: the customer is held out, and takes nothing.</summary>
    public bool IsShadow { get; init; }

    /// <summary>What lets it go once it was reserved; null where it does not wait for that.</summary>
    public Grant? Asks => Demand is { } demand ? new Grant(Candidate.Key, demand, IsShadow) : null;
}
