using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>The population's parameters: how what drives customers is spread over them.</summary>
/// <remarks>They were chosen so that the shop's figures look like a small web shop's: about 44 % of the buyers buy
/// once, and a tenth of them bring more than half of the revenue.</remarks>
static class Traits
{
    const double ProspectShare = 0.08;
    const double GiftOnlyShare = 0.07;
    const double GiftShare = 0.16;
    const double SubscriberShare = 0.03;
    const double BusinessShare = 0.02;
    const double RateShape = 0.85;
    const double MeanCycleDays = 40;

    /// <summary>Draws what makes a customer buy.</summary>
    /// <param name="pace">Multiplies how often customers buy while they are active.</param>
    /// <param name="assortment">What there is to like.</param>
    /// <param name="rng">The customer's own.</param>
    internal static CustomerTruth OfBuyer(double pace, Assortment assortment, Rng rng)
    {
        if (rng.Chance(ProspectShare))
            return new CustomerTruth
            {
                Prospect = true,
                DiscountSensitivity = rng.NextBeta(1.1, 1.7),
                FavouriteCategory = rng.PickWeighted(assortment.Liked),
            };
        var giftOnly = rng.Chance(GiftOnlyShare);
        var business = !giftOnly && rng.Chance(BusinessShare);
        var gift = giftOnly || rng.Chance(GiftShare) ? DrawOccasion(rng) : GiftOccasion.None;
        var rate = rng.NextGamma(business ? 3 : RateShape) / RateShape / MeanCycleDays * pace;
        var regularity = Regularity(rng);
        var favourite = rng.PickWeighted(assortment.Liked);
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
            FavouriteCategory = business ? assortment.ForBusiness : favourite,
            SecondCategory = rng.Chance(0.25) ? favourite : rng.PickWeighted(assortment.Liked),
        };
    }

    /// <summary>Draws what makes a customer look around and answer.</summary>
    internal static BehaviourTruth BetweenPurchases(in CustomerTruth truth, Assortment assortment, Rng rng)
    {
        var open = rng.NextBeta(1.5, 3.2);
        return new BehaviourTruth
        {
            ByEmail = rng.Chance(truth.Prospect ? 0.6 : 0.68),
            BySms = rng.Chance(0.25),
            ByPhone = rng.Chance(0.32),
            ByPost = rng.Chance(0.45),
            OpenChance = open,
            ClickChance = open * rng.NextBeta(0.9, 2.6),
            UnsubscribeChance = rng.NextBeta(0.9, 300),
            UnsubscribedAt = Instant.None,
            // Many never come by themselves, a few come every day.
            VisitsPerWeek = Math.Min(5, rng.NextGamma(0.5) * (truth.Prospect ? 0.35 : 0.24)),
            InterestCategory = rng.Chance(0.35) ? Other(truth, assortment, rng) : -1,
            WantedProduct = -1,
            MailEffectFactor = rng.NextGamma(2) / 2,
        };
    }

    static int Other(in CustomerTruth truth, Assortment assortment, Rng rng)
    {
        var category = rng.NextInt(assortment.ByPrice.Length);
        return category == truth.FavouriteCategory || category == truth.SecondCategory ? -1 : category;
    }

    static double Regularity(Rng rng) => rng.PickWeighted([50, 25, 17, 8]) switch
    {
        0 => 1,
        1 => 2 + 2 * rng.NextDouble(),
        2 => 5 + 7 * rng.NextDouble(),
        _ => 20 + 15 * rng.NextDouble(),
    };

    static GiftOccasion DrawOccasion(Rng rng) => (GiftOccasion)(1 + rng.PickWeighted([26, 30, 12, 32]));
}
