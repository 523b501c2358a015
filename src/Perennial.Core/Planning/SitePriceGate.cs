using Perennial.Core.Offers;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>Nothing better than what the site shows to everybody that day. An offer of one channel alone is the one
/// exception: it says of itself that it is better.</summary>
static class SitePriceGate
{
    /// <summary>What holds a contact up whose offer is better, or of which nobody can say; null for nothing.</summary>
    /// <param name="asked">The offer.</param>
    /// <param name="offers">The shop's offers.</param>
    public static OfferAnswer? Of(OfferAsked asked, IReadOnlyList<Offer> offers)
    {
        var (offer, worth) = (asked.Offer, asked.Worth);
        if (offer.OnSite || offer.OnlyOn.Count == 1) return null;
        var isUnknown = false;
        Offer? best = null;
        foreach (var shown in offers.Where(one => one.OnSite && OfferDays.IsOn(one, asked.Day)))
        {
            var compared = OfferWorth.ByNumbers(offer, shown)
                ?? (worth.SaysOf(offer) ? worth.Compare(offer, shown) : null);
            if (compared <= 0) return null;
            if (compared is null) isUnknown = true;
            else best ??= shown;
        }
        const string rule = "not better than the site";
        if (isUnknown)
        {
            return OfferGate.Held(Gate.SitePrice, rule, worth.Basket is null
                ? $"nobody can say what '{offer.Name}' is worth: no basket is known"
                : $"nobody can say what '{offer.Name}' is worth beside the site's offers", "an order to reckon by");
        }
        return OfferGate.Held(Gate.SitePrice, rule, best is null
            ? $"the site shows no offer on {PromiseLedger.Written(asked.Day)}"
            : $"'{offer.Name}' gives more than '{best.Name}' on the site", "the same offer on the site");
    }
}
