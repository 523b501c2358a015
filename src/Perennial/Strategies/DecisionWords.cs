using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;

namespace Perennial.Strategies;

/// <summary>Says in one sentence what became of a contact that a strategy proposed, and why: from what is kept of a
/// decision, so that every door says the same.</summary>
public static partial class DecisionWords
{
    /// <summary>The sentence.</summary>
    /// <param name="kind">What was proposed.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="reason">Why; null where it goes.</param>
    /// <param name="until">Until when it waits; <see cref="Instant.Never"/> where nobody can say.</param>
    /// <param name="clock">By whose clock times are told.</param>
    /// <param name="policies">What the law is looked up in; a law that is not in them any more is told by its name.
    /// </param>
    public static string Of(ContactKind kind, Outcome outcome, DecisionReason? reason, Instant until,
        ShopCalendar clock, ContactPolicies policies)
    {
        var why = reason is null ? "" : Why(kind, reason, policies);
        var sentence = outcome switch
        {
            Outcome.Sent => Went(kind),
            Outcome.Deferred when until.HasValue => $"Waits until {Local(until, clock)}: {why}",
            Outcome.Deferred => $"Waits, and nobody can say until when: {why}",
            Outcome.Waiting => $"Waits for its turn: {why}",
            Outcome.HeldOut => $"Held out: {why}",
            Outcome.Expired when reason?.Gate == Gate.Expired => $"{DidNotGo(kind)}: it was too late",
            Outcome.Expired => $"{DidNotGo(kind)} in time: {why}",
            Outcome.LeftOut => $"Left out: {why}",
            _ => $"{DidNotGo(kind)}: {why}",
        };
        return Dated().Replace(sentence, match => Local(Read(match.Value), clock)).TrimEnd('.', ' ', ':') + ".";
    }

    /// <summary>The sentence of a decision that was just made.</summary>
    public static string Of(Decision decision, ShopCalendar clock, ContactPolicies policies) => Of(
        decision.Candidate.Content.Kind, decision.Outcome, decision.Reason, decision.Until, clock, policies);

    static string Went(ContactKind kind) => kind switch
    {
        ContactKind.Email => "E-mail sent",
        ContactKind.Sms => "Text message sent",
        ContactKind.Call => "Given to staff to call",
        ContactKind.Letter => "Letter sent",
        ContactKind.Ads => "Put into the advertising audience",
        ContactKind.Task => "Given to staff as a task",
        _ => "Done",
    };

    static string DidNotGo(ContactKind kind) => kind switch
    {
        ContactKind.Email => "Not e-mailed",
        ContactKind.Sms => "Not texted",
        ContactKind.Call => "Not called",
        ContactKind.Letter => "No letter sent",
        ContactKind.Ads => "Not shown advertisements",
        _ => "Not done",
    };

    static string Several(ContactKind kind) =>
        kind.Channel() is { } channel ? PlanWords.Several(channel) : "tasks";

    static string Why(ContactKind kind, DecisionReason reason, ContactPolicies policies) => reason.Gate switch
    {
        Gate.Erased => "the person asked to be forgotten",
        Gate.Suppression => $"{Several(kind)} are ruled out for good, {Spaced(reason.Value)}",
        Gate.Consent => Consent(kind, reason),
        Gate.Law => Law(kind, reason, policies),
        Gate.Address => kind switch
        {
            ContactKind.Email => "there is no e-mail address",
            ContactKind.Sms or ContactKind.Call => "there is no telephone number",
            ContactKind.Ads => "there is nothing to find the person by",
            _ => "there is no postal address",
        },
        Gate.Exit => reason.Rule == StrategyJoin.Merged ? "the same person was in the strategy already"
            : $"the strategy was left by {reason.Rule}",
        Gate.Conflict => $"{reason.Rule}, {reason.Value}",
        Gate.Frequency => $"{reason.Rule}, there was {reason.Value}",
        Gate.Pressure => $"{reason.Rule}, there was {reason.Value}",
        Gate.ContactHours => $"contact hours, it is {reason.Value}",
        Gate.Channel => $"{reason.Value} in {reason.Rule}",
        Gate.UniversalHoldout => "every strategy leaves this customer alone, to measure what all of them bring",
        Gate.Holdout => $"{reason.Rule} leaves this customer alone, to measure what it brings",
        Gate.Capacity => $"there are {reason.Rule}",
        Gate.Budget => $"there is {reason.Rule}",
        Gate.Condition => $"the condition does not hold, {reason.Rule}",
        _ => reason.Rule,
    };

    static string Consent(ContactKind kind, DecisionReason reason)
    {
        if (reason.Value.StartsWith("refused", StringComparison.Ordinal))
        {
            return reason.Rule.StartsWith("left the topic", StringComparison.Ordinal)
                ? $"the customer {reason.Rule}, {reason.Value}" : $"{Several(kind)} were {reason.Value}";
        }
        return reason.Value.StartsWith("expired", StringComparison.Ordinal)
            ? $"the consent to {Several(kind)} {reason.Value}" : $"there is no consent to {Several(kind)}";
    }

    static string Law(ContactKind kind, DecisionReason reason, ContactPolicies policies)
    {
        var law = policies.Law.FirstOrDefault(one => one.Name == reason.Rule);
        var source = reason.Source is null ? "" : $" ({reason.Source})";
        if (law is { Countries.Count: 1 } && reason.Value == "no consent")
        {
            var since = law.From is { } from ? $" since {from:yyyy-MM-dd}" : "";
            return $"in {law.Countries[0]} {One(kind)} needs consent{since}, and there is none{source}";
        }
        return $"law, {reason.Rule}, {reason.Value}{source}";
    }

    static string One(ContactKind kind) => kind switch
    {
        ContactKind.Email => "an e-mail",
        ContactKind.Sms => "a text message",
        ContactKind.Call => "a call",
        ContactKind.Letter => "a letter",
        _ => "an advertisement",
    };

    // "HardBounce on …" is two words to people.
    static string Spaced(string value) => Joined().Replace(value, "$1 $2").ToLowerInvariant();

    static string Local(Instant at, ShopCalendar clock)
    {
        var minute = clock.MsOfDay(at) / 60_000;
        return $"{ShopCalendar.Date(clock.DayOf(at)):ddd yyyy-MM-dd} {minute / 60:00}:{minute % 60:00}";
    }

    static Instant Read(string text) => Instant.From(DateTimeOffset.Parse(text.ToUpperInvariant(),
        CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d\.\d{3}[Zz]")]
    private static partial Regex Dated();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex Joined();
}
