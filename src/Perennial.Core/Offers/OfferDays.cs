using Perennial.Core.Strategies;

namespace Perennial.Core.Offers;

/// <summary>What an offer means on a day. Days are the shop's.</summary>
public static class OfferDays
{
    /// <summary>Days that a letter's reader has to make use of it.</summary>
    public const int DaysToUseALetter = 7;

    /// <summary>Whether an offer may be promised on a day; its first and its last day both count.</summary>
    public static bool IsOn(Offer offer, DateOnly day) => day >= offer.From && day <= offer.Until;

    /// <summary>The offer of the month on a day; null where there is none. No two are of one day.</summary>
    public static Offer? ThisMonths(IReadOnlyList<Offer> offers, DateOnly day) =>
        offers.FirstOrDefault(one => one.OfTheMonth && IsOn(one, day));

    /// <summary>The last day of what is promised at an instant: the customer's own, but never behind the offer's.
    /// </summary>
    public static DateOnly LastDay(Offer offer, Instant toldAt, ShopCalendar shop)
    {
        if (offer.ValidFor is not { } length) return offer.Until;
        var own = DayOf(length.After(toldAt, shop), shop);
        return own < offer.Until ? own : offer.Until;
    }

    /// <summary>The day on which a letter that is handed over on a day is there.</summary>
    public static DateOnly ArrivalOf(DateOnly day, int printDays, int transitDays) =>
        day.AddDays(printDays + transitDays);

    /// <summary>The calendar date of an instant by the shop's clock.</summary>
    public static DateOnly DayOf(Instant at, ShopCalendar shop) => ShopCalendar.Date(shop.DayOf(at));
}
