using Perennial.Core.History;
using Perennial.Core.Offers;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>What the offer of a contact comes to.</summary>
/// <param name="Promised">What is promised; null where nothing is.</param>
/// <param name="Hold">What holds the contact up; null for nothing. Where only another promise's end helps it has an
/// instant, otherwise <see cref="Instant.Never"/>.</param>
/// <param name="WouldHelp">What would let it through.</param>
readonly record struct OfferAnswer(Promised? Promised, Hold? Hold = null, string? WouldHelp = null)
{
    /// <summary>Whether it will not go, whatever time brings.</summary>
    public bool IsFinal => Hold is { } hold && hold.Until == Instant.Never;
}

/// <summary>Whether a contact may promise what its step says, at this instant.</summary>
static class OfferGate
{
    /// <summary>Asks the ledger, and compares with the site where the strategy says so.</summary>
    /// <param name="rules">What the shop goes by.</param>
    /// <param name="candidate">The contact.</param>
    /// <param name="context">What the customer was promised.</param>
    /// <param name="isHeldOut">Whether it would go to nobody.</param>
    /// <param name="now">When.</param>
    public static OfferAnswer Of(
        PlanRules rules, Candidate candidate, PlanContext context, bool isHeldOut, Instant now)
    {
        if (candidate.Content.Kind.Channel() is not { } channel) return default;
        var shop = context.Customer.Shop;
        var today = OfferDays.DayOf(now, shop);
        var arrival = channel == ContactChannel.Letter ? ArrivalOf(rules, context.Customer, today) : (DateOnly?)null;
        if (arrival is { } there && !rules.WithoutGates.Contains(Gate.Promise)
            && ComesTooLate(candidate, there) is { } late) return late;
        if (candidate.Content.Offer is not { } name) return default;
        var offers = rules.Set.Offers;
        var offer = name == ContactContent.ThisMonths ? OfferDays.ThisMonths(offers, today)
            : offers.FirstOrDefault(one => one.Name == name);
        if (offer is null) return Missing(name, today);
        var asked = new OfferAsked(offer, channel, now, shop)
        {
            Worth = new OfferWorth(Basket.Of(context.Customer.History, now), context.Promises.PriceOf),
            Strategy = candidate.Strategy.Name, Occurrence = candidate.Enrollment.Occurrence, IsPhantom = isHeldOut,
            Contact = LiveStrategies.ContactOf(candidate.Key),
            ServesUntil = arrival?.AddDays(OfferDays.DaysToUseALetter),
        };
        // What was told to nobody is nothing that a contact which reaches somebody has to repeat or to keep to.
        var answer = rules.WithoutGates.Contains(Gate.Promise) ? PromiseLedger.Anew(asked)
            : PromiseLedger.Ask(asked, isHeldOut ? context.Promises.All
                : [.. context.Promises.All.Where(one => !one.IsPhantom)]);
        if (answer.Promised is not { } promised)
            return Held(Gate.Promise, answer.Rule, answer.Found, answer.WouldHelp, answer.Until);
        return !promised.IsCarried && candidate.Strategy.NotBetterThanSite
            && !rules.WithoutGates.Contains(Gate.SitePrice) && SitePriceGate.Of(asked, offers) is { } better
            ? better : new OfferAnswer(promised);
    }

    /// <summary>The code that goes with what is promised; an answer that holds the contact up where none is left.
    /// Asked when nothing else stands against the contact: it claims one.</summary>
    public static OfferAnswer WithCode(OfferAnswer answer, PlanContext context)
    {
        if (answer.Promised is not { IsCarried: false, Promise: { Terms: { Codes: { } file } offer } made })
            return answer;
        var code = made.IsPhantom ? context.Promises.HasCode(offer) ? "" : null : context.Promises.ClaimCode(made);
        if (code is null)
        {
            return Held(Gate.Promise, $"no code of '{offer.Name}' is left",
                $"every code of {file} has been given to a customer", $"more codes in {file}");
        }
        return new OfferAnswer(new Promised(made with { Code = code.Length > 0 ? code : null }, IsCarried: false));
    }

    /// <summary>An answer that holds a contact up.</summary>
    public static OfferAnswer Held(Gate gate, string rule, string found, string? help, Instant? until = null) =>
        new(null, new Hold(new DecisionReason(gate, rule, found), until ?? Instant.Never), help);

    static DateOnly ArrivalOf(PlanRules rules, StrategyCustomer customer, DateOnly today)
    {
        if (rules.Set.Channels.Of(ContactChannel.Letter) is not { } letters) return today;
        var transit = letters.TransitDays.TryGetValue(customer.Country ?? "", out var days)
            || letters.TransitDays.TryGetValue("", out days) ? days : 0;
        return OfferDays.ArrivalOf(today, letters.PrintDays, transit);
    }

    // For an occasion nobody can order any more.
    static OfferAnswer? ComesTooLate(Candidate candidate, DateOnly arrival)
    {
        var at = candidate.Enrollment;
        if ((at.OrderByDay ?? at.OccasionDay) is not { } last || arrival <= last) return null;
        return Held(Gate.Promise, at.OrderByDay is null ? $"the day is {PromiseLedger.Written(last)}"
            : $"orders until {PromiseLedger.Written(last)} arrive in time",
            $"a letter would be there {PromiseLedger.Written(arrival)}", "an earlier letter");
    }

    static OfferAnswer Missing(string name, DateOnly today) => name == ContactContent.ThisMonths
        ? Held(Gate.Promise, $"no offer of the month on {PromiseLedger.Written(today)}",
            "offers.yaml has none of that day", "an offer with of the month: yes")
        : Held(Gate.Promise, $"no offer '{name}'", "offers.yaml has none of that name any more", "the offer");
}
