using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>
/// Decides contacts: every candidate of one customer gets exactly one decision, by the same gates in the same order
/// wherever it is asked. A pure function; nothing here waits, sends or remembers.
/// </summary>
/// <remarks>
/// The order: erased, suppressed, consent, law, address, exit once more, conflicts, promises, the site's price, caps
/// and gaps, pressure, contact hours, dials and silence by law, whether anybody hands over, what is scarce, holdout
/// last: whoever is held out passes every gate as if contacted and ends at the very instant at which others go. A code
/// is claimed behind all of them, for whoever is contacted.
/// </remarks>
public static class Planner
{
    /// <summary>Decides all candidates of one customer.</summary>
    /// <param name="rules">What the shop goes by.</param>
    /// <param name="candidates">What strategies propose now: they take their turn by priority, then by when the
    /// step was
    /// due, then by the strategy's name. Whoever goes first takes the cap and the gap.</param>
    /// <param name="context">The customer, contacts so far and other enrollments.</param>
    /// <param name="now">When.</param>
    /// <returns>One decision a candidate, in that order.</returns>
    public static IReadOnlyList<Decision> Plan(
        PlanRules rules, IReadOnlyList<Candidate> candidates, PlanContext context, Instant now)
    {
        if (candidates.Count == 1) return [Decide(rules, candidates[0], context, context.Contacts, now)];
        var contacts = new List<PastContact>(context.Contacts);
        var decisions = new List<Decision>(candidates.Count);
        foreach (var candidate in candidates.OrderByDescending(one => one.Strategy.Priority).ThenBy(one => one.DueAt)
            .ThenBy(one => one.Strategy.Name, StringComparer.Ordinal).ThenBy(one => one.Enrollment.Occurrence,
                StringComparer.Ordinal))
        {
            var decision = Decide(rules, candidate, context, contacts, now);
            decisions.Add(decision);
            if (CountsAs(rules.Set.Policies, decision) is { } contact) contacts.Add(contact);
            if (decision.Outcome == Outcome.Sent) context = context with { State = Behind(context.State, decision) };
            if (decision.Promised is { IsCarried: false, Promise: var made })
                context = context with { Promises = context.Promises.With(made) };
        }
        return decisions;
    }

    // Who comes so long behind another strategy's contact does so behind one of this very instant too.
    static CustomerStrategies Behind(CustomerStrategies state, Decision decision) => state.With(
        state.PastOf(decision.Candidate.Strategy.Name) with { LastContactAt = decision.At });

    /// <summary>What a decision is for caps and gaps; null where nobody is contacted by it.</summary>
    public static PastContact? CountsAs(ContactPolicies policies, Decision decision) =>
        decision.Outcome is not (Outcome.Sent or Outcome.HeldOut)
            || decision.Candidate.Content.Kind.Channel() is not { } channel
            ? null : new PastContact(decision.At, channel)
            {
                Topic = decision.Candidate.Topic, IsService = policies.IsService(decision.Candidate.Topic),
            };

    static Decision Decide(PlanRules rules, Candidate candidate, PlanContext context,
        IReadOnlyList<PastContact> contacts, Instant now)
    {
        var final = Standing(rules, candidate, context, now);
        if (final is not null) return final;
        var isService = rules.Set.Policies.IsService(candidate.Topic);
        var held = HeldOut(context.Customer, candidate, isService);
        if (held is not null && rules.WithoutGates.Contains(held.Gate)) held = null;
        var offer = OfferGate.Of(rules, candidate, context, held is not null, now);
        if (offer.IsFinal) return Blocked(candidate, offer, now);
        var (reason, until) = Waiting(rules, candidate, context, contacts, isService, offer.Hold, now);
        if (now >= candidate.ExpiresAt && !rules.WithoutGates.Contains(Gate.Expired))
        {
            return new Decision(candidate, Outcome.Expired, now)
            {
                Reason = reason ?? ScarceGate.Ended(rules, candidate) ?? new DecisionReason(Gate.Expired,
                    $"expires {candidate.ExpiresAt}", $"due {candidate.DueAt}"),
            };
        }
        if (reason is not null)
            return new Decision(candidate, Outcome.Deferred, now) { Reason = reason, Until = until,
                WouldHelp = "time" };
        if (candidate.Content.Kind.Channel() is { } channel && rules.Set.Channels.Of(channel)?.Provider is null
            && !rules.WithoutGates.Contains(Gate.Channel))
        {
            return new Decision(candidate, Outcome.Blocked, now)
            {
                Reason = new DecisionReason(Gate.Channel, "channels.yaml", $"{Word(channel)} is not set up"),
                WouldHelp = $"a provider for {Word(channel)}",
            };
        }
        if (ScarceGate.Waits(rules, candidate, context.Granted, held is not null, now) is { } waits) return waits;
        offer = OfferGate.WithCode(offer, context);
        return offer.IsFinal ? Blocked(candidate, offer, now)
            : new Decision(candidate, held is null ? Outcome.Sent : Outcome.HeldOut, now)
            {
                Reason = held, Promised = offer.Promised,
            };
    }

    static Decision Blocked(Candidate candidate, OfferAnswer offer, Instant now) =>
        new(candidate, Outcome.Blocked, now) { Reason = offer.Hold!.Value.Reason, WouldHelp = offer.WouldHelp };

