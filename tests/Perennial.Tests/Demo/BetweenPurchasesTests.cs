using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Measurement;
using Perennial.Core.Simulation;

namespace Perennial.Tests.Demo;

/// <summary>What customers do between purchases, and what the shop sends, follows from the truth behind it.</summary>
public class BetweenPurchasesTests
{
    static readonly FlowerShop shop = ShopsForTests.Paris;
    static readonly ShopCalendar calendar = ShopsForTests.ParisCalendar;
    static readonly HistoryTable history = shop.Batch.History;
    static readonly ActivityFacts activities = shop.Batch.History.Activities!;
    static readonly ContactFacts contacts = shop.Batch.History.Contacts!;
    static readonly ResponseFacts responses = shop.Batch.History.Responses!;

    static IReadOnlyList<BehaviourTruth> Truth => shop.Truth.Behaviour;
    static IEnumerable<int> Customers => Enumerable.Range(0, Truth.Count);

    static int Count(int customer, ContactChannel channel)
    {
        var mine = contacts.Channel[contacts.Start[customer]..contacts.Start[customer + 1]];
        return mine.Count(by => by == channel);
    }

    static int Count(int customer, ContactChannel channel, ResponseKind kind) =>
        Enumerable.Range(responses.Start[customer], responses.Start[customer + 1] - responses.Start[customer])
            .Count(i => responses.Kind[i] == kind && responses.Channel[i] == channel);

    static IEnumerable<int> OrdersOf(int customer) =>
        Enumerable.Range(history.Orders.Start[customer], history[customer].Orders.Count);

    [Fact]
    public void The_shop_is_as_busy_as_a_shop_of_its_size()
    {
        Assert.InRange(activities.At.Length, 100_000, 160_000);
        Assert.InRange(contacts.At.Length + responses.At.Length, 150_000, 250_000);
        Assert.All(Enum.GetValues<ActivityKind>().Except([ActivityKind.Other]),
            kind => Assert.Contains(kind, activities.Kind));
        Assert.All(Enum.GetValues<ResponseKind>(),
            kind => Assert.Contains(kind, responses.Kind));
        var mails = contacts.Channel.Count(channel => channel == ContactChannel.Email);
        Assert.InRange(responses.Kind.Count(kind => kind == ResponseKind.Open) / (double)mails, 0.2, 0.45);
        Assert.InRange(responses.Kind.Count(kind => kind == ResponseKind.Unsubscribe) / (double)mails, 0.001, 0.005);
        var looking = Customers.Count(c => shop.Truth.Customers[c].Prospect && history[c].Activities.Count > 0);
        Assert.InRange(looking / (double)shop.Truth.Customers.Count(truth => truth.Prospect), 0.5, 0.95);
    }

    [Fact]
    public void Facts_lie_in_time_before_the_end_and_each_has_an_id_of_its_own()
    {
        foreach (var c in Customers)
        {
            var one = history[c];
            InOrder(one.Activities.At, one.Activities.Id);
            InOrder(one.Contacts.At, one.Contacts.Id);
            InOrder(one.Responses.At, one.Responses.Id);
        }

        static void InOrder(ReadOnlySpan<Instant> at, ReadOnlySpan<FactId> ids)
        {
            var seen = new HashSet<FactId>();
            for (var i = 0; i < at.Length; i++)
                Assert.True(at[i] < ShopsForTests.End && (i == 0 || at[i - 1] <= at[i]) && seen.Add(ids[i]));
        }
    }

    [Fact]
    public void Every_response_comes_after_the_contact_it_names()
    {
        foreach (var c in Customers)
        {
            var sent = history[c].Contacts;
            var came = history[c].Responses;
            var at = new Dictionary<FactId, (Instant At, ContactChannel Channel)>();
            for (var i = 0; i < sent.Count; i++) at.Add(sent.Id[i], (sent.At[i], sent.Channel[i]));
            for (var i = 0; i < came.Count; i++)
                Assert.True(at[came.Contact[i]].At < came.At[i] && at[came.Contact[i]].Channel == came.Channel[i]);
        }
    }

    [Fact]
    public void Nobody_is_written_to_without_consent_or_after_taking_it_back()
    {
        var refused = new HashSet<int>();
        foreach (var c in Customers)
        {
            var (truth, details) = (Truth[c], shop.Batch.Details[c]!);
            var sent = history[c].Contacts;
            // Who said yes may have taken it back since then.
            bool Agreed(bool? consent) => consent ?? throw new ArgumentException($"{c} never said yes.");
            if (sent.Channel.ToArray().Any(channel => channel switch
                {
                    ContactChannel.Email => false,
                    ContactChannel.Sms => !Agreed(details.ConsentSms),
                    ContactChannel.Call => !Agreed(details.ConsentPhone),
                    _ => !Agreed(details.ConsentPost),
                })) refused.Add(c);
            for (var i = 0; i < sent.Count; i++)
            {
                Assert.True(sent.Channel[i] switch
                {
                    ContactChannel.Email => truth.ByEmail && details.ConsentEmail == !truth.UnsubscribedAt.HasValue,
                    ContactChannel.Sms => truth.BySms,
                    ContactChannel.Call => truth.ByPhone,
                    _ => truth.ByPost,
                });
                if (sent.Channel[i] == ContactChannel.Email && truth.UnsubscribedAt.HasValue)
                    Assert.True(calendar.DayOf(sent.At[i]) <= calendar.DayOf(truth.UnsubscribedAt));
            }
        }
        Assert.InRange(refused.Count, 1, Truth.Count / 50);
    }

