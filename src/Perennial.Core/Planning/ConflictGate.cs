using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>Strategies that do not go together, and those that go before.</summary>
static class ConflictGate
{
    /// <summary>Another open enrollment that is never with this one and goes before: of higher priority, or in earlier.
    /// Entries see to it; where two customers turned out to be one there may be two all the same.</summary>
    public static OtherEnrollment? Excludes(PlanContext context, Candidate candidate)
    {
        var mine = candidate.Strategy;
        foreach (var other in context.Open)
        {
            if (other.Strategy.Name == mine.Name) continue;
            if (!mine.NeverWith.Contains(other.Strategy.Name)
                && !other.Strategy.NeverWith.Contains(mine.Name)) continue;
            var before = other.Strategy.Priority != mine.Priority ? other.Strategy.Priority > mine.Priority
                : other.EnteredAt != candidate.Enrollment.EnteredAt ? other.EnteredAt < candidate.Enrollment.EnteredAt
                : string.CompareOrdinal(other.Strategy.Name, mine.Name) < 0;
            if (before) return other;
        }
        return null;
    }

    /// <summary>What this waits for: the time behind another strategy's contact, or another one that is known to
    /// come, has
    /// higher priority, and would be too late if this went first.</summary>
    public static Hold? Holds(PlanRules rules, PlanContext context, Candidate candidate, Instant now)
    {
        foreach (var after in candidate.Strategy.After)
        {
            var last = context.State.PastOf(after.Strategy).LastContactAt;
            if (after.Length is not { } length || !last.HasValue) continue;
            if (length.After(last, context.Customer.Shop) is var free && free > now)
            {
                return new Hold(new DecisionReason(Gate.Conflict, $"after '{after.Strategy}'",
                    $"{length.Written} behind its last contact"), free);
            }
        }
        var gap = LongestGap(rules.Set.Policies, candidate);
        foreach (var other in context.Open)
        {
            if (other.Strategy.Priority <= candidate.Strategy.Priority || other.DueAt <= now) continue;
            if (other.DueAt.UnixMs >= now.UnixMs + gap || other.ExpiresAt.UnixMs >= now.UnixMs + gap) continue;
            return new Hold(new DecisionReason(Gate.Conflict, $"yields to '{other.Strategy.Name}'",
                "which would be too late behind the gap"), other.DueAt);
        }
        return null;
    }

    static long LongestGap(ContactPolicies policies, Candidate candidate)
    {
        var longest = 0L;
        foreach (var policy in policies.Frequency)
        {
            if (policy.Gap is { } gap && (policy.Channels.Count == 0 || (candidate.Content.Kind.Channel() is { } channel
                && policy.Channels.Contains(channel)))) longest = Math.Max(longest, gap.Ms());
        }
        return longest;
    }
}
