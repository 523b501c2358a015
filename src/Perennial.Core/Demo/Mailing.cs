using Perennial.Core.History;
using Perennial.Core.Simulation;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>The e-mails of the synthetic shop, week by week, with what comes back and what they cause.</summary>
/// <param name="clock">When things happen.</param>
/// <param name="promotions">What e-mails are about.</param>
/// <param name="effect">What e-mails do.</param>
/// <param name="experimentFrom">The day on which chance begins to decide about a tenth of the customers.</param>
sealed class Mailing(ShopClock clock, Promotions promotions, MailEffect effect, int experimentFrom)
{
    const double BounceChance = 0.006;
    const double ComplaintChance = 0.0002;

    /// <summary>Writes to a customer every week until the end or until they unsubscribe.</summary>
    internal void Draw(CustomerLife life, BehaviourFacts into)
    {
        if (!life.Behaviour.ByEmail) return;
        var lastOpenDay = life.KnownDay;
        for (var week = life.KnownDay; week <= life.LastDay; week += 7)
        {
            var (delivered, lastMail) = (0, Instant.None);
            for (var left = MailsOf(life, week, lastOpenDay); left > 0; left--)
            {
                var day = week + life.Rng.NextInt(7);
                var sentAt = clock.During(day, life.Rng);
                if (!sentAt.HasValue) continue;
                var contact = into.Add(sentAt, ContactChannel.Email, StrategyOf(life, day));
                if (!Deliver(sentAt, contact, life.Rng, into)) continue;
                delivered++;
                lastMail = sentAt;
                if (Read(life, sentAt, contact, into)) lastOpenDay = day;
                if (Leave(life, sentAt, contact, into)) break;
            }
            if (delivered > 0) Cause(life, delivered, lastMail);
            if (life.Behaviour.UnsubscribedAt.HasValue) return;
        }
    }

    /// <summary>How many e-mails a week: in the experiment what chance gave, otherwise more to those who buy and
    /// open.</summary>
    int MailsOf(CustomerLife life, int week, int lastOpenDay)
    {
        // Drawn either way, so that the experiment leaves the other draws of the week in their places.
        var (first, second) = (life.Rng.NextDouble(), life.Rng.NextDouble());
        if (week >= experimentFrom && life.Behaviour.WeeklyCap >= 0) return life.Behaviour.WeeklyCap;
        var sinceBuying = life.DaysSincePurchase(week);
        var rate = sinceBuying <= 90 ? 0.4 : week - lastOpenDay <= 60 ? 0.22 : sinceBuying <= 365 ? 0.09 : 0.03;
        return (first < rate ? 1 : 0) + (second < rate * 0.3 ? 1 : 0);
    }

    string StrategyOf(CustomerLife life, int day) => promotions.On(day) is { } promotion
        ? $"promotion {promotion.Code}"
        : life.Purchases.Count == 0 ? "getting to know"
        : life.DaysSincePurchase(day) switch { <= 21 => "welcome", <= 200 => "newsletter", _ => "win-back" };

    static bool Deliver(Instant sentAt, FactId contact, Rng rng, BehaviourFacts into)
    {
        var bounced = rng.Chance(BounceChance);
        into.Add(After(sentAt, 1 + rng.NextInt(60)), bounced ? ResponseKind.Bounce : ResponseKind.Delivered,
            ContactChannel.Email, contact);
        return !bounced;
    }

    static bool Read(CustomerLife life, Instant sentAt, FactId contact, BehaviourFacts into)
    {
        var (rng, truth) = (life.Rng, life.Behaviour);
        if (!rng.Chance(truth.OpenChance)) return false;
        var openedAt = After(sentAt, 90 + (long)Math.Min(5 * 86_400, rng.NextExponential() * 9 * 3600));
        into.Add(openedAt, ResponseKind.Open, ContactChannel.Email, contact);
        if (!rng.Chance(truth.ClickChance / truth.OpenChance)) return true;
        var clickedAt = After(openedAt, 4 + rng.NextInt(120));
        into.Add(clickedAt, ResponseKind.Click, ContactChannel.Email, contact);
        Visits.Draw(life, After(clickedAt, 3), into);
        return true;
    }

    static bool Leave(CustomerLife life, Instant sentAt, FactId contact, BehaviourFacts into)
    {
        var complains = life.Rng.Chance(ComplaintChance);
        if (!complains && !life.Rng.Chance(life.Behaviour.UnsubscribeChance)) return false;
        var at = After(sentAt, 120 + life.Rng.NextInt(86_400));
        into.Add(at, complains ? ResponseKind.Complaint : ResponseKind.Unsubscribe, ContactChannel.Email, contact);
        life.Behaviour = life.Behaviour with { UnsubscribedAt = at };
        return true;
    }

    /// <summary>Perhaps an order that would not have been, within three days of the last e-mail of a week.</summary>
    void Cause(CustomerLife life, int mails, Instant lastMail)
    {
        var chance = life.Behaviour.MailEffectFactor * effect.OrdersPerWeek(mails);
        var (draw, daysLater) = (life.Rng.NextDouble(), life.Rng.NextInt(1, 3));
        var at = clock.During(clock.DayOf(lastMail) + daysLater, life.Rng);
        if (draw >= chance || !life.CanOrder(at)) return;
        var promotion = promotions.On(clock.DayOf(at));
        var uses = promotion is not null && life.Rng.Chance(0.12 + 0.83 * life.Truth.DiscountSensitivity);
        life.Order(uses
            ? new Purchase(at, PurchaseKind.Own, promotion!.Percent, promotion.Mechanism) { Caused = true }
            : new Purchase(at, PurchaseKind.Own, 0) { Caused = true });
    }

    static Instant After(Instant at, long seconds) => new(at.UnixMs + seconds * 1000);
}
