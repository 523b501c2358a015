using Perennial.Core.History;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>Something that a contact waits for.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Until">Until when; <see cref="Instant.Never"/> where nobody can say.</param>
readonly record struct Hold(DecisionReason Reason, Instant Until);

/// <summary>Caps and gaps over all channels and tools, rolling to the millisecond.</summary>
static class FrequencyGate
{
    const long DayMs = 86_400_000;

    /// <summary>What of the shop's own policies holds a contact up; the longest.</summary>
    public static Hold? Of(PlanRules rules, PlanContext context, IReadOnlyList<PastContact> contacts,
        Candidate candidate, ContactChannel? channel, Instant now)
    {
        Hold? longest = null;
        var policies = rules.Set.Policies;
        foreach (var policy in policies.Frequency)
        {
            if (!Concerns(policy, candidate.Topic, channel)) continue;
            if (!context.Customer.Holds(policy.AppliesTo.Rule, now)) continue;
            foreach (var cap in policy.Most)
                if (Counts(cap.Unit, channel)) longest = Longer(longest, Capped(policies, policy, cap, context,
                    contacts, now));
            if (policy.Gap is { } gap) longest = Longer(longest, TooSoon(policy, gap.Ms(), gap.Written, contacts, now));
        }
        return longest;
    }

    static bool Concerns(FrequencyPolicy policy, string topic, ContactChannel? channel)
    {
        if (policy.Topics.Count > 0 && !policy.Topics.Contains(topic)) return false;
        if (channel is not { } by) return policy.Channels.Count == 0;
        return policy.Channels.Count == 0 ? policy.AdsCount || by != ContactChannel.Ad : policy.Channels.Contains(by);
    }

    /// <summary>Whether a cap concerns a channel.</summary>
    public static bool Counts(CapUnit unit, ContactChannel? channel) => unit switch
    {
        CapUnit.Contacts or CapUnit.Pieces => true,
        CapUnit.Email => channel == ContactChannel.Email,
        CapUnit.Sms => channel == ContactChannel.Sms,
        CapUnit.Calls or CapUnit.Dials => channel == ContactChannel.Call,
        CapUnit.Letters => channel == ContactChannel.Letter,
        _ => channel == ContactChannel.Ad,
    };

    static bool IsCounted(FrequencyPolicy policy, in PastContact contact)
    {
        if (contact.IsService && !policy.ServiceCounts) return false;
        if (policy.Topics.Count > 0 && contact.Topic is { } topic && !policy.Topics.Contains(topic)) return false;
        return policy.Channels.Count == 0
            ? policy.AdsCount || contact.Channel != ContactChannel.Ad : policy.Channels.Contains(contact.Channel);
    }

    // A call that reached nobody is none for the shop's caps; a law counts dials.
    static bool IsCounted(Cap cap, in PastContact contact) => Counts(cap.Unit, contact.Channel)
        && (cap.Unit is CapUnit.Dials || !contact.ReachedNobody);

    static Hold? Capped(ContactPolicies policies, FrequencyPolicy policy, Cap cap, PlanContext context,
        IReadOnlyList<PastContact> contacts, Instant now)
    {
        var pressure = context.Customer.Pressure;
        var most = pressure switch
        {
            "over" => policies.Pressure.Over switch
            {
                OverPressure.Halve => cap.Most / 2,
                OverPressure.Block => 0,
                _ => cap.Most,
            },
            "under" => cap.Most == 0 ? 0 : cap.Most + policies.Pressure.UnderAdds,
            _ => cap.Most,
        };
        var (count, free) = Free(cap, most, contacts, now, contact => IsCounted(policy, contact));
        if (count < most) return null;
        var isPressure = count < cap.Most;
        var words = $"{cap.Written} of '{policy.Name}'"
            + (most == cap.Most ? "" : $", {most} while pressure is {pressure}");
        return new Hold(new DecisionReason(isPressure ? Gate.Pressure : Gate.Frequency, words,
            $"{count} in {cap.Window!.Value.Written}"), free);
    }

    /// <summary>How many count in a cap's window, and when one more may be: a contact that is a whole window old
    /// counts no longer. One that a clock that was set back shows as to come counts as one that is past.</summary>
    public static (int Count, Instant Free) Free(
        Cap cap, int most, IReadOnlyList<PastContact> contacts, Instant now, Func<PastContact, bool> isCounted)
    {
        var window = cap.Window!.Value.Ms();
        List<long>? inside = null;
        foreach (var contact in contacts)
        {
            if (!IsWithin(window, contact.At, now)) continue;
            if (IsCounted(cap, contact) && isCounted(contact)) (inside ??= []).Add(contact.At.UnixMs);
        }
        var count = inside?.Count ?? 0;
        if (count < most) return (count, now);
        // Nothing but another pressure, or a rule that no longer holds, will let it through: asked again a day later.
        if (most == 0) return (count, new Instant(now.UnixMs + Math.Min(window, DayMs)));
        inside!.Sort();
        return (count, new Instant(inside[count - most] + window));
    }

    static Hold? TooSoon(
        FrequencyPolicy policy, long gap, string written, IReadOnlyList<PastContact> contacts, Instant now)
    {
        var last = long.MinValue;
        foreach (var contact in contacts)
            if (!contact.ReachedNobody && IsWithin(gap, contact.At, now) && IsCounted(policy, contact))
                last = Math.Max(last, contact.At.UnixMs);
        if (last == long.MinValue) return null;
        return new Hold(new DecisionReason(Gate.Frequency, $"gap {written} of '{policy.Name}'",
            $"contact at {new Instant(last)}"), new Instant(last + gap));
    }

    static bool IsWithin(long ms, Instant at, Instant now) =>
        at.UnixMs > now.UnixMs - ms && at.UnixMs < now.UnixMs + ms;

    /// <summary>Of two the one that holds longer; of two that hold as long the first.</summary>
    public static Hold? Longer(Hold? one, Hold? other) =>
        one is null ? other : other is null || other.Value.Until <= one.Value.Until ? one : other;
}
