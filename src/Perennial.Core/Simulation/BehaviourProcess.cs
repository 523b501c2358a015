using Perennial.Core.Demo;
using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>Decides what a customer does between purchases, what the shop sends, and what comes of it.</summary>
/// <remarks>
/// The shop writes the more e-mails the more a customer buys and opens, as shops do: whoever compares customers by the
/// e-mails they got overrates what e-mails do. For a tenth of the customers chance alone decides, in the last weeks.
/// Open, click and unsubscription are independent from message to message; e-mails make active customers buy as
/// <see cref="MailEffect"/> says. Calls, text messages and letters change nothing.
/// </remarks>
sealed class BehaviourProcess
{
    const int ExperimentWeeks = 20;
    const double OrdersCeiling = 0.06;
    const double MailScale = 2;

    readonly ShopClock clock;
    readonly Mailing mailing;
    readonly OtherContacts others;
    readonly Visits visits;

    internal BehaviourProcess(ShopClock clock, Promotions promotions)
    {
        this.clock = clock;
        var from = clock.FirstDay + Math.Max(0, clock.Days - 7 * ExperimentWeeks);
        Effect = new MailEffect(OrdersCeiling, MailScale, clock.MidnightOf(from));
        visits = new Visits(clock);
        mailing = new Mailing(clock, promotions, Effect, from);
        others = new OtherContacts(clock, promotions);
    }

    /// <summary>What e-mails do.</summary>
    internal MailEffect Effect { get; }

    /// <summary>Draws a customer's behaviour.</summary>
    /// <param name="truth">Who the customer is.</param>
    /// <param name="key">The customer's key, which decides about the experiment.</param>
    /// <param name="purchases">What the customer buys anyway; takes the orders that e-mails cause.</param>
    /// <param name="rng">The customer's own.</param>
    /// <param name="into">Takes the facts.</param>
    internal BehaviourTruth Draw(
        in CustomerTruth truth, ReadOnlySpan<byte> key, List<Purchase> purchases, Rng rng, BehaviourFacts into)
    {
        var life = new CustomerLife(truth, DrawTruth(truth, MailEffect.CapOf(key), rng), purchases, clock, rng);
        mailing.Draw(life, into);
        others.Draw(life, into);
        life.Behaviour = visits.Draw(life, into);
        into.Next();
        return life.Behaviour;
    }

    static BehaviourTruth DrawTruth(in CustomerTruth truth, int cap, Rng rng)
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
            InterestCategory = rng.Chance(0.35) ? Other(truth, rng) : -1,
            WantedProduct = -1,
            MailEffectFactor = rng.NextGamma(2) / 2,
            WeeklyCap = cap,
        };
    }

    static int Other(in CustomerTruth truth, Rng rng)
    {
        var category = rng.NextInt(FlowerCatalogue.Categories.Count);
        return category == truth.FavouriteCategory || category == truth.SecondCategory ? -1 : category;
    }
}
