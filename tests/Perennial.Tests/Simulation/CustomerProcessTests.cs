using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Simulation;

namespace Perennial.Tests.Simulation;

/// <summary>A customer's facts follow from the seed, the customer and the contacts so far, and from nothing else.
/// </summary>
public class CustomerProcessTests
{
    static Population Shop => SomeLives.Shop;
    static IEnumerable<int> Customers => Enumerable.Range(0, SomeLives.Customers);

    static Instant Midnight(int day) => new(day * 86_400_000L);

    [Fact]
    public void The_same_contacts_give_the_same_facts()
    {
        var found = Customers.Select(c => Life.Of(c, SomeLives.ByEveryChannel)).ToList();
        Assert.All(found, life => Life.AssertSame(life, Life.Of(found.IndexOf(life), SomeLives.ByEveryChannel)));
        Assert.True(found.Sum(life => life.Responses.Count) > 10_000);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(int.MaxValue)]
    public void A_life_in_steps_of_any_length_is_the_life_lived_day_by_day(int stepDays) =>
        Assert.All(Customers, c => Life.AssertSame(
            Life.Of(c, SomeLives.ByEveryChannel), Life.Of(c, SomeLives.ByEveryChannel, stepDays)));

    [Fact]
    public void One_more_contact_changes_nothing_before_it_and_afterwards_only_what_comes_of_contacts()
    {
        var changed = 0;
        foreach (var c in Customers)
        {
            var without = Life.Of(c, SomeLives.ByEveryChannel);
            var day = Math.Min(Shop.LastDay, without.Customer.KnownDay + 40 + c % 100);
            var with = Life.Of(c, customer =>
            {
                var sent = SomeLives.ByEveryChannel(customer);
                sent.Add(SomeLives.Contact(day, ContactChannel.Email, hour: 8, number: 1));
                return [.. sent.OrderBy(contact => contact.At)];
            });

            Life.AssertSame(without, with, before: Midnight(day));
            Assert.Equal(Own(without), Own(with));
            if (with.Responses.Count != without.Responses.Count) changed++;
        }
        Assert.True(changed > SomeLives.Customers / 2);

        static IEnumerable<(Instant, long)> Own(Life life) =>
            life.Orders.Where(order => !order.Caused).Select(order => (order.Fact.At, order.Fact.GrossCents));
    }

    [Fact]
    public void A_contact_by_a_channel_that_changes_nothing_leaves_all_other_facts_as_they_were()
    {
        foreach (var c in Customers)
        {
            var without = Life.Of(c, customer => SomeLives.Weekly(customer));
            var with = Life.Of(c, customer =>
            {
                var sent = SomeLives.Weekly(customer);
                sent.AddRange([.. sent.Select(mail =>
                    SomeLives.Contact(Life.Day(mail.At), ContactChannel.Call, hour: 15))]);
                return [.. sent.OrderBy(contact => contact.At)];
            });

            Assert.Equal(without.Orders, with.Orders);
            Assert.Equal(without.Activities, with.Activities);
            Assert.Equal(without.Responses, with.Responses.Where(answer => answer.Channel != ContactChannel.Call));
            Assert.Equal(without.Customer.Behaviour, with.Customer.Behaviour);
        }
    }

    [Fact]
    public void Nothing_happens_before_the_shop_knows_the_customer()
    {
        foreach (var life in Customers.Select(c => Life.Of(c, SomeLives.ByEveryChannel)))
        {
            var known = Midnight(life.Customer.KnownDay);
            Assert.All(life.Orders, order => Assert.True(order.Fact.At >= known));
            Assert.All(life.Activities, activity => Assert.True(activity.At >= known));
            Assert.All(life.Responses, response => Assert.True(response.At > known));
        }
    }

    [Fact]
    public void Without_behaviour_customers_buy_what_they_buy_without_contacts()
    {
        var bare = FlowerShop.Population(SomeLives.Options with { Behaviour = false });
        Assert.All(Customers, c =>
        {
            var (full, only) = (Life.Of(c), Life.Of(c, shop: bare, stepDays: int.MaxValue));
            Assert.Equal(full.Orders, only.Orders);
            Assert.Equal(full.Lines, only.Lines);
            Assert.Empty(only.Activities);
        });
    }

    [Fact]
    public void What_the_shop_sends_follows_from_what_it_saw()
    {
        // Where e-mails cause nothing, the shop sees the same until the first order that one would have caused.
        var options = SomeLives.Options with { Customers = 1_000 };
        var shop = FlowerShop.Generate(options);
        var ineffective = FlowerShop.Generate(options with { Mails = new MailEffect(0, 1) });
        var (orders, differ) = (shop.Batch.History.Orders, 0);
        for (var c = 0; c < options.Customers; c++)
        {
            var caused = Enumerable.Range(orders.Start[c], orders.Start[c + 1] - orders.Start[c])
                .Where(order => shop.Truth.OrderCaused[order]).Select(order => orders.At[order])
                .FirstOrDefault(Instant.Never);
            var seen = caused == Instant.Never ? caused : Midnight(Life.Day(caused) + 1);
            Assert.Equal(Sent(shop, c, seen), Sent(ineffective, c, seen));
            if (!Sent(shop, c, Instant.Never).SequenceEqual(Sent(ineffective, c, Instant.Never))) differ++;
        }
        Assert.True(differ > 50, $"{differ}");

        static List<(Instant, ContactChannel, string?)> Sent(FlowerShop of, int customer, Instant before)
        {
            var sent = of.Batch.History[customer].Contacts;
            var found = new List<(Instant, ContactChannel, string?)>();
            for (var i = 0; i < sent.Count; i++)
                if (sent.At[i] < before) found.Add((sent.At[i], sent.Channel[i], sent.Strategy[i]));
            return found;
        }
    }

    [Fact]
    public void A_step_back_or_beyond_the_end_is_refused()
    {
        var (customer, facts) = (Shop.Customer(0), new DayFacts());
        customer.Step(Shop.FirstDay + 10, [], facts);
        Assert.Throws<ArgumentOutOfRangeException>(() => customer.Step(Shop.FirstDay + 10, [], facts));
        Assert.Throws<ArgumentOutOfRangeException>(() => customer.Step(Shop.LastDay + 1, [], facts));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shop.Customer(-1));
    }

    [Fact]
    public void A_contact_at_the_wrong_time_is_refused_and_changes_nothing()
    {
        var number = Customers.First(c => Shop.Customer(c).KnownDay > Shop.FirstDay + 20);
        var (customer, facts) = (Shop.Customer(number), new DayFacts());
        var known = customer.KnownDay;

        Refused(known, SomeLives.Contact(known - 1));
        Refused(known, SomeLives.Contact(known + 1));
        Refused(known, SomeLives.Contact(known, hour: 15), SomeLives.Contact(known, hour: 14));
        Assert.Equal(Shop.FirstDay - 1, customer.Day);
        customer.Step(known, [SomeLives.Contact(known)], facts);
        Refused(known + 1, SomeLives.Contact(known));

        void Refused(int day, params SentContact[] sent) =>
            Assert.Throws<ArgumentException>(() => customer.Step(day, sent, facts));
    }
}
