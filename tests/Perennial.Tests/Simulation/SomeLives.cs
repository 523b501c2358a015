using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Simulation;

namespace Perennial.Tests.Simulation;

/// <summary>Customers of the flower shop, stepped in memory by a test that plays the shop.</summary>
static class SomeLives
{
    public const int Customers = 400;

    public static readonly FlowerShopOptions Options = new()
    {
        Customers = Customers, Seed = 11, Years = 2, End = Some.At("2026-07-01"),
    };

    public static readonly Population Shop = FlowerShop.Population(Options);

    /// <summary>One contact on a day.</summary>
    public static SentContact Contact(
        int day, ContactChannel channel = ContactChannel.Email, int hour = 9, int number = 0)
    {
        var at = new Instant((day * 24L + hour) * 3_600_000);
        return new SentContact(at, channel, FactId.Unnumbered(at, (uint)channel, number));
    }

    /// <summary>So many e-mails a week, from the day after the shop got to know the customer.</summary>
    public static List<SentContact> Weekly(CustomerProcess customer, int mails = 1)
    {
        var sent = new List<SentContact>();
        for (var week = customer.KnownDay + 1; week <= Shop.LastDay; week += 7)
            for (var mail = 0; mail < mails; mail++)
                if (week + mail <= Shop.LastDay) sent.Add(Contact(week + mail));
        return sent;
    }

    /// <summary>A contact every third day, by one channel after the other.</summary>
    public static List<SentContact> ByEveryChannel(CustomerProcess customer)
    {
        var channels = Enum.GetValues<ContactChannel>();
        var sent = new List<SentContact>();
        for (var day = customer.KnownDay; day <= Shop.LastDay; day += 3)
            sent.Add(Contact(day, channels[day / 3 % channels.Length]));
        return sent;
    }
}

/// <summary>Everything that came out of a customer's life.</summary>
sealed class Life
{
    readonly DayFacts facts = new();

    Life(CustomerProcess customer) => Customer = customer;

    public CustomerProcess Customer { get; }

    public List<SimulatedOrder> Orders { get; } = [];

    public List<OrderLineFact> Lines { get; } = [];

    public List<SimulatedActivity> Activities { get; } = [];

    public List<SimulatedResponse> Responses { get; } = [];

    /// <summary>Steps a new customer to the end.</summary>
    /// <param name="number">Which.</param>
    /// <param name="plan">All that the shop sends.</param>
    /// <param name="stepDays">How many days a step takes.</param>
    /// <param name="shop">The shop, if not <see cref="SomeLives.Shop"/>.</param>
    public static Life Of(
        int number, Func<CustomerProcess, List<SentContact>>? plan = null, int stepDays = 1, Population? shop = null)
    {
        shop ??= SomeLives.Shop;
        var life = new Life(shop.Customer(number));
        var sent = plan?.Invoke(life.Customer) ?? [];
        var next = 0;
        for (var day = shop.FirstDay; day <= shop.LastDay; day++)
        {
            if ((day - shop.FirstDay + 1) % stepDays != 0 && day != shop.LastDay) continue;
            var first = next;
            while (next < sent.Count && Day(sent[next].At) <= day) next++;
            life.Step(day, [.. sent[first..next]]);
        }
        return life;
    }

    /// <summary>The day of an instant, in the shop's calendar (UTC).</summary>
    public static int Day(Instant at) => ShopCalendar.Utc.DayOf(at);

    void Step(int day, SentContact[] sent)
    {
        var from = Customer.Day + 1;
        Customer.Step(day, sent, facts);
        foreach (ref readonly var order in facts.Orders)
        {
            Assert.InRange(Day(order.Fact.At), from, day);
            Orders.Add(order with { FirstLine = Lines.Count });
            Lines.AddRange(facts.LinesOf(order));
        }
        foreach (ref readonly var activity in facts.Activities)
        {
            Assert.InRange(Day(activity.At), from, day);
            Activities.Add(activity);
        }
        foreach (ref readonly var response in facts.Responses)
        {
            Assert.InRange(Day(response.At), from, day);
            Responses.Add(response);
        }
    }

    /// <summary>The same facts, before an instant.</summary>
    public static void AssertSame(Life expected, Life actual, Instant? before = null)
    {
        var end = before ?? Instant.Never;
        Assert.Equal(expected.Orders.Where(order => order.Fact.At < end),
            actual.Orders.Where(order => order.Fact.At < end));
        Assert.Equal(expected.Activities.Where(fact => fact.At < end), actual.Activities.Where(fact => fact.At < end));
        Assert.Equal(expected.Responses.Where(fact => fact.At < end), actual.Responses.Where(fact => fact.At < end));
        if (before is null)
        {
            Assert.Equal(expected.Lines, actual.Lines);
            Assert.Equal(expected.Customer.Behaviour, actual.Customer.Behaviour);
        }
    }
}
