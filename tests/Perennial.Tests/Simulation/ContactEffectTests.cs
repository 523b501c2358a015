using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Simulation;

namespace Perennial.Tests.Simulation;

/// <summary>Two years of some hundred customers, in memory: what contacts cause is what was drawn.</summary>
public class ContactEffectTests
{
    const long DayMs = 86_400_000;

    static IEnumerable<int> Customers => Enumerable.Range(0, SomeLives.Customers);

    static readonly Lazy<List<Life>> Alone = new(() => [.. Customers.Select(c => Life.Of(c))]);

    static readonly Lazy<List<Life>> Mailed =
        new(() => [.. Customers.Select(c => Life.Of(c, customer => SomeLives.Weekly(customer)))]);

    [Fact]
    public void Without_contacts_nobody_answers_and_nothing_is_caused()
    {
        Assert.True(Alone.Value.Sum(life => life.Orders.Count) > 1_000);
        Assert.True(Alone.Value.Sum(life => life.Activities.Count) > 5_000);
        Assert.All(Alone.Value, life =>
        {
            Assert.Empty(life.Responses);
            Assert.DoesNotContain(life.Orders, order => order.Caused);
            Assert.False(life.Customer.Behaviour.UnsubscribedAt.HasValue);
        });
    }

    [Fact]
    public void What_contacts_caused_is_the_difference_to_a_life_without_them()
    {
        foreach (var (alone, mailed) in Alone.Value.Zip(Mailed.Value))
        {
            Assert.Equal(alone.Customer.Truth, mailed.Customer.Truth);
            Assert.Equal(alone.Orders.Select(order => order.Fact),
                mailed.Orders.Where(order => !order.Caused).Select(order => order.Fact));
        }
        Assert.True(Mailed.Value.Sum(life => life.Orders.Count) > Alone.Value.Sum(life => life.Orders.Count) + 100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Emails_cause_as_many_orders_as_the_curve_says(int mailsAWeek)
    {
        // Nobody leaves within the week in which they read, more or less: who has left is not counted from then on.
        var (caused, expected, variance) = (0, 0.0, 0.0);
        foreach (var c in Customers)
        {
            var life = Life.Of(c, customer => SomeLives.Weekly(customer, mailsAWeek));
            var (truth, behaviour) = (life.Customer.Truth, life.Customer.Behaviour);
            caused += life.Orders.Count(order => order.Caused);
            var perMail = behaviour.MailEffectFactor * SomeLives.Shop.Mails.OrdersPerWeek(mailsAWeek) / mailsAWeek;
            var chances = perMail * SomeLives.Weekly(life.Customer, mailsAWeek).Count(mail => CanCause(life, mail.At));
            (expected, variance) = (expected + chances, variance + chances);
        }
        Assert.InRange(caused, expected - 4 * Math.Sqrt(variance), expected + 4 * Math.Sqrt(variance));
        Assert.True(expected > 100, $"{expected}");

        static bool CanCause(Life life, Instant sentAt)
        {
            var (truth, left) = (life.Customer.Truth, life.Customer.Behaviour.UnsubscribedAt);
            var orderedAt = sentAt.UnixMs + 2 * DayMs;
            return !truth.Prospect && !double.IsInfinity(truth.CycleDays) && (!left.HasValue || sentAt < left)
                && orderedAt > life.Orders[0].Fact.At.UnixMs && orderedAt < SomeLives.Options.End.UnixMs
                && (!truth.LapsedAt.HasValue || orderedAt < truth.LapsedAt.UnixMs);
        }
    }

    [Fact]
    public void Where_emails_do_nothing_they_cause_nothing()
    {
        var shop = FlowerShop.Population(SomeLives.Options with { Mails = new MailEffect(0, 1) });
        Assert.All(Customers, c => Assert.DoesNotContain(
            Life.Of(c, customer => SomeLives.Weekly(customer, 7), shop: shop).Orders, order => order.Caused));
    }

    [Fact]
    public void Customers_leave_as_often_as_they_are_inclined_to()
    {
        var (left, expected) = (0, 0.0);
        foreach (var life in Mailed.Value)
        {
            var behaviour = life.Customer.Behaviour;
            if (behaviour.UnsubscribedAt.HasValue) left++;
            var delivered = life.Responses.Count(answer => answer.Kind == ResponseKind.Delivered
                && (!behaviour.UnsubscribedAt.HasValue || answer.At < behaviour.UnsubscribedAt));
            expected += delivered * behaviour.UnsubscribeChance;
        }
        Assert.InRange(left, expected - 4 * Math.Sqrt(expected), expected + 4 * Math.Sqrt(expected));
        Assert.True(left > 20, $"{left}");
    }

    [Fact]
    public void Whoever_left_reads_nothing_more_and_leaves_once()
    {
        var gone = Mailed.Value.Where(life => life.Customer.Behaviour.UnsubscribedAt.HasValue).ToList();
        Assert.NotEmpty(gone);
        foreach (var life in gone)
        {
            var left = life.Customer.Behaviour.UnsubscribedAt;
            Assert.Equal(left, Assert.Single(life.Responses,
                answer => answer.Kind is ResponseKind.Unsubscribe or ResponseKind.Complaint).At);
            var later = SomeLives.Weekly(life.Customer).Where(mail => mail.At > left).Select(mail => mail.Id)
                .ToHashSet();
            Assert.All(life.Responses.Where(answer => later.Contains(answer.Contact)),
                answer => Assert.True(answer.Kind is ResponseKind.Delivered or ResponseKind.Bounce));
            Assert.DoesNotContain(life.Orders,
                order => order.Caused && order.Fact.At.UnixMs > left.UnixMs + 3 * DayMs + DayMs);
        }
    }

    [Fact]
    public void Two_emails_of_one_day_are_read_each_by_itself()
    {
        var (both, one) = (0, 0);
        foreach (var c in Customers)
        {
            var life = Life.Of(c, customer => [.. SomeLives.Weekly(customer)
                .SelectMany(mail => new[] { mail, SomeLives.Contact(Life.Day(mail.At), hour: 15, number: 1) })]);
            var opened = life.Responses.Where(answer => answer.Kind == ResponseKind.Open)
                .Select(answer => answer.Contact).ToHashSet();
            foreach (var mail in SomeLives.Weekly(life.Customer))
            {
                var (first, second) = (mail.Id, SomeLives.Contact(Life.Day(mail.At), hour: 15, number: 1).Id);
                if (opened.Contains(first) && opened.Contains(second)) both++;
                else if (opened.Contains(first) || opened.Contains(second)) one++;
            }
        }
        Assert.True(both > 1_000 && one > both, $"{both} {one}");
    }

    [Fact]
    public void A_step_shows_nothing_that_is_still_to_come()
    {
        // Opens and leavings come out on their day, which for many is not that of the e-mail.
        var lateOpens = Mailed.Value.Sum(life => life.Responses.Count(answer => answer.Kind == ResponseKind.Open
            && !SomeLives.Weekly(life.Customer).Exists(mail => Life.Day(mail.At) == Life.Day(answer.At))));
        Assert.True(lateOpens > 500, $"{lateOpens}");
        foreach (var c in Customers)
        {
            var (customer, facts) = (SomeLives.Shop.Customer(c), new DayFacts());
            var seen = Instant.None;
            foreach (var mail in SomeLives.Weekly(customer))
            {
                customer.Step(Life.Day(mail.At), [mail], facts);
                foreach (ref readonly var answer in facts.Responses)
                    if (answer.Kind is ResponseKind.Unsubscribe or ResponseKind.Complaint) seen = answer.At;
                Assert.Equal(seen, customer.Behaviour.UnsubscribedAt);
            }
        }
    }
}
