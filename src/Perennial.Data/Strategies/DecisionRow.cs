using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;

namespace Perennial.Data.Strategies;

/// <summary>A decision as it is stored: what became of a contact, or, where it has no step, of an entry.</summary>
public sealed record DecisionRow
{
    /// <summary>Of a refused entry; every other number is an <see cref="Core.Planning.Outcome"/>'s.</summary>
    public const byte NotEntered = 0;

    /// <summary>Whom it concerns.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>Of which strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>Of which step; empty where an entry was refused.</summary>
    public required string Step { get; init; }

    /// <summary>What brought the customer in, or would have.</summary>
    public required string Occurrence { get; init; }

    /// <summary>Which touch of the step, from 1; 0 for an entry.</summary>
    public int Touch { get; init; }

    /// <summary>The version that it goes by.</summary>
    public required int Version { get; init; }

    /// <summary>What would have been done; null for an entry.</summary>
    public ContactKind? Kind { get; init; }

    /// <summary>About what.</summary>
    public string Topic { get; init; } = "";

    /// <summary>The arm of its test; empty for none.</summary>
    public string Arm { get; init; } = "";

    /// <summary>The offer; null for none.</summary>
    public string? Offer { get; init; }

    /// <summary>Why the step's offer was left out; null where it was not.</summary>
    public string? OfferLeftOut { get; init; }

    /// <summary>The offer of an earlier promise that was told in its place, with its own deadline; null for none.
    /// </summary>
    public string? Carries { get; init; }

    /// <summary>The last day of what was promised; null where nothing was.</summary>
    public DateOnly? OfferLastDay { get; init; }

    /// <summary>The template, script or audience; null for none.</summary>
    public string? Template { get; init; }

    /// <summary>What became of it; null where an entry was refused.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>Which gate.</summary>
    public Gate Gate { get; init; }

    /// <summary>By which rule; of a refused entry why.</summary>
    public string Rule { get; init; } = "";

    /// <summary>What the rule found; of a refused entry in words.</summary>
    public string Value { get; init; } = "";

    /// <summary>Where a law stands; null for others.</summary>
    public string? Source { get; init; }

    /// <summary>What would let it through; null where nothing would.</summary>
    public string? WouldHelp { get; init; }

    /// <summary>When it was due.</summary>
    public Instant DueAt { get; init; } = Instant.None;

    /// <summary>From when on it is too late.</summary>
    public Instant ExpiresAt { get; init; } = Instant.None;

    /// <summary>Until when it waits; <see cref="Instant.Never"/> where it does not or nobody can say.</summary>
    public Instant UntilAt { get; init; } = Instant.Never;

    /// <summary>When it was decided.</summary>
    public required Instant DecidedAt { get; init; }

    /// <summary>What it takes of what is scarce, where it waits for that (<see cref="Core.Capacity.Demand"/>); null for
    /// every other.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Whether the customer is held out, and waits for her turn alone.</summary>
    public bool IsShadow { get; init; }

    /// <summary>Its strategy's, 0..100.</summary>
    public int Priority { get; init; }

    /// <summary>The id of the contact that it became or would have become.</summary>
    public CandidateKey Key => new(Customer, Strategy, Step, Occurrence, Touch);

    internal static readonly string[] Parameters =
    [
        "shard", "customer_id", "strategy", "step", "occurrence", "touch", "version", "kind", "topic", "arm", "offer",
        "template", "outcome", "gate", "rule", "value", "source", "would_help", "due_at", "expires_at", "until_at",
        "decided_at", "offer_left_out", "carries", "offer_last_day", "waits_for", "is_shadow", "priority",
    ];

    internal void Bind(Statement to, int first, int shard) => to.Bind(first, shard).Bind(first + 1, Customer)
        .Bind(first + 2, Strategy).Bind(first + 3, Step).Bind(first + 4, Occurrence).Bind(first + 5, Touch)
        .Bind(first + 6, Version).Bind(first + 7, Kind is { } kind ? (long)kind : 0L).Bind(first + 8, Topic)
        .Bind(first + 9, Arm).Bind(first + 10, Offer).Bind(first + 11, Template)
        .Bind(first + 12, Outcome is { } outcome ? (long)outcome : NotEntered).Bind(first + 13, (long)Gate)
        .Bind(first + 14, Rule).Bind(first + 15, Value).Bind(first + 16, Source).Bind(first + 17, WouldHelp)
        .Bind(first + 18, DueAt).Bind(first + 19, ExpiresAt).Bind(first + 20, UntilAt).Bind(first + 21, DecidedAt)
        .Bind(first + 22, OfferLeftOut).Bind(first + 23, Carries)
        .Bind(first + 24, OfferLastDay is { } day ? ShopCalendar.Day(day) : (long?)null)
        .Bind(first + 25, WaitsFor).Bind(first + 26, IsShadow ? 1L : 0L).Bind(first + 27, Priority);

    /// <summary>A row of the queries of decisions, whose last cell is the customer.</summary>
    internal static DecisionRow Read(Rows row) => Read(row, row.CustomerId(26), first: 0);

