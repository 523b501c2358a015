using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Capacity;
using Perennial.Core.Planning;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;
using Perennial.Tests.Planning;

namespace Perennial.Tests.Capacity;

/// <summary>Whoever comes when, and whatever becomes impossible meanwhile: there is never more of a thing than there
/// is, nothing is left while somebody waits for it, and whoever has it comes before whoever waits.</summary>
public class CapacityTests
{
    const long Hour = 3_600_000;

    static readonly Instant from = Some.At("2026-05-27");
    static readonly WaitingOrder customersFirst = new(ProspectPlace.AfterCustomers);
    static readonly ShopCalendar paris = SomeFacts.Calendar("Europe/Paris");

    [Fact]
    public void Never_more_than_there_is_and_nothing_left_while_somebody_waits()
    {
        var (waited, given) = (0, 0);
        for (var seed = 0UL; seed < (ulong)Suite.Cases(60); seed++)
        {
            var random = Rng.ForStream(seed, 18);
            string[] caps = random.Pick<string[]>(
                [["4 per 1d"], ["9 per 7d"], ["3 per 1d", "20 per month"], ["0 per 1d"]]);
            long? cents = random.Chance(0.5) ? 100 * random.NextInt(0, 12) : null;
            var shop = new ScarceShop(ScarceBooks.Of(caps, cents, [50, random.Pick([50, 80])], 0.3));
            for (var number = 0; number < 40; number++)
                shop.Add($"C-{seed}-{number}", random.NextInt(0, 30));
            for (var hour = 0; hour < 10 * 24; hour += random.NextInt(1, 9))
            {
                var at = new Instant(from.UnixMs + hour * Hour);
                var one = shop.People[random.NextInt(shop.People.Count)];
                shop.Move(one, at, random.Chance(0.5) ? "late" : "late 1");
                // Who may not be called any more has it back: the next one's turn is now.
                if (random.Chance(0.2)) random.Pick(shop.People).HasPhone = false;
                // The order of calls changes as facts arrive.
                if (random.Chance(0.2)) random.Pick(shop.People).Place = random.NextInt(0, 30);
                var rounds = shop.Rounds.Count;
                shop.Tick(at);
                AssertGiven(shop, rounds, $"world {seed}, {at}");
                waited += shop.Waiters.Count();
            }
            AssertCounted(shop, caps, cents, $"world {seed}");
            given += shop.Rounds.Sum(round => round.Had.Count);
        }
        Assert.True(waited > 1_000 && given > 200, $"{waited} waited, {given} given");
    }

    static void AssertGiven(ScarceShop shop, int rounds, string where)
    {
        var stock = shop.Stock();
        foreach (var one in shop.Waiters) Assert.True(stock.EnoughFor(one.Demand) == 0, $"{where}: {one} waits");
        foreach (var (had, others) in shop.Rounds.Skip(rounds))
        {
            foreach (var waits in others)
                foreach (var one in had.Where(one => one.Demand == waits.Demand))
                    Assert.True(customersFirst.Compare(one, waits) < 0, $"{where}: {one} before {waits}");
        }
    }

    // Counted by what went, and by no account of what is taken.
    static void AssertCounted(ScarceShop shop, string[] caps, long? cents, string where)
    {
        var went = shop.Told.Where(one => one.Outcome == Outcome.Sent).ToList();
        static int Monday(int day) => day - ((day - 4) % 7 + 7) % 7;
        static int First(int day) => ShopCalendar.Date(day) is var date
            ? ShopCalendar.Day(new DateOnly(date.Year, date.Month, 1)) : 0;
        foreach (var cap in caps)
        {
            var most = int.Parse(cap.Split(' ')[0]);
            foreach (var same in went.Where(one => one.Candidate.Content.Kind == ContactKind.Call)
                .GroupBy(one => paris.DayOf(one.At) is var day && cap.EndsWith("month", StringComparison.Ordinal)
                    ? First(day) : cap.EndsWith("7d", StringComparison.Ordinal) ? Monday(day) : day))
                Assert.True(same.Count() <= most, $"{where}: {same.Count()} calls, {cap}");
        }
        if (cents is null) return;
        foreach (var same in went.Where(one => one.Candidate.Content.Kind == ContactKind.Letter)
            .GroupBy(one => First(paris.DayOf(one.At))))
            Assert.True(same.Count() * 100 <= cents, $"{where}: {same.Count()} letters, {cents} cents");
    }

