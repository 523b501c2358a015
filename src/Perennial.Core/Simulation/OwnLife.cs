using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>What a customer buys by themselves, from the first order to the last.</summary>
/// <remarks>Drawn when the customer is made, because nothing that the shop sends changes it: it is what would have
/// been. What a contact causes comes on top, and then only while the customer is active.</remarks>
sealed class OwnLife
{
    readonly ShopClock clock;
    readonly List<Purchase> purchases = [];
    int next;

    internal OwnLife(Population shop, int customer)
    {
        clock = shop.Clock;
        Rng = shop.OfPurchases(customer);
        Truth = shop.Purchases.Draw(
            Traits.OfBuyer(shop.Pace, shop.Assortment, Rng), shop.CountryOf(customer), Rng, purchases);
        NextDay = DayOfNext();
    }

    internal CustomerTruth Truth { get; }

    /// <summary>Draws the baskets, in the purchases' order.</summary>
    internal Rng Rng { get; }

    /// <summary>The day of the last own order of one who lapsed; a day that never comes for others.</summary>
    internal int LapsedDay => Truth.LapsedAt.HasValue ? clock.DayOf(Truth.LapsedAt) : int.MaxValue;

    /// <summary>The day of the first own order; nobody asks it of a prospect.</summary>
    internal int FirstDay => clock.DayOf(purchases[0].At);

    /// <summary>The day of the next own order.</summary>
    internal int NextDay { get; private set; }

    /// <summary>The next own order if it is of this day or an earlier one.</summary>
    internal bool TryBuy(int day, out Purchase purchase)
    {
        purchase = default;
        if (NextDay > day) return false;
        purchase = purchases[next++];
        NextDay = DayOfNext();
        return true;
    }

    /// <summary>Whether an order that a contact caused leaves the truth as it is: after the first own order, and before
    /// the last one of a customer who lapsed. Those who buy yearly gifts only buy nothing else.</summary>
    internal bool CanOrder(Instant at) => purchases.Count > 0 && at.HasValue && at > purchases[0].At
        && !double.IsInfinity(Truth.CycleDays) && (!Truth.LapsedAt.HasValue || at < Truth.LapsedAt);

    /// <summary>Whether the customer buys nothing by themselves from a day on.</summary>
    internal bool BuysNothingFrom(int day) => purchases.Count == 0 || clock.DayOf(purchases[^1].At) < day;

    int DayOfNext() => next < purchases.Count ? clock.DayOf(purchases[next].At) : int.MaxValue;
}