    // What stands against it whatever the time of day.
    static Decision? Standing(PlanRules rules, Candidate candidate, PlanContext context, Instant now)
    {
        var (customer, without) = (context.Customer, rules.WithoutGates);
        Decision Blocked(DecisionReason reason, string? help) =>
            new(candidate, Outcome.Blocked, now) { Reason = reason, WouldHelp = help };
        if (customer.Permissions.IsErased && !without.Contains(Gate.Erased))
            return Blocked(new DecisionReason(Gate.Erased, "erased", "the person asked to be forgotten"), null);
        if (candidate.Content.Kind.Channel() is { } channel)
        {
            var isService = rules.Set.Policies.IsService(candidate.Topic);
            var asked = Permissions.Ask(customer, isService ? rules.Free : rules.Asked, channel,
                Topic.Of(candidate.Topic), now);
            if (Gated(asked) is { } gate && gate != Gate.Address && !without.Contains(gate))
                return Blocked(new DecisionReason(gate, Rule(asked), Value(asked)), Help(asked));
            if (!isService && !without.Contains(Gate.Law)
                && LawGate.Forbids(rules, customer, LawGate.Holding(rules, customer, channel, now), channel,
                    Topic.Of(candidate.Topic), now) is var (law, help)) return Blocked(law, help);
            if (Gated(asked) == Gate.Address && !without.Contains(Gate.Address))
                return Blocked(new DecisionReason(Gate.Address, "address",
                    $"no address for {Word(channel)}"), "an address");
        }
        else if (candidate.Content.Kind == ContactKind.Task && !customer.Permissions.HasAddress
            && !without.Contains(Gate.Address))
            return Blocked(new DecisionReason(Gate.Address, "address", "no address to send it to"), "an address");
        if (!without.Contains(Gate.Exit) && context.ProgramOf(candidate) is { } program
            && Machine.ExitOf(program, candidate.Enrollment, customer, now) is { } exit)
            return Blocked(new DecisionReason(Gate.Exit, exit, "the enrollment has ended"), null);
        if (!without.Contains(Gate.Conflict) && ConflictGate.Excludes(context, candidate) is { } other)
        {
            return new Decision(candidate, Outcome.Superseded, now)
            {
                Reason = new DecisionReason(Gate.Conflict,
                    $"never with '{other.Strategy.Name}'", "which the customer is in"),
            };
        }
        return null;
    }

    // Several may hold it up: it is told of the first, and waits until all let it through.
    static (DecisionReason? Reason, Instant Until) Waiting(PlanRules rules, Candidate candidate, PlanContext context,
        IReadOnlyList<PastContact> contacts, bool isService, Hold? promise, Instant now)
    {
        var channel = candidate.Content.Kind.Channel();
        Hold? first = null;
        var free = now;
        void Add(Hold? hold)
        {
            if (hold is not { } held || rules.WithoutGates.Contains(held.Reason.Gate)) return;
            first ??= held;
            if (held.Until > free) free = held.Until;
        }
        if (!isService) Add(ConflictGate.Holds(rules, context, candidate, now));
        Add(promise);
        if (!isService && channel is not null)
            Add(FrequencyGate.Of(rules, context, contacts, candidate, channel, now));
        Hold? law = !isService && channel is { } by && rules.Set.Policies.Law.Count > 0
            ? LawGate.Holds(context.Customer, LawGate.Holding(rules, context.Customer, by, now), contacts, by,
                now) : null;
        Add(law);
        var closed = HoursGate.From(rules, context.Customer, channel, now).Closed;
        if (closed is not null) first ??= new Hold(closed, now);
        if (first is null) return (null, now);
        var until = free == Instant.Never ? Instant.Never : HoursGate.From(rules, context.Customer, channel, free).Open;
        return (first.Value.Reason, until);
    }

    // Who turned out to be one with somebody whom every strategy leaves alone is left alone by every one.
    static DecisionReason? HeldOut(StrategyCustomer customer, Candidate candidate, bool isService)
    {
        if (isService) return null;
        var by = customer.Arms.TryGetValue(Entries.UniversalHoldout, out var arm) && arm == Entries.HeldOut
            ? HeldOutBy.Universal : candidate.Enrollment.HeldOutBy;
        return by switch
        {
            HeldOutBy.Universal => new DecisionReason(Gate.UniversalHoldout, "universal holdout",
                "left alone by every strategy"),
            HeldOutBy.Strategy => new DecisionReason(Gate.Holdout,
                $"holdout of '{candidate.Strategy.Name}'", "left alone by it"),
            _ => candidate.IsStepHeldOut
                ? new DecisionReason(Gate.Holdout,
                    $"holdout of the step '{candidate.Step.Name}'", "left alone by it") : null,
        };
    }

    static Gate? Gated(Permission asked) => asked.Reason switch
    {
        PermissionReason.Allowed => null,
        PermissionReason.Erased => Gate.Erased,
        PermissionReason.Suppressed => Gate.Suppression,
        PermissionReason.NoAddress => Gate.Address,
        PermissionReason.LawNeedsConsent => Gate.Law,
        _ => Gate.Consent,
    };

    static string Rule(Permission asked) => asked.Reason switch
    {
        PermissionReason.Suppressed => $"never by {Word(asked.Channel)}",
        PermissionReason.LeftTopic => $"left the topic {asked.Topic}",
        _ => $"consent to {Word(asked.Channel)}",
    };

    static string Value(Permission asked) => asked.Reason switch
    {
        PermissionReason.Suppressed => $"{asked.Suppression} on {asked.Since}",
        PermissionReason.Refused or PermissionReason.LeftTopic => $"refused on {asked.Since}",
        PermissionReason.ConsentExpired => $"expired on {asked.Since}",
        _ => "no consent",
    };

    static string? Help(Permission asked) =>
        asked.Reason == PermissionReason.Suppressed ? null : $"a yes to {Word(asked.Channel)}";

    static string Word(ContactChannel channel) => channel.ToString().ToLowerInvariant();
}
