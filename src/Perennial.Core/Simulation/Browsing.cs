using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>What a customer looks at in the shop: on their own, before they order, and after a click.</summary>
sealed class Browsing
{
    const int WantedDays = 20;

    readonly Population shop;
    readonly OwnLife life;
    readonly BehaviourTruth behaviour;
    readonly Agenda agenda;
    readonly Inquiries inquiries;

    /// <summary>Prepares what a customer looks at.</summary>
    /// <param name="shop">Where.</param>
    /// <param name="life">What the customer buys.</param>
    /// <param name="behaviour">What the customer is inclined to.</param>
    /// <param name="knownDay">The first day of it.</param>
    /// <param name="rng">Decides about all visits but those that contacts bring about.</param>
    /// <param name="seedOfInquiries">Decides what is asked on them.</param>
    /// <param name="agenda">Takes the visits.</param>
    internal Browsing(
        Population shop, OwnLife life, in BehaviourTruth behaviour, int knownDay, Rng rng, ulong seedOfInquiries,
        Agenda agenda)
    {
        (this.shop, this.life, this.behaviour, this.agenda) = (shop, life, behaviour, agenda);
        (Rng, NextWeek) = (rng, knownDay);
        inquiries = new Inquiries(shop, life, seedOfInquiries, agenda);
        WishDay = shop.LastDay - WantedDays + 1;
        // Whoever has just come has not come back to anything yet.
        if (knownDay > WishDay - 1) WishDay = int.MaxValue;
    }

    internal Rng Rng { get; }

    /// <summary>The day on which the visits of the next week are decided.</summary>
    internal int NextWeek { get; private set; }

    /// <summary>The day on which it is decided whether something is wanted at the end.</summary>
    internal int WishDay { get; private set; }

    /// <summary>The product that is wanted at the end; −1 without one.</summary>
    internal int Wanted { get; private set; } = -1;

    /// <summary>Decides the visits of the seven days from a day on.</summary>
    internal void Week(int day)
    {
        NextWeek = day + 7;
        // Those who lapsed lose interest, but not all of it.
        var rate = behaviour.VisitsPerWeek * (day > life.LapsedDay ? 0.2 : 1);
        for (var time = Rng.NextExponential(); time < rate; time += Rng.NextExponential())
        {
            var at = shop.Clock.During(day + Rng.NextInt(7), Rng);
            if (at.HasValue) Visit(at, Rng);
        }
    }

    /// <summary>Plans one visit.</summary>
    /// <param name="from">When it begins.</param>
    /// <param name="rng">Decides what is looked at.</param>
    internal void Visit(Instant from, Rng rng)
    {
        var (at, prospect) = (from, life.Truth.Prospect);
        inquiries.Visited(from);
        if (rng.Chance(prospect ? 0.06 : 0.22)) Act(ActivityKind.Login, -1, 0);
        if (rng.Chance(0.08)) Act(ActivityKind.LinkClick, -1, 0);
        do
        {
            if (rng.Chance(0.65)) View(Product(rng));
            else Act(ActivityKind.PageView, -1, 4 + Seconds(40));
        }
        while (rng.Chance(0.58));
        // Those who do not know the shop read and watch more before they buy.
        var curious = prospect ? 0.16 : 0.04;
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
            var form = kind == ActivityKind.Form ? inquiries.Form(at) : null;
            agenda.Add(new SimulatedActivity(at, kind, product, seconds) { Name = form });
            at = new Instant(at.UnixMs + 1000L * (seconds + rng.NextInt(2, 9)));
        }
    }

    /// <summary>Half the orders show what was looked at before them.</summary>
    internal void BeforeOrder(in Purchase purchase, Rng rng)
    {
        if (purchase.Kind == PurchaseKind.Delivery || !rng.Chance(0.5)) return;
        var orderAt = purchase.At;
        Act(rng.NextInt(400, 900), ActivityKind.ProductView, Product(rng), rng.NextInt(20, 200));
        Act(rng.NextInt(60, 120), ActivityKind.CartView, -1, rng.NextInt(5, 40));
        Act(rng.NextInt(10, 55), ActivityKind.CheckoutStart, -1, 0);

        void Act(int secondsBefore, ActivityKind kind, int product, int seconds) => agenda.Add(
            new SimulatedActivity(new Instant(orderAt.UnixMs - secondsBefore * 1000L), kind, product, seconds));
    }

    /// <summary>Now and then a customer comes back to one product several times in the shop's last weeks.</summary>
    internal void Wish()
    {
        var from = WishDay;
        WishDay = int.MaxValue;
        var (wants, product) = (Rng.Chance(life.Truth.Active ? 0.3 : 0.05), Product(Rng));
        if (!wants || !life.BuysNothingFrom(from)) return;
        var seen = 0;
        for (var visit = Rng.NextInt(2, 3); visit > 0; visit--)
        {
            var at = shop.Clock.During(shop.LastDay - Rng.NextInt(1, WantedDays - 1), Rng);
            if (!at.HasValue) continue;
            agenda.Add(new SimulatedActivity(at, ActivityKind.ProductView, product, Rng.NextInt(30, 300)));
            seen++;
        }
        if (seen > 1) Wanted = product;
    }

    /// <summary>Whoever orders has got what they wanted.</summary>
    internal void Ordered() => Wanted = -1;

    int Product(Rng rng)
    {
        var (truth, byPrice) = (life.Truth, shop.Assortment.ByPrice);
        var category = rng.PickWeighted([0.5, 0.2, 0.2, 0.1]) switch
        {
            0 => truth.FavouriteCategory,
            1 => truth.SecondCategory,
            2 when behaviour.InterestCategory >= 0 => behaviour.InterestCategory,
            _ => rng.NextInt(byPrice.Length),
        };
        var products = byPrice[category];
        // Everybody looks at dearer things than they buy.
        var taste = truth.Budget + 0.1 + 0.22 * rng.NextNormal();
        return products[Math.Clamp((int)(taste * products.Length), 0, products.Length - 1)];
    }
}
