using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>Decides when a customer buys by themselves.</summary>
/// <remarks>The model is described at <see cref="CustomerTruth"/>. Nothing that a shop does changes these purchases:
/// they are what would have been without it.</remarks>
sealed class OwnPurchases(ShopClock clock, PromotionCalendar promotions)
{
    const double CancelChance = 0.045;
    const int WelcomePercent = 10;

    /// <summary>Draws a customer's purchases until the shop's end, in time order, into an empty list.</summary>
    /// <returns>The truth with the instant of lapsing filled in; a customer who would have bought for the first time
    /// after the end turns out to be a prospect.</returns>
    internal CustomerTruth Draw(in CustomerTruth truth, string country, Rng rng, List<Purchase> purchases)
    {
        if (truth.Prospect) return truth;
        var first = FirstPurchase(rng);
        var lapsed = double.IsInfinity(truth.CycleDays)
            ? DrawYearlyGifts(truth, country, clock.DayAt(first), int.MaxValue, rng, purchases)
            : DrawOwn(truth, country, first, rng, purchases);
        if (purchases.Count == 0)
            return new CustomerTruth
            {
                Prospect = true,
                DiscountSensitivity = truth.DiscountSensitivity,
                FavouriteCategory = truth.FavouriteCategory,
            };
        purchases.Sort((left, right) => left.At.CompareTo(right.At));
        return truth with { LapsedAt = lapsed ? purchases[^1].At : Instant.None };
    }

    /// <summary>A customer's own purchases with what comes on top of them; true if the customer lapses.</summary>
    bool DrawOwn(in CustomerTruth truth, string country, double first, Rng rng, List<Purchase> purchases)
    {
        var lapsed = false;
        var subscribedTo = -1;
        var goneAfter = int.MaxValue;
        for (var time = first; !lapsed; time += NextGap(truth, rng))
        {
            var day = clock.DayAt(time);
            if (day > goneAfter || !Buy(truth, day, rng, purchases)) break;
            // A subscription begins with the first purchase. Nobody lapses while it runs; some leave with it.
            if (truth.SubscriptionDays > 0 && subscribedTo < 0)
                (subscribedTo, goneAfter) = DrawDeliveries(day, truth.SubscriptionDays, rng, purchases);
            else if (day > subscribedTo) lapsed = rng.Chance(truth.DropoutChance);
        }
        lapsed |= goneAfter < int.MaxValue;
        if (truth.Gift != GiftOccasion.None && purchases.Count > 0)
        {
            var last = lapsed ? purchases.Max(purchase => clock.DayOf(purchase.At)) : int.MaxValue;
            DrawYearlyGifts(truth, country, clock.DayAt(first) + 1, last, rng, purchases);
        }
        return lapsed;
    }

    static double NextGap(in CustomerTruth truth, Rng rng) =>
        rng.NextGamma(truth.Regularity) / truth.Regularity * truth.CycleDays;

    /// <summary>Adds a purchase wanted on a day, or on a day of the next promotion if the customer waits for it; false
    /// if that is after the end.</summary>
    bool Buy(in CustomerTruth truth, int day, Rng rng, List<Purchase> purchases)
    {
        const int patienceDays = 21;
        var percent = 0;
        var how = DiscountMechanism.Unknown;
        if (truth.Business) day += ShopClock.DaysToMonday(day);
        if (promotions.On(day) is { } promotion)
            (percent, how) = rng.Chance(0.12 + 0.83 * truth.DiscountSensitivity) ? Of(promotion) : default;
        else if (promotions.After(day) is { } next && next.FirstDay - day <= patienceDays
            && rng.Chance(0.8 * truth.DiscountSensitivity))
        {
            day = rng.NextInt(next.FirstDay, next.LastDay);
            (percent, how) = Of(next);
        }
        else if (purchases.Count == 0 && rng.Chance(0.05 + 0.35 * truth.DiscountSensitivity))
            (percent, how) = (WelcomePercent, DiscountMechanism.AmountOff);
        var at = clock.During(day, rng);
        if (at.HasValue) purchases.Add(new Purchase(at, PurchaseKind.Own, percent, how));
        return at.HasValue;
    }

    static (int Percent, DiscountMechanism How) Of(ShopPromotion promotion) =>
        (promotion.Percent, promotion.Mechanism);

    /// <summary>Adds deliveries until the customer cancels: the day of the last one, and the day after which the
    /// customer is gone if the customer leaves the shop with it.</summary>
    (int SubscribedTo, int GoneAfter) DrawDeliveries(int day, int every, Rng rng, List<Purchase> purchases)
    {
        while (true)
        {
            day += every;
            var at = clock.During(day, rng);
            if (!at.HasValue) return (int.MaxValue, int.MaxValue);
            purchases.Add(new Purchase(at, PurchaseKind.Delivery, 0));
            if (rng.Chance(CancelChance)) return (day, rng.Chance(0.5) ? day : int.MaxValue);
        }
    }

    /// <summary>Adds a gift each year, some days before its occasion; true if a customer who buys nothing else stops.
    /// </summary>
    bool DrawYearlyGifts(
        in CustomerTruth truth, string country, int from, int to, Rng rng, List<Purchase> purchases)
    {
        var year = ShopCalendar.Date(from).Year;
        for (; year <= ShopCalendar.Date(clock.FirstDay + clock.Days).Year; year++)
        {
            var day = ShopCalendar.Day(GiftDays.Day(truth.Gift, country, year, truth.GiftDayOfYear))
                - 1 - (int)Math.Min(9, rng.NextExponential() * 2.5);
            if (day < from || day > to) continue;
            var at = clock.During(day, rng);
            if (!at.HasValue) return false;
            var (percent, how) = promotions.On(day) is { } promotion
                && rng.Chance(0.1 + 0.7 * truth.DiscountSensitivity) ? Of(promotion) : default;
            purchases.Add(new Purchase(at, PurchaseKind.YearlyGift, percent, how));
            if (double.IsInfinity(truth.CycleDays) && rng.Chance(truth.DropoutChance)) return true;
        }
        return false;
    }

    // A fifth come with the opening; the others find the shop later, a few more every year.
    double FirstPurchase(Rng rng) => rng.Chance(0.2)
        ? Math.Min(rng.NextExponential() * 50, clock.Days - 1)
        : clock.Days * Math.Pow(rng.NextDouble(), 0.85);
}
