using Perennial.Core.History;
using Perennial.Core.Strategies;

namespace Perennial.Core.Offers;

/// <summary>An offer that a contact is to make.</summary>
/// <param name="Offer">What.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="Now">When.</param>
/// <param name="Shop">The shop's days.</param>
public sealed record OfferAsked(Offer Offer, ContactChannel Channel, Instant Now, ShopCalendar Shop)
{
    /// <summary>What it is worth to the customer.</summary>
    public required OfferWorth Worth { get; init; }

    /// <summary>The strategy that asks.</summary>
    public required string Strategy { get; init; }

    /// <summary>What brought the customer into it.</summary>
    public required string Occurrence { get; init; }

    /// <summary>The contact that it becomes.</summary>
    public FactId Contact { get; init; } = FactId.None;

    /// <summary>The day until which it has to hold to be of use; null for any. Of a letter the day on which it is
    /// there, and some to make use of it.</summary>
    public DateOnly? ServesUntil { get; init; }

    /// <summary>Whether the customer is held out of it.</summary>
    public bool IsPhantom { get; init; }

    /// <summary>The shop's day.</summary>
    public DateOnly Day => OfferDays.DayOf(Now, Shop);
}

/// <summary>What the ledger makes of an offer.</summary>
public sealed record PromiseAnswer
{
    /// <summary>What is promised; null where nothing may be.</summary>
    public Promised? Promised { get; init; }

    /// <summary>By which rule nothing may be promised: "offer ended 2027-01-31".</summary>
    public string Rule { get; init; } = "";

    /// <summary>What the rule found.</summary>
    public string Found { get; init; } = "";

    /// <summary>When to ask again, where it is a matter of time; <see cref="Instant.Never"/> where it is not.</summary>
    public Instant Until { get; init; } = Instant.Never;

    /// <summary>What would help; null where nothing would.</summary>
    public string? WouldHelp { get; init; }
}

/// <summary>
/// Decides what may be promised beside what was promised before, so that no customer is told two prices or two
/// deadlines: an open promise is told again with its own deadline, and an earlier one that is as good or better takes
/// the place of a worse one.
/// </summary>
public static class PromiseLedger
{
    /// <summary>A letter would be there too late.</summary>
    public const string TooLateForALetter = "offer ends before a letter would serve";

    /// <summary>Asks whether an offer may be made.</summary>
    /// <param name="asked">The offer, and how it would be made.</param>
    /// <param name="promises">All that the customer was promised and that binds this contact, ended too.</param>
    public static PromiseAnswer Ask(OfferAsked asked, IReadOnlyList<Promise> promises)
    {
        var open = promises.Where(one => one.IsOpen(asked.Now, asked.Shop)).OrderBy(one => one.MadeAt).ToList();
        if (open.Find(one => one.Terms.Name == asked.Offer.Name) is { } mine) return Carried(asked, mine);
        if (Unsaid(asked, promises) is { } wrong) return wrong;
        Promise? best = null;
        foreach (var other in open.Where(one => OfferWorth.AreOfOneThing(one.Terms, asked.Offer)))
        {
            if (asked.Worth.Compare(asked.Offer, other.Terms) is not { } compared) return CannotCompare(asked, other);
            if (compared > 0) continue;
            if (best is null || asked.Worth.Compare(other.Terms, best.Terms) > 0) best = other;
        }
        return best is null ? Anew(asked) : Carried(asked, best);
    }

    /// <summary>What is promised where nothing was promised before.</summary>
    public static PromiseAnswer Anew(OfferAsked asked)
    {
        var last = OfferDays.LastDay(asked.Offer, asked.Now, asked.Shop);
        if (asked.ServesUntil > last) return TooLate(asked, last);
        return new PromiseAnswer
        {
            Promised = new Promised(new Promise(asked.Offer, asked.Channel, asked.Now, last)
            {
                Contact = asked.Contact, Strategy = asked.Strategy, Occurrence = asked.Occurrence,
                IsPhantom = asked.IsPhantom, Code = asked.Offer.Code,
            }, IsCarried: false),
        };
    }

    static PromiseAnswer Carried(OfferAsked asked, Promise promise)
    {
        if (!promise.Terms.MayGoBy(asked.Channel))
        {
            return new PromiseAnswer
            {
                Rule = $"'{promise.Terms.Name}' is promised until {Written(promise.LastDay)}",
                Found = $"'{asked.Offer.Name}' gives no more, and '{promise.Terms.Name}' may not be told by "
                    + Word(asked.Channel),
                Until = promise.EndsAt(asked.Shop), WouldHelp = "time",
            };
        }
        if (asked.ServesUntil <= promise.LastDay || asked.ServesUntil is null)
            return new PromiseAnswer { Promised = new Promised(promise, IsCarried: true) };
        var late = TooLate(asked, promise.LastDay);
        // What the same enrollment promised is repeated and no more; what another did may be promised anew afterwards.
        return IsOfTheSame(asked, promise) ? late
            : late with { Until = promise.EndsAt(asked.Shop), WouldHelp = "time" };
    }

    // What stands against an offer that is not promised at the moment, whatever else is.
    static PromiseAnswer? Unsaid(OfferAsked asked, IReadOnlyList<Promise> promises)
    {
        var offer = asked.Offer;
        if (asked.Day > offer.Until)
            return new PromiseAnswer { Rule = $"offer ended {Written(offer.Until)}", Found = $"'{offer.Name}'" };
        if (asked.Day < offer.From)
            return new PromiseAnswer { Rule = $"offer begins {Written(offer.From)}", Found = $"'{offer.Name}'" };
        if (!offer.MayGoBy(asked.Channel))
        {
            return new PromiseAnswer
            {
                Rule = "only on other channels",
                Found = $"'{offer.Name}' may not be told by {Word(asked.Channel)}",
                WouldHelp = "another offer, or another channel",
            };
        }
        var ended = promises.Where(one => one.Terms.Name == offer.Name && IsOfTheSame(asked, one))
            .OrderByDescending(one => one.MadeAt).FirstOrDefault();
        return ended is null ? null : new PromiseAnswer
        {
            Rule = $"promise ended {Written(ended.LastDay)}",
            Found = $"'{offer.Name}' was promised {Written(OfferDays.DayOf(ended.MadeAt, asked.Shop))}, and a deadline "
                + "is never moved",
        };
    }

    static bool IsOfTheSame(OfferAsked asked, Promise promise) =>
        (promise.Strategy, promise.Occurrence) == (asked.Strategy, asked.Occurrence);

    static PromiseAnswer CannotCompare(OfferAsked asked, Promise other) => new()
    {
        Rule = $"'{other.Terms.Name}' is promised until {Written(other.LastDay)}",
        Found = $"nobody can say whether '{asked.Offer.Name}' gives more: "
            + (asked.Worth.Basket is null ? "no basket is known" : "what one of them is worth is not known"),
        WouldHelp = "an order to reckon by",
    };

    static PromiseAnswer TooLate(OfferAsked asked, DateOnly last) => new()
    {
        Rule = TooLateForALetter,
        Found = $"it ends {Written(last)}; a letter needs it until {Written(asked.ServesUntil!.Value)}: "
            + $"printing, transit and {OfferDays.DaysToUseALetter} days to use it",
        WouldHelp = "an offer that holds for longer",
    };

    /// <summary>A channel as messages say it.</summary>
    public static string Word(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => "e-mail",
        ContactChannel.Sms => "text message",
        ContactChannel.Call => "telephone",
        ContactChannel.Letter => "letter",
        _ => "advertisement",
    };

    /// <summary>A day as messages say it.</summary>
    public static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", null);
}