    [Theory]
    [InlineData(ResponseKind.Open)]
    [InlineData(ResponseKind.Click)]
    public void Responses_recover_what_customers_are_inclined_to(ResponseKind kind)
    {
        var often = Customers.Where(c => Count(c, ContactChannel.Email) >= 20).ToList();
        Assert.True(often.Count > 800, $"only {often.Count} customers");

        var correlation = Spearman(
            [.. often.Select(c => kind == ResponseKind.Open ? Truth[c].OpenChance : Truth[c].ClickChance)],
            [.. often.Select(c => (Count(c, ContactChannel.Email, kind) + 0.5)
                / (Count(c, ContactChannel.Email, ResponseKind.Delivered) + 5))]);

        Assert.True(correlation > 0.7, $"{correlation}");
    }

    [Fact]
    public void Discounts_taken_recover_how_sensitive_to_promotions_customers_are()
    {
        var often = Customers.Where(c => history[c].Orders.Count >= 20).ToList();
        Assert.True(often.Count > 150, $"only {often.Count} customers");

        var correlation = Spearman(
            [.. often.Select(c => shop.Truth.Customers[c].DiscountSensitivity)],
            [.. often.Select(c => (OrdersOf(c).Count(i => history.Orders.DiscountCents[i] > 0) + 0.8)
                / (history[c].Orders.Count + 4))]);

        Assert.True(correlation > 0.7, $"{correlation}");
    }

    [Fact]
    public void Every_discount_says_how_it_was_given()
    {
        var orders = history.Orders;
        Assert.All(Enumerable.Range(0, orders.At.Length), i => Assert.Equal(
            orders.DiscountCents[i] > 0, orders.Mechanism[i] != DiscountMechanism.Unknown));
        DiscountMechanism[] given =
            [DiscountMechanism.PercentOff, DiscountMechanism.AmountOff, DiscountMechanism.Bundle];
        Assert.All(given, how => Assert.True(orders.Mechanism.Count(one => one == how) > 500));
    }

    [Fact]
    public void Chance_decides_how_many_emails_a_tenth_of_the_customers_get()
    {
        var from = shop.Truth.Experiment!.From.UnixMs + 7 * 86_400_000L;
        var weeks = (ShopsForTests.End.UnixMs - from) / (7 * 86_400_000.0);
        foreach (var cap in MailingExperiment.Caps)
        {
            var arm = Customers.Where(c => MailingExperiment.CapOf(shop.Batch.Keys[c]) == cap).ToList();
            Assert.InRange(arm.Count, 70, 130);
            var through = arm.Where(c => Truth[c] is { ByEmail: true, UnsubscribedAt.HasValue: false }
                && history[c].Contacts.Count > 0 && history[c].Contacts.At[0].UnixMs < from);
            foreach (var c in through)
            {
                var mails = Enumerable.Range(contacts.Start[c], history[c].Contacts.Count)
                    .Count(i => contacts.Channel[i] == ContactChannel.Email && contacts.At[i].UnixMs >= from);
                Assert.InRange(mails / weeks, cap * 0.9 - 0.01, cap * 1.1 + 0.01);
            }
        }
        Assert.All(Customers, c => Assert.Equal(MailingExperiment.CapOf(shop.Batch.Keys[c]) >= 0,
            Assignment.Uniform(MailingExperiment.Salt, shop.Batch.Keys[c]) < MailingExperiment.Share));
    }

    [Fact]
    public void Emails_cause_orders_with_diminishing_returns()
    {
        var effect = shop.Truth.Mails!;
        Assert.Equal(0, effect.OrdersPerWeek(0));
        Assert.True(effect.OrdersPerWeek(2) - effect.OrdersPerWeek(1) < effect.OrdersPerWeek(1));

        var caused = Enumerable.Range(0, history.Orders.At.Length).Where(i => shop.Truth.OrderCaused[i]).ToList();
        Assert.InRange(caused.Count / (double)history.Orders.At.Length, 0.015, 0.08);
        foreach (var c in Customers)
        {
            var sent = history[c].Contacts.Count;
            foreach (var i in OrdersOf(c).Where(i => shop.Truth.OrderCaused[i]))
            {
                var at = history.Orders.At[i].UnixMs;
                Assert.Contains(Enumerable.Range(contacts.Start[c], sent), k =>
                    contacts.Channel[k] == ContactChannel.Email && at - contacts.At[k].UnixMs is > 0 and < 345_600_000);
            }
        }
    }

