using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>The law of the customer's country on that day: consent, lists, silence behind a no, dials.</summary>
static class LawGate
{
    static readonly string[] noes = ["not interested", "do not call"];

    /// <summary>The laws that hold for a contact, by the customer's own day: in any zone in which
    /// they may be.</summary>
    public static List<ContactLaw> Holding(
        PlanRules rules, StrategyCustomer customer, ContactChannel channel, Instant now)
    {
        var holding = new List<ContactLaw>();
        foreach (var law in rules.Set.Policies.Law)
        {
            foreach (var zone in customer.Zones)
            {
                if (!law.Holds(customer.Country, customer.State, channel, ShopCalendar.Date(zone.DayOf(now)))) continue;
                holding.Add(law);
                break;
            }
        }
        return holding;
    }

    /// <summary>What stands against a contact for as long as nobody says or imports something.</summary>
    public static (DecisionReason Reason, string Help)? Forbids(
        PlanRules rules, StrategyCustomer customer, IReadOnlyList<ContactLaw> laws, ContactChannel channel,
            string topic, Instant now)
    {
        foreach (var law in laws)
        {
            if (law.Consent is not (LawConsent.Needed or LawConsent.NeededInWriting) && law.List is null) continue;
            if (law.Except is { } except && customer.Holds(except.Rule, now)) continue;
            if (NeedsYes(rules, customer, law, channel, topic, now) is { } missing)
                return (new DecisionReason(Gate.Law, law.Name, missing, law.Source), Helps(law, channel));
            if (law.List is { } list && OnList(customer, list, now) is var (value, help))
                return (new DecisionReason(Gate.Law, law.Name, value, law.Source), help);
        }
        return null;
    }

    static string Helps(ContactLaw law, ContactChannel channel) =>
        $"a yes to {channel.ToString().ToLowerInvariant()}"
        + (law.Consent == LawConsent.NeededInWriting ? " in writing" : "")
        + (law.Except is { } except ? $", or: {except.Written}" : "");

    static string? NeedsYes(
        PlanRules rules, StrategyCustomer customer, ContactLaw law, ContactChannel channel, string topic, Instant now)
    {
        if (law.Consent is not (LawConsent.Needed or LawConsent.NeededInWriting)) return null;
        var asked = Permissions.Ask(customer, rules.Strict, channel, topic, now);
        if (asked.Reason == PermissionReason.ConsentExpired) return "the consent has expired";
        if (asked.Reason is PermissionReason.ConsentNeeded or PermissionReason.LawNeedsConsent) return "no consent";
        return law.Consent == LawConsent.NeededInWriting && !IsInWriting(customer, channel, now)
            ? "no consent in writing" : null;
    }

    static bool IsInWriting(StrategyCustomer customer, ContactChannel channel, Instant now) =>
        customer.Permissions.Consents.Any(said => said.Channel == channel && said.IsGranted && said.SaidAt <= now
            && said.ExpiresAt > now && said.Wording.Length > 0
            && said.Basis is ConsentBasis.Agreed or ConsentBasis.Confirmed);

    static (string, string)? OnList(StrategyCustomer customer, OutsideList list, Instant now)
    {
        if (!customer.OutsideLists.TryGetValue(list.Name, out var found))
            return ($"the list {list.Name} was never imported", $"import the list {list.Name}");
        var age = now.UnixMs - found.AsOf.UnixMs;
        if (age > list.AtMost.Ms())
            return ($"the list {list.Name} is {age / 86_400_000} days old", $"import the list {list.Name} anew");
        return found.IsOnIt ? ($"stands on the list {list.Name}", "nothing but the customer's own yes") : null;
    }

    /// <summary>Silence behind a no, and dials: what time alone will change.</summary>
    public static Hold? Holds(StrategyCustomer customer, IReadOnlyList<ContactLaw> laws,
        IReadOnlyList<PastContact> contacts, ContactChannel channel, Instant now)
    {
        Hold? longest = null;
        foreach (var law in laws)
        {
            foreach (var cap in law.Most)
            {
                if (!FrequencyGate.Counts(cap.Unit, channel)) continue;
                var (count, free) = FrequencyGate.Free(cap, cap.Most, contacts, now, contact =>
                    law.Channels.Contains(contact.Channel));
                if (count >= cap.Most)
                {
                    longest = FrequencyGate.Longer(longest, new Hold(new DecisionReason(Gate.Law, law.Name,
                        $"{count} in {cap.Window!.Value.Written}, at most {cap.Written}", law.Source), free));
                }
            }
            if (law.AfterANo is not { } silence || LastNo(customer, law, now) is not { HasValue: true } said) continue;
            var over = new Instant(said.UnixMs + silence.Ms());
            if (over > now)
            {
                longest = FrequencyGate.Longer(longest, new Hold(new DecisionReason(Gate.Law, law.Name,
                    $"{silence.Written} of silence behind a no", law.Source), over));
            }
        }
        return longest;
    }

    // Said on the telephone, or to the channel as a whole.
    static Instant LastNo(StrategyCustomer customer, ContactLaw law, Instant now)
    {
        var last = Instant.None;
        foreach (var said in customer.Permissions.Consents)
        {
            if (!said.IsGranted && said.Topic.Length == 0 && law.Channels.Contains(said.Channel)
                && said.SaidAt.UnixMs <= now.UnixMs + PastContacts.AheadMs && said.SaidAt > last) last = said.SaidAt;
        }
        if (customer.Data.History is null || !law.Channels.Contains(ContactChannel.Call)) return last;
        var responses = customer.History.Responses;
        for (var index = 0; index < responses.Count && !responses.Disposition.IsEmpty; index++)
        {
            if (responses.At[index] <= now && responses.At[index] > last
                && noes.Contains(responses.Disposition[index]?.Replace('_', ' ')
                    .ToLowerInvariant())) last = responses.At[index];
        }
        return last;
    }
}
