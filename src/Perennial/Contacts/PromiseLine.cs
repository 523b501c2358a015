using Perennial.Core;
using Perennial.Core.Offers;
using Perennial.Core.Strategies;
using Perennial.Shop;

namespace Perennial.Contacts;

/// <summary>A promise that a customer holds, for whoever speaks with them.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Words">In a sentence: "20 % off, by telephone only: told by telephone on 2026-06-10, holds until
/// 2026-06-17".</param>
sealed record PromiseLine(Promise Promise, string Words)
{
    /// <summary>Those of some promises that hold now. What was told several times is one.</summary>
    public static IReadOnlyList<PromiseLine> Of(IReadOnlyList<Promise> promises, ShopView view, Instant now) =>
        [.. PromisesMade.Open(promises, view.Calendar, now)
            .DistinctBy(one => (one.Terms.Name, one.LastDay, one.Code))
            .Select(one => new PromiseLine(one, Sentence(one, view)))];

    static string Sentence(Promise one, ShopView view) =>
        $"{Given(one.Terms, view.Currency)}: told by {PromiseLedger.Word(one.Channel)} on "
        + $"{PromiseLedger.Written(OfferDays.DayOf(one.MadeAt, view.Calendar))}, holds until "
        + PromiseLedger.Written(one.LastDay) + (one.Code is { } code ? $", code {code}" : "")
        + (one.Terms.LeastOrderCents > 0 ? $", for orders from {Money(one.Terms.LeastOrderCents, view.Currency)}" : "");

    /// <summary>What an offer gives, by the name that customers read where it has one.</summary>
    public static string Given(Offer offer, string currency)
    {
        var title = offer.Title.GetValueOrDefault("en") ?? offer.Title.Values.FirstOrDefault();
        return title ?? offer.Kind switch
        {
            OfferKind.PercentOff => $"{offer.Percent} % off",
            OfferKind.AmountOff => $"{Money(offer.AmountCents, currency)} off",
            OfferKind.FreeDelivery => "free delivery",
            OfferKind.Gift => $"{offer.Gift} as a gift",
            _ => string.Join(", ", offer.Prices.Select(one => $"{one.Key} for {Money(one.Value, currency)}")),
        };
    }

    static string Money(long cents, string currency) =>
        $"{(cents / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)} {currency}";
}
