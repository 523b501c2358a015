using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>One customer of a simulated shop, stepped through its days: in go the contacts that the shop sends, out
/// come the facts that it gets to see.</summary>
/// <remarks>
/// Whether a contact is delivered, read, makes the customer leave the list or buy is the customer's; what is sent, to
/// whom and when is not, and the process does not judge it: whoever plays the shop minds consent and unsubscription.
/// The facts are a pure function of the population, the customer's number and the contacts so far. The same contacts
/// give the same facts, in steps of whatever length; a contact changes nothing of earlier days, and later only what
/// comes of it. One instance is for one thread.
/// </remarks>
public sealed class CustomerProcess
{
    readonly Population shop;
    readonly int number;
    readonly OwnLife life;
    readonly Agenda? agenda;
    readonly BehaviourTruth behaviour;
    readonly Browsing? browsing;
    readonly Reactions? reactions;

    internal CustomerProcess(Population shop, int number)
    {
        (this.shop, this.number) = (shop, number);
        life = new OwnLife(shop, number);
        Day = shop.FirstDay - 1;
        KnownDay = life.Truth.Prospect ? int.MaxValue : life.FirstDay;
        if (!shop.Behaviour) return;
        var rng = shop.OfBehaviour(number);
        behaviour = Traits.BetweenPurchases(life.Truth, shop.Assortment, rng);
        KnownDay = DrawKnownDay(rng);
        agenda = new Agenda();
        browsing = new Browsing(shop, life, behaviour, KnownDay, rng, shop.SeedOfInquiries(number), agenda);
        reactions = new Reactions(
            shop, life, behaviour, browsing, agenda, shop.SeedOfContacts(number), firstWeek: KnownDay + 1);
    }

    /// <summary>The last day of which the facts are out; the day before the opening at first.</summary>
    public int Day { get; private set; }

    /// <summary>The day on which the shop gets to know the customer: nothing happens before, and nobody can be
    /// contacted. Days since 1970-01-01; <see cref="int.MaxValue"/> for one who never shows up.</summary>
    public int KnownDay { get; }

    /// <summary>What drives the customer's purchases. That is settled from the start, the day of lapsing
    /// included.</summary>
    public CustomerTruth Truth => life.Truth;

    /// <summary>What drives the customer between purchases, with what became of it until <see cref="Day"/>.</summary>
    public BehaviourTruth Behaviour => browsing is null ? behaviour : behaviour with
    {
        UnsubscribedAt = HasLeft ? reactions!.LeavesAt : Instant.None,
        WantedProduct = browsing.Wanted,
    };

    bool HasLeft => reactions!.LeavesAt.HasValue && reactions.LeavesAt < EndOf(Day)
        && reactions.LeavesAt < shop.Clock.End;

    /// <summary>Lets the customer live until the end of a day.</summary>
    /// <param name="day">The day, after <see cref="Day"/> and up to <see cref="Population.LastDay"/>.</param>
    /// <param name="contacts">What the shop sent from the day after <see cref="Day"/> to this one, in time order.
    /// </param>
    /// <param name="into">Is emptied, then takes the facts of these days.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="day"/> is no day to come.</exception>
    /// <exception cref="ArgumentException">A contact is of another day, out of order, or of a day on which the shop
    /// does not know the customer.</exception>
    public void Step(int day, ReadOnlySpan<SentContact> contacts, DayFacts into)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(day, Day);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(day, shop.LastDay);
        if (!contacts.IsEmpty) Check(day, contacts);
        into.Clear();
        var taken = 0;
        while (NextDay(contacts[taken..], day) is var today && today <= day)
        {
            Live(today, into);
            for (; taken < contacts.Length && shop.Clock.DayOf(contacts[taken].At) == today; taken++)
                reactions!.Take(contacts[taken], today);
            if (agenda is null) continue;
            BuyBecauseOfContacts(agenda, today, into);
            agenda.Release(EndOf(today), shop.Clock.End, into);
        }
        Day = day;
        into.Sort();
    }

    /// <summary>The next day on which something happens, or one after the last of interest.</summary>
    int NextDay(ReadOnlySpan<SentContact> contacts, int last)
    {
        var next = life.NextDay;
        if (agenda is null) return next;
        next = Math.Min(next, Math.Min(browsing!.NextWeek, browsing.WishDay));
        if (!contacts.IsEmpty) next = Math.Min(next, shop.Clock.DayOf(contacts[0].At));
        return agenda.Earliest < EndOf(last) ? Math.Min(next, shop.Clock.DayOf(agenda.Earliest)) : next;
    }

    /// <summary>What the customer does by themselves.</summary>
    void Live(int today, DayFacts into)
    {
        if (browsing?.NextWeek == today) browsing.Week(today);
        if (browsing?.WishDay == today) browsing.Wish();
        while (life.TryBuy(today, out var purchase))
        {
            browsing?.BeforeOrder(purchase, browsing.Rng);
            Order(purchase, today, life.Rng, into);
        }
    }

    void BuyBecauseOfContacts(Agenda agenda, int today, DayFacts into)
    {
        while (agenda.TakePurchase(EndOf(today), out var purchase, out var rng))
        {
            browsing!.BeforeOrder(purchase, rng!);
            Order(purchase, today, rng!, into);
        }
    }

    void Order(in Purchase purchase, int today, Rng rng, DayFacts into)
    {
        var month = ShopCalendar.Date(today).Month;
        into.Add(shop.Baskets.Fill(number, life.Truth, purchase, month, rng, into.LineList));
        browsing?.Ordered();
    }

    Instant EndOf(int day) => shop.Clock.MidnightOf(day + 1);

    // A prospect shows up some day; a customer mostly looks around for some days before the first order.
    int DrawKnownDay(Rng rng) => life.Truth.Prospect
        ? shop.FirstDay + (int)(shop.Clock.Days * Math.Pow(rng.NextDouble(), 0.7))
        : Math.Max(shop.FirstDay, life.FirstDay - (int)Math.Min(60, rng.NextExponential() * 6));

    void Check(int day, ReadOnlySpan<SentContact> contacts)
    {
        var from = Math.Max(Day + 1, KnownDay);
        var earliest = from > shop.LastDay ? Instant.Never : shop.Clock.MidnightOf(from);
        foreach (var contact in contacts)
        {
            if (reactions is null || contact.At < earliest || contact.At >= EndOf(day))
            {
                throw new ArgumentException(
                    $"A contact of {contact.At}: not of the days {from} to {day}, or before an earlier one.",
                    nameof(contacts));
            }
            earliest = contact.At;
        }
    }
}
