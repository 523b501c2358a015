using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>One purchase before anything is put into the basket.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">Why.</param>
/// <param name="Percent">What a promotion takes off.</param>
/// <param name="Mechanism">How it does that.</param>
readonly record struct Purchase(
    Instant At, PurchaseKind Kind, int Percent, DiscountMechanism Mechanism = DiscountMechanism.Unknown)
{
    /// <summary>Whether an e-mail brought it about.</summary>
    internal bool Caused { get; init; }
}

enum PurchaseKind : byte { Own, YearlyGift, Delivery }

/// <summary>Decides who a customer is and when they buy.</summary>
/// <remarks>The model is described at <see cref="CustomerTruth"/>. The parameters below were chosen so that the shop's
/// figures look like a small web shop's: about 44 % of the buyers buy once, and a tenth of them bring more than half
/// of the revenue.
/// </remarks>
sealed class PurchaseProcess
{
    const double ProspectShare = 0.08;
    const double GiftOnlyShare = 0.07;
    const double GiftShare = 0.16;
    const double SubscriberShare = 0.03;
    const double BusinessShare = 0.02;
    const double RateShape = 0.85;
    const double MeanCycleDays = 40;
    const double CancelChance = 0.045;
    const int WelcomePercent = 10;

    readonly ShopClock clock;
    readonly Promotions promotions;
    readonly double pace;

    internal PurchaseProcess(ShopClock clock, Promotions promotions, double pace) =>
        (this.clock, this.promotions, this.pace) = (clock, promotions, pace);

    /// <summary>Draws what drives a customer.</summary>
    internal CustomerTruth DrawTruth(Rng rng)
    {
        if (rng.Chance(ProspectShare))
            return new CustomerTruth
            {
                Prospect = true,
                DiscountSensitivity = rng.NextBeta(1.1, 1.7),
                FavouriteCategory = Favourite(rng),
            };
        var giftOnly = rng.Chance(GiftOnlyShare);
        var business = !giftOnly && rng.Chance(BusinessShare);
        var gift = giftOnly || rng.Chance(GiftShare) ? DrawOccasion(rng) : GiftOccasion.None;
        var rate = rng.NextGamma(business ? 3 : RateShape) / RateShape / MeanCycleDays * pace;
        var regularity = Regularity(rng);
        var favourite = Favourite(rng);
        return new CustomerTruth
        {
            // A customer whom chance makes wait for decades is one who buys once; 20 years keeps the numbers readable.
            CycleDays = giftOnly ? double.PositiveInfinity : Math.Min(1 / rate, 7300),
            Regularity = regularity,
            DropoutChance = giftOnly ? rng.NextBeta(2, 6) : business ? rng.NextBeta(0.6, 8)
                : rng.NextBeta(0.62, 0.92) * (gift == GiftOccasion.None ? 1 : 0.5),
            DiscountSensitivity = business ? rng.NextBeta(1, 6) : rng.NextBeta(0.8, 1.5),
            Gift = gift,
            GiftDayOfYear = gift == GiftOccasion.OwnDay ? rng.NextInt(1, 365) : 0,
            SubscriptionDays = !giftOnly && rng.Chance(SubscriberShare) ? (rng.Chance(0.35) ? 14 : 28) : 0,
            Budget = Math.Clamp(0.45 + 0.24 * rng.NextNormal(), 0, 1),
            Business = business,
            FavouriteCategory = business ? FlowerCatalogue.Plants : favourite,
            SecondCategory = rng.Chance(0.25) ? favourite : Favourite(rng),
        };
    }

    /// <summary>Draws a customer's purchases, in any order, into a list that is emptied first.</summary>
    /// <returns>The truth with the instant of lapsing filled in; a customer who would have bought for the first time
    /// after the end turns out to be a prospect.</returns>
    internal CustomerTruth DrawPurchases(in CustomerTruth truth, string country, Rng rng, List<Purchase> purchases)
    {
        purchases.Clear();
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
            var day = ShopCalendar.Day(Seasons.Day(truth.Gift, country, year, truth.GiftDayOfYear))
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

    static double Regularity(Rng rng) => rng.PickWeighted([50, 25, 17, 8]) switch
    {
        0 => 1,
        1 => 2 + 2 * rng.NextDouble(),
        2 => 5 + 7 * rng.NextDouble(),
        _ => 20 + 15 * rng.NextDouble(),
    };

    static GiftOccasion DrawOccasion(Rng rng) => (GiftOccasion)(1 + rng.PickWeighted([26, 30, 12, 32]));

    static int Favourite(Rng rng) => rng.PickWeighted([24, 12, 30, 13, 7, 3, 4, 7]);
}
