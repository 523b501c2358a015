using Perennial.Core.History;
using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>Text messages when a sale begins, letters with the catalogue, and calls to those who used to buy.</summary>
sealed class OtherContacts(ShopClock clock, Promotions promotions)
{
    static readonly string[] dispositions =
        ["no answer", "voicemail", "reached", "call back later", "not interested", "wrong number"];

    static readonly double[] weights = [38, 17, 26, 8, 9, 2];

    internal void Draw(CustomerLife life, BehaviourFacts into)
    {
        if (life.Behaviour.BySms) DrawMessages(life, into);
        if (life.Behaviour.ByPost) DrawLetters(life, into);
        if (life.Behaviour.ByPhone) DrawCalls(life, into);
    }

    void DrawMessages(CustomerLife life, BehaviourFacts into)
    {
        foreach (var promotion in promotions.All)
        {
            var day = promotion.FirstDay;
            if (promotion.Percent < 20 || day <= life.KnownDay || life.DaysSincePurchase(day) > 400) continue;
            var at = clock.During(day, life.Rng);
            if (!at.HasValue) continue;
            var contact = into.Add(at, ContactChannel.Sms, $"promotion {promotion.Code}");
            var failed = life.Rng.Chance(0.03);
            into.Add(new Instant(at.UnixMs + 5000), failed ? ResponseKind.Bounce : ResponseKind.Delivered,
                ContactChannel.Sms, contact);
            if (!failed && life.Rng.Chance(life.Behaviour.ClickChance))
                into.Add(new Instant(at.UnixMs + 1000L * life.Rng.NextInt(60, 20_000)), ResponseKind.Click,
                    ContactChannel.Sms, contact);
        }
    }

    void DrawLetters(CustomerLife life, BehaviourFacts into)
    {
        for (var year = ShopCalendar.Date(life.KnownDay).Year; year <= ShopCalendar.Date(life.LastDay).Year; year++)
        {
            foreach (var (month, name) in new[] { (3, "spring catalogue"), (10, "christmas catalogue") })
            {
                var day = ShopCalendar.Day(new DateOnly(year, month, 5));
                if (day <= life.KnownDay || life.DaysSincePurchase(day) > 730) continue;
                var at = clock.During(day, life.Rng);
                if (at.HasValue) into.Add(at, ContactChannel.Letter, name);
            }
        }
    }

    /// <summary>A call to whoever bought twice and then not for a hundred days; three attempts at most.</summary>
    void DrawCalls(CustomerLife life, BehaviourFacts into)
    {
        var calledAbout = -1;
        for (var day = life.KnownDay; day <= life.LastDay; day += 7)
        {
            var bought = life.PurchasesUntil(day - 1);
            if (bought < 2 || bought == calledAbout || life.DaysSincePurchase(day) is < 100 or > 200) continue;
            calledAbout = bought;
            for (var attempt = 0; attempt < 3; attempt++)
            {
                var at = clock.During(day + attempt, life.Rng);
                if (!at.HasValue) return;
                var contact = into.Add(at, ContactChannel.Call, "call back");
                var outcome = life.Rng.PickWeighted(weights);
                into.Add(new Instant(at.UnixMs + 1000L * life.Rng.NextInt(20, 300)), ResponseKind.Disposition,
                    ContactChannel.Call, contact, dispositions[outcome]);
                if (outcome > 1) break;
            }
        }
    }
}