    [Fact]
    public void Periods_are_calendar_days_weeks_from_Monday_and_months()
    {
        var day = ShopCalendar.Day(new DateOnly(2026, 6, 3));
        Assert.Equal(day, new Resource("r", 1, 1).PeriodOf(day));
        Assert.Equal(new DateOnly(2026, 6, 1), ShopCalendar.Date(new Resource("r", 1, 7).PeriodOf(day)));
        Assert.Equal(new DateOnly(2026, 6, 1), ShopCalendar.Date(new Resource("r", 1, 0).PeriodOf(day)));
        Assert.Equal(new DateOnly(2026, 5, 1), ShopCalendar.Date(new Resource("r", 1, 0).PeriodOf(day - 3)));
    }

    [Fact]
    public void What_there_is_of_shipped_channels_is_told_in_words()
    {
        var things = Strategies.SomeStrategies.Shipped.Set.Channels is var channels ? new ScarceThings(channels) : null;
        Assert.Equal(
        [
            "20,000 e-mails a day", "4,000 text messages a month", "60 calls a day of retention",
            "120 calls a day of occasions", "30 calls a day of welcome", "2,000 letters a month",
            "300.00 a month for advertisements", "20 tasks of kind card a day", "5 tasks of kind gift a day",
        ], things!.All.Select(one => one.Words));
        // Two weeks at 0.25 a week.
        Assert.Equal([new Need("ad money/month", 50)], things.NeedsOf(
            new ContactContent(ContactKind.Ads) { For = StepDraws.LengthOf("14d") }));
        Assert.Equal("queue retention/day*1", Demand.Write(things.NeedsOf(
            new ContactContent(ContactKind.Call) { Queue = "retention" })));
        Need[] needs = [new("queue a*b/day", 1), new("call money/month", 360)];
        Assert.Equal(needs, Demand.Read(Demand.Write(needs)));
    }

    [Fact]
    public void A_plan_tells_how_many_will_come_too_late()
    {
        var calls = new Resource("queue retention/day", 60, 1) { Words = "60 calls a day of retention" };
        Assert.Equal("400 now, 60 calls a day of retention: 100 will expire",
            ImpactWords.Scarce(ScarceImpact.Of(calls, 400, waitDays: 5, overDays: 1)));
        // Spread over three days, the last wait until the seventh.
        Assert.Equal("400 now, 60 calls a day of retention",
            ImpactWords.Scarce(ScarceImpact.Of(calls, 400, waitDays: 5, overDays: 3)));
        var money = new Resource("ad money/month", 30_000, 0) { IsMoney = true, Words = "300.00 a month for ads" };
        Assert.Equal("410.50 now, 300.00 a month for ads: 110.50 will expire",
            ImpactWords.Scarce(ScarceImpact.Of(money, 41_050, waitDays: 2, overDays: 1)));
    }

    [Theory]
    [InlineData(ProspectPlace.AfterCustomers, "1 2 4 3 5 6")]
    [InlineData(ProspectPlace.Before, "3 5 1 2 4 6")]
    [InlineData(ProspectPlace.BetweenByValue, "1 3 2 4 5 6")]
    public void Prospects_stand_where_the_shop_wants_them(ProspectPlace place, string order)
    {
        Waiter Of(int number, int tier, bool isProspect, int priority = 50) => new(new CandidateKey(
            CustomerId.Of(CustomerKeyKind.External, $"C-{number}"), "s", "step", "x", 1), "", priority, number)
        {
            IsProspect = isProspect, Tier = tier,
        };
        Waiter[] all = [Of(1, 1, false), Of(2, 2, false), Of(3, 1, true), Of(4, 3, false), Of(5, 4, true),
            Of(6, 1, true, priority: 20)];
        Assert.Equal(order, string.Join(' ', all.Reverse().Order(new WaitingOrder(place)).Select(one => one.Place)));
    }

    // A day at whose end little is left: whoever needs less may have it.
    [Fact]
    public void Where_too_little_is_left_for_one_a_later_one_who_needs_less_has_it()
    {
        var stock = new Stock([new Resource("money", 100, 1)], _ => 40, from, paris);
        Waiter Of(int place, long amount, bool isShadow = false) => new(new CandidateKey(
            CustomerId.Of(CustomerKeyKind.External, $"C-{place}"), "s", "step", "x", 1),
            Demand.Write([new Need("money", amount)]), 50, place) { IsShadow = isShadow };
        var given = stock.Give([Of(1, 50), Of(2, 20), Of(3, 10), Of(4, 10), Of(5, 10, true), Of(0, 1)],
            customersFirst);
        Assert.Equal([1, 3], given.Select(one => one.Place));
        Assert.Equal(60, stock.Taken["money"]);
    }
}
