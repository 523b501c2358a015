using Perennial.Core;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Offers;

namespace Perennial.Contacts;

/// <summary>Says in time that codes run out.</summary>
static class CodesLeft
{
    /// <summary>What is said of offers of whose codes fewer are left than their file asks for.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="offers">The offers.</param>
    public static IReadOnlyList<BadInputException> Of(ShopStore store, IReadOnlyList<Offer> offers)
    {
        if (offers.All(one => one.Codes is null)) return [];
        var counts = store.Offers.Codes().ToDictionary(one => one.Offer);
        return [.. offers.Where(one => one.Codes is not null && counts.ContainsKey(one.Name))
            .Select(one => Of(one, counts[one.Name])).OfType<BadInputException>()];
    }

    static BadInputException? Of(Offer offer, CodeCount count) => count.Left >= offer.WarnBelow * count.All ? null
        : new BadInputException("offers.yaml", FormattableString.Invariant(
            $"Of {count.All:N0} codes of '{offer.Name}' {(count.Left == 0 ? "none is" : $"{count.Left:N0} are")} left.")
            + (count.Left == 0 ? " Nobody is promised it any more." : ""),
            $"Add codes to codes/{offer.Codes}, and apply it.");
}
