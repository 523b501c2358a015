using Perennial.Core.Demo;
using Perennial.Core.History;

namespace Perennial.Core.Simulation;

/// <summary>What customers look at in the shop: on their own, before they order, and after a click.</summary>
sealed class Visits(ShopClock clock)
{
    const int WantedDays = 20;

    /// <summary>Draws all visits but those after clicks.</summary>
    /// <returns>The customer's truth with the product that is wanted at the end.</returns>
    internal BehaviourTruth Draw(CustomerLife life, BehaviourFacts into)
    {
        for (var week = life.KnownDay; week <= life.LastDay; week += 7)
        {
            // Those who lapsed lose interest, but not all of it.
            var rate = life.Behaviour.VisitsPerWeek * (week > life.LapsedDay ? 0.2 : 1);
            for (var time = life.Rng.NextExponential(); time < rate; time += life.Rng.NextExponential())
            {
                var at = clock.During(week + life.Rng.NextInt(7), life.Rng);
                if (at.HasValue) Draw(life, at, into);
            }
        }
        foreach (var purchase in life.Purchases)
            if (purchase.Kind != PurchaseKind.Delivery && life.Rng.Chance(0.5)) BeforeOrder(life, purchase.At, into);
        return life.Behaviour with { WantedProduct = Want(life, into) };
    }

    /// <summary>Draws one visit.</summary>
    internal static void Draw(CustomerLife life, Instant from, BehaviourFacts into)
    {
        var (rng, at) = (life.Rng, from);
        if (rng.Chance(life.Truth.Prospect ? 0.06 : 0.22)) Act(ActivityKind.Login, -1, 0);
        if (rng.Chance(0.08)) Act(ActivityKind.LinkClick, -1, 0);
        do
        {
            if (rng.Chance(0.65)) View(Product(life));
            else Act(ActivityKind.PageView, -1, 4 + Seconds(40));
        }
        while (rng.Chance(0.58));
        // Those who do not know the shop read and watch more before they buy.
        var curious = life.Truth.Prospect ? 0.16 : 0.04;
        if (rng.Chance(curious)) Act(ActivityKind.ReportRead, -1, 40 + Seconds(220));
        if (rng.Chance(curious)) Act(ActivityKind.Video, -1, 15 + Seconds(90));
        if (rng.Chance(curious / 4)) Act(ActivityKind.Form, -1, 0);

        void View(int product)
        {
            Act(ActivityKind.ProductView, product, 5 + Seconds(45));
            if (!rng.Chance(0.07)) return;
            Act(ActivityKind.CartAdd, product, 0);
            if (rng.Chance(0.5)) Act(ActivityKind.CartView, -1, 5 + rng.NextInt(60));
        }

        int Seconds(double mean) => (int)Math.Min(1800, rng.NextExponential() * mean);

        void Act(ActivityKind kind, int product, int seconds)
        {
            into.Add(at, kind, product, seconds);
            at = new Instant(at.UnixMs + 1000L * (seconds + rng.NextInt(2, 9)));
        }
    }

    static void BeforeOrder(CustomerLife life, Instant orderAt, BehaviourFacts into)
    {
        var rng = life.Rng;
        into.Add(Before(rng.NextInt(400, 900)), ActivityKind.ProductView, Product(life), rng.NextInt(20, 200));
        into.Add(Before(rng.NextInt(60, 120)), ActivityKind.CartView, -1, rng.NextInt(5, 40));
        into.Add(Before(rng.NextInt(10, 55)), ActivityKind.CheckoutStart, -1, 0);

        Instant Before(int seconds) => new(orderAt.UnixMs - seconds * 1000L);
    }

    /// <summary>Now and then a customer comes back to one product several times in the last weeks.</summary>
    int Want(CustomerLife life, BehaviourFacts into)
    {
        var rng = life.Rng;
        var (wants, product) = (rng.Chance(life.Truth.Active ? 0.3 : 0.05), Product(life));
        var isNew = life.KnownDay > life.LastDay - WantedDays;
        if (!wants || isNew || life.DaysSincePurchase(life.LastDay + 1) <= WantedDays) return -1;
        var seen = 0;
        for (var visit = rng.NextInt(2, 3); visit > 0; visit--)
        {
            var at = clock.During(life.LastDay - rng.NextInt(1, WantedDays - 1), rng);
            if (!at.HasValue) continue;
            into.Add(at, ActivityKind.ProductView, product, rng.NextInt(30, 300));
            seen++;
        }
        return seen > 1 ? product : -1;
    }

    static int Product(CustomerLife life)
    {
        var (rng, truth) = (life.Rng, life.Truth);
        var category = rng.PickWeighted([0.5, 0.2, 0.2, 0.1]) switch
        {
            0 => truth.FavouriteCategory,
            1 => truth.SecondCategory,
            2 when life.Behaviour.InterestCategory >= 0 => life.Behaviour.InterestCategory,
            _ => rng.NextInt(FlowerCatalogue.ByPrice.Length),
        };
        var products = FlowerCatalogue.ByPrice[category];
        // Everybody looks at dearer things than they buy.
        var taste = truth.Budget + 0.1 + 0.22 * rng.NextNormal();
        return products[Math.Clamp((int)(taste * products.Length), 0, products.Length - 1)];
    }
}
