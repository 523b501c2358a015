using Perennial.Core.Capacity;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>What is scarce: a contact that takes of it waits until it was reserved for this very contact.</summary>
static class ScarceGate
{
    /// <summary>The decision that it waits; null where it need not.</summary>
    /// <param name="rules">What the shop goes by.</param>
    /// <param name="candidate">The contact.</param>
    /// <param name="granted">What was reserved.</param>
    /// <param name="isHeldOut">Whether the customer is held out.</param>
    /// <param name="now">When.</param>
    public static Decision? Waits(
        PlanRules rules, Candidate candidate, IReadOnlyList<Grant> granted, bool isHeldOut, Instant now)
    {
        var needs = NeedsOf(rules, candidate);
        if (needs.Count == 0) return null;
        var demand = Demand.Write(needs);
        // Of whoever is held out no longer nothing was reserved.
        foreach (var one in granted)
            if (one.Key == candidate.Key && one.Demand == demand && (isHeldOut || !one.IsShadow)) return null;
        return new Decision(candidate, Outcome.Waiting, now)
        {
            Reason = rules.Scarce.Reason(needs), Demand = demand, IsShadow = isHeldOut, WouldHelp = "more of it",
        };
    }

    /// <summary>Why a contact came too late that nothing else holds up any more: it had waited to the end. Null where
    /// it had not waited.</summary>
    public static DecisionReason? Ended(PlanRules rules, Candidate candidate)
    {
        var at = candidate.Enrollment;
        if (at.DueAt == at.FirstDueAt || at.DueAt != candidate.ExpiresAt) return null;
        var needs = NeedsOf(rules, candidate);
        return needs.Count == 0 ? null : rules.Scarce.Reason(needs);
    }

    static IReadOnlyList<Need> NeedsOf(PlanRules rules, Candidate candidate)
    {
        var needs = rules.Scarce.NeedsOf(candidate.Content);
        return rules.WithoutGates.Count == 0 ? needs : [.. needs.Where(one =>
            !rules.WithoutGates.Contains(rules.Scarce.Reason([one]).Gate))];
    }
}
