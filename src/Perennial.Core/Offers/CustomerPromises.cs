using Perennial.Core.History;
using Perennial.Core.Strategies;

namespace Perennial.Core.Offers;

/// <summary>What a customer was promised, and what it takes to promise more.</summary>
public sealed record CustomerPromises
{
    /// <summary>Nothing, and nothing is known of products or codes: codes are never wanting.</summary>
    public static CustomerPromises None { get; } = new();

    /// <summary>The promises; those that have ended and those to the held out too.</summary>
    public IReadOnlyList<Promise> All { get; init; } = [];

    /// <summary>What a product costs, in cents; null where nobody knows.</summary>
    public Func<string, long?> PriceOf { get; init; } = _ => null;

    /// <summary>Takes a code for a promise of an offer that has one for each customer; null where none is left, and
    /// empty where codes are not kept. The same contact is given the same again.</summary>
    public Func<Promise, string?> ClaimCode { get; init; } = _ => "";

    /// <summary>Whether a code is left, for those who are held out and take none.</summary>
    public Func<Offer, bool> HasCode { get; init; } = _ => true;

    /// <summary>The same with one promise more.</summary>
    public CustomerPromises With(Promise promise) => this with { All = [.. All, promise] };
}

/// <summary>Finds what a customer was promised.</summary>
public static class PromisesMade
{
    /// <summary>Promises as they were written down, and those that facts tell of alone: contacts of other tools that
    /// name an offer of the shop's. What was told again while it held is no promise of its own, and what was told to
    /// nobody, because nobody answered, or was used up by orders, binds no more.</summary>
    /// <param name="history">The customer's facts.</param>
    /// <param name="offers">The shop's offers as they are now.</param>
    /// <param name="kept">What was written down.</param>
    /// <param name="shop">The shop's days.</param>
    /// <param name="now">As of when.</param>
    public static IReadOnlyList<Promise> Of(CustomerHistory history, IReadOnlyList<Offer> offers,
        IReadOnlyList<Promise> kept, ShopCalendar shop, Instant now)
    {
        var contacts = history.Contacts;
        if (contacts.Context.IsEmpty && kept.Count == 0) return kept;
        var unheard = Unheard(history);
        var made = kept.Where(one => !unheard.Contains(one.Contact)).ToList();
        for (var index = 0; index < contacts.Count && !contacts.Context.IsEmpty; index++)
        {
            if (contacts.Context[index]?.Offer is not { } name || contacts.At[index] > now) continue;
            if (offers.FirstOrDefault(one => one.Name == name) is not { } offer) continue;
            var id = contacts.Id.IsEmpty ? FactId.None : contacts.Id[index];
            var at = contacts.At[index];
            if (id != FactId.None && (unheard.Contains(id) || made.Exists(one => one.Contact == id))) continue;
            if (made.Exists(one => !one.IsPhantom && one.Terms.Name == name && one.MadeAt <= at
                && one.IsOpen(at, shop))) continue;
            made.Add(new Promise(offer, contacts.Channel[index], at, OfferDays.LastDay(offer, at, shop))
            {
                Contact = id, Code = offer.Code,
                Strategy = contacts.Strategy.IsEmpty ? null : contacts.Strategy[index],
            });
        }
        return made.Exists(one => IsUsedUp(one, history, now))
            ? [.. made.Where(one => !IsUsedUp(one, history, now))] : made;
    }

    /// <summary>Those of some promises that hold at an instant and were told to somebody, the earliest first.</summary>
    public static IReadOnlyList<Promise> Open(IEnumerable<Promise> promises, ShopCalendar shop, Instant now) =>
        [.. promises.Where(one => !one.IsPhantom && one.IsOpen(now, shop)).OrderBy(one => one.MadeAt)];

    static HashSet<FactId> Unheard(CustomerHistory history)
    {
        var contacts = history.Contacts;
        if (contacts.Id.IsEmpty || history.Responses.Count == 0) return [];
        var nobody = CallOutcomes.ReachedNobody(history);
        var unheard = new HashSet<FactId>();
        for (var index = 0; index < contacts.Count; index++)
            if (nobody[index] && contacts.Channel[index] == ContactChannel.Call) unheard.Add(contacts.Id[index]);
        return unheard;
    }

    // Nobody says which order made use of what: one that had anything taken off, and of what takes nothing off any.
    static bool IsUsedUp(Promise promise, CustomerHistory history, Instant now)
    {
        if (promise.IsPhantom) return false;
        var orders = history.Orders;
        var used = 0;
        for (var index = orders.Count - 1; index >= 0 && orders.At[index] > promise.MadeAt; index--)
        {
            if (orders.At[index] > now) continue;
            if (!promise.Terms.IsDiscount || (!orders.DiscountCents.IsEmpty && orders.DiscountCents[index] > 0)) used++;
        }
        return used >= promise.Terms.Orders;
    }
}