    [Fact]
    public void What_is_wanted_was_looked_at_again_and_again_and_not_bought()
    {
        var wanting = Customers.Where(c => Truth[c].WantedProduct >= 0).ToList();
        Assert.InRange(wanting.Count, 200, 1000);
        foreach (var c in wanting)
        {
            var since = ShopsForTests.End.UnixMs - 22 * 86_400_000L;
            var seen = history[c].Activities;
            var views = 0;
            for (var i = 0; i < seen.Count; i++)
                if (seen.At[i].UnixMs > since && seen.Product[i] == Truth[c].WantedProduct) views++;
            Assert.True(views >= 2);
            Assert.DoesNotContain(OrdersOf(c), order => history.Orders.At[order].UnixMs > since + 3 * 86_400_000L);
        }
    }

    [Fact]
    public void Categories_of_interest_are_looked_at_more_than_bought()
    {
        var (looked, views, bought, lines) = (0, 0, 0, 0);
        foreach (var c in Customers.Where(c => Truth[c].InterestCategory >= 0))
        {
            var interest = FlowerCatalogue.Categories[Truth[c].InterestCategory];
            foreach (var product in history[c].Activities.Product)
            {
                if (product < 0) continue;
                views++;
                if (history.Categories[product] == interest) looked++;
            }
            for (var order = 0; order < history[c].Orders.Count; order++)
                foreach (var product in history[c].Orders.Lines(order).Product)
                {
                    lines++;
                    if (history.Categories[product] == interest) bought++;
                }
        }
        Assert.True(looked / (double)views > 1.8 * bought / lines, $"{looked} of {views}, {bought} of {lines}");
    }

    [Fact]
    public void Without_behaviour_there_are_the_same_orders_but_those_that_emails_caused()
    {
        var options = new FlowerShopOptions { Customers = 700, Seed = 3, End = ShopsForTests.End };
        var full = FlowerShop.Generate(options);
        var bare = FlowerShop.Generate(options with { Behaviour = false });

        var own = Enumerable.Range(0, full.Truth.OrderCaused.Count).Where(i => !full.Truth.OrderCaused[i]).ToList();
        Assert.True(own.Count < full.Truth.OrderCaused.Count);
        Assert.Equal(bare.Batch.History.Orders.At, own.Select(i => full.Batch.History.Orders.At[i]));
        Assert.Equal(bare.Batch.History.Orders.GrossCents, own.Select(i => full.Batch.History.Orders.GrossCents[i]));
        Assert.Equal(bare.Truth.Customers, full.Truth.Customers);
        Assert.Null(bare.Batch.History.Activities);
        Assert.Null(bare.Batch.History.Contacts);
        Assert.Null(bare.Batch.History.Responses);
        Assert.Empty(bare.Truth.Behaviour);
    }

    [Fact]
    public void More_customers_leave_the_behaviour_of_the_earlier_ones_as_it_was()
    {
        const int few = 1_030;
        var options = new FlowerShopOptions { Customers = few, Seed = 3, End = ShopsForTests.End };
        var small = FlowerShop.Generate(options);
        var large = FlowerShop.Generate(options with { Customers = 1_400, Details = false, Lines = false });

        Assert.Equal(small.Truth.Behaviour, large.Truth.Behaviour.Take(few));
        for (var c = 0; c < few; c++)
        {
            var (one, other) = (small.Batch.History[c], large.Batch.History[c]);
            Assert.Equal(one.Orders.At, other.Orders.At);
            Assert.Equal(one.Activities.Id, other.Activities.Id);
            Assert.Equal(one.Activities.Product, other.Activities.Product);
            Assert.Equal(one.Contacts.Id, other.Contacts.Id);
            Assert.Equal(one.Contacts.Strategy.ToArray(), other.Contacts.Strategy.ToArray());
            Assert.Equal(one.Responses.Id, other.Responses.Id);
            Assert.Equal(one.Responses.Contact, other.Responses.Contact);
        }
    }

    static double Spearman(double[] one, double[] other)
    {
        var (a, b) = (Ranks(one), Ranks(other));
        var mean = (a.Length - 1) / 2.0;
        double ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
            bb += (b[i] - mean) * (b[i] - mean);
        }
        return ab / Math.Sqrt(aa * bb);
    }

    static double[] Ranks(double[] values)
    {
        var ranks = new double[values.Length];
        var rank = 0;
        foreach (var tied in Enumerable.Range(0, values.Length).GroupBy(i => values[i]).OrderBy(group => group.Key))
        {
            var members = tied.ToList();
            foreach (var member in members) ranks[member] = rank + (members.Count - 1) / 2.0;
            rank += members.Count;
        }
        return ranks;
    }
}
