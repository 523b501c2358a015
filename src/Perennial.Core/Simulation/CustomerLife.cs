using Perennial.Core.Demo;
using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>One customer while behaviour is drawn: who they are, what they bought by themselves, and since when the
/// shop knows them.</summary>
sealed class CustomerLife
{
    readonly List<Purchase> purchases;
    readonly List<int> days = [];
    readonly ShopClock clock;

    internal CustomerLife(
        in CustomerTruth truth, in BehaviourTruth behaviour, List<Purchase> purchases, ShopClock clock, Rng rng)
    {
        (Truth, Behaviour, this.purchases, this.clock, Rng) = (truth, behaviour, purchases, clock, rng);
        foreach (var purchase in purchases) days.Add(clock.DayOf(purchase.At));
        LapsedDay = truth.LapsedAt.HasValue ? clock.DayOf(truth.LapsedAt) : int.MaxValue;
        // A prospect shows up some day; a customer mostly looks around for some days before the first order.
        KnownDay = truth.Prospect ? clock.FirstDay + (int)(clock.Days * Math.Pow(rng.NextDouble(), 0.7))
            : Math.Max(clock.FirstDay, days[0] - (int)Math.Min(60, rng.NextExponential() * 6));
    }

    internal CustomerTruth Truth { get; }

    internal BehaviourTruth Behaviour { get; set; }

    internal Rng Rng { get; }

    /// <summary>The first day on which anything can be known.</summary>
    internal int KnownDay { get; }

    /// <summary>The day of the last order of one who lapsed.</summary>
    internal int LapsedDay { get; }

    /// <summary>The last day there is.</summary>
    internal int LastDay => clock.FirstDay + clock.Days - 1;

    /// <summary>The customer's purchases, those that e-mails caused included, in time order.</summary>
    internal IReadOnlyList<Purchase> Purchases => purchases;

    /// <summary>Purchases on a day and before.</summary>
    internal int PurchasesUntil(int day)
    {
        var at = days.BinarySearch(day + 1);
        if (at < 0) return ~at;
        while (at > 0 && days[at - 1] == day + 1) at--;
        return at;
    }

    /// <summary>Days since the last purchase before a day; many if there is none.</summary>
    internal int DaysSincePurchase(int day)
    {
        var before = PurchasesUntil(day - 1);
        return before == 0 ? 10_000 : day - days[before - 1];
    }

    /// <summary>Whether an order of this instant would leave the truth as it is: after the first order, and before
    /// the last one of a customer who lapsed. Those who buy yearly gifts only buy nothing else.</summary>
    internal bool CanOrder(Instant at) => purchases.Count > 0 && at.HasValue && at > purchases[0].At
        && !double.IsInfinity(Truth.CycleDays) && (!Truth.LapsedAt.HasValue || at < Truth.LapsedAt);

    /// <summary>Adds an order that an e-mail caused.</summary>
    internal void Order(Purchase purchase)
    {
        var place = purchases.FindIndex(other => other.At > purchase.At);
        if (place < 0) place = purchases.Count;
        purchases.Insert(place, purchase);
        days.Insert(place, clock.DayOf(purchase.At));
    }
}