    internal static DecisionRow Read(Rows row, CustomerId customer, int first) => new()
    {
        Customer = customer, Strategy = row.Text(first)!, Step = row.Text(first + 1)!,
        Occurrence = row.Text(first + 2)!, Touch = row.Int32(first + 3), Version = row.Int32(first + 4),
        Kind = row.Int64(first + 5) == 0 ? null : (ContactKind)row.Int64(first + 5), Topic = row.Text(first + 6)!,
        Arm = row.Text(first + 7)!, Offer = row.Text(first + 8), Template = row.Text(first + 9),
        Outcome = row.Int64(first + 10) == NotEntered ? null : (Outcome)row.Int64(first + 10),
        Gate = (Gate)row.Int64(first + 11), Rule = row.Text(first + 12)!, Value = row.Text(first + 13)!,
        Source = row.Text(first + 14), WouldHelp = row.Text(first + 15), DueAt = row.Instant(first + 16),
        ExpiresAt = row.Instant(first + 17),
        UntilAt = row.IsNull(first + 18) ? Instant.Never : row.Instant(first + 18), DecidedAt = row.Instant(first + 19),
        OfferLeftOut = row.Text(first + 20), Carries = row.Text(first + 21),
        OfferLastDay = row.IsNull(first + 22) ? null : ShopCalendar.Date(row.Int32(first + 22)),
        WaitsFor = row.Text(first + 23), IsShadow = row.Int64(first + 24) != 0, Priority = row.Int32(first + 25),
    };

    internal static DecisionRow Of(Decision decision)
    {
        var candidate = decision.Candidate;
        return new DecisionRow
        {
            Customer = candidate.Customer, Strategy = candidate.Strategy.Name, Step = candidate.Step.Name,
            Occurrence = candidate.Enrollment.Occurrence, Touch = candidate.Touch,
            Version = candidate.Enrollment.Version, Kind = candidate.Content.Kind, Topic = candidate.Topic,
            Arm = candidate.Arm ?? "", Offer = OfferOf(decision), OfferLeftOut = candidate.OfferLeftOut,
            Carries = decision.Promised is { IsCarried: true, Promise.Terms.Name: var carried } ? carried : null,
            OfferLastDay = decision.Promised?.Promise.LastDay, Template = candidate.Content.Template,
            Outcome = decision.Outcome, Gate = decision.Reason?.Gate ?? Gate.None, Rule = decision.Reason?.Rule ?? "",
            Value = decision.Reason?.Value ?? "", Source = decision.Reason?.Source, WouldHelp = decision.WouldHelp,
            DueAt = candidate.DueAt, ExpiresAt = candidate.ExpiresAt,
            UntilAt = decision.IsFinal ? Instant.Never : decision.Until, DecidedAt = decision.At,
            WaitsFor = decision.Demand, IsShadow = decision.IsShadow, Priority = candidate.Strategy.Priority,
        };
    }

    // What this month's offer is, is known where it is promised.
    static string? OfferOf(Decision decision) => decision.Promised is { IsCarried: false, Promise.Terms.Name: var name }
        ? name : decision.Candidate.Content.Offer;

    internal static DecisionRow Of(CustomerId id, Enrollment enrollment, LeftOut left, Instant at) => new()
    {
        Customer = id, Strategy = enrollment.Strategy, Step = left.Step.Name, Occurrence = enrollment.Occurrence,
        Touch = 1, Version = enrollment.Version, Kind = left.Step.Content.Kind,
        Topic = left.Step.Content.Topic ?? "", Template = left.Step.Content.Template,
        Outcome = Core.Planning.Outcome.LeftOut, Gate = Gate.Condition, Rule = left.Reason, Value = left.Words,
        DueAt = at, ExpiresAt = at, DecidedAt = at,
    };

    /// <summary>Of a step that contacts nobody.</summary>
    /// <param name="key">Which, of whom.</param>
    /// <param name="enrollment">The way through the strategy that it is of.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="why">Why it was not done; null where it was.</param>
    /// <param name="now">When.</param>
    internal static DecisionRow Of(
        CandidateKey key, Enrollment enrollment, ContactKind kind, string? why, Instant now) => new()
    {
        Customer = key.Customer, Strategy = key.Strategy, Step = key.Step, Occurrence = key.Occurrence,
        Touch = key.Touch, Version = enrollment.Version, Kind = kind, DueAt = now, ExpiresAt = now, DecidedAt = now,
        Outcome = why is null ? Core.Planning.Outcome.Sent : Core.Planning.Outcome.Blocked,
        Gate = why is null ? Gate.None : Gate.Channel, Rule = why is null ? "" : "destinations", Value = why ?? "",
    };

    internal static DecisionRow Of(CustomerId id, EntryRefusal refusal) => new()
    {
        Customer = id, Strategy = refusal.Strategy, Step = "", Occurrence = refusal.Occurrence,
        Version = refusal.Version, Rule = refusal.Reason, Value = refusal.Words, DueAt = refusal.At,
        ExpiresAt = refusal.At, DecidedAt = refusal.At,
    };
}
