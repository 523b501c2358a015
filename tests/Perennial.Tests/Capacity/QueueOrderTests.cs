using Perennial.Core;
using Perennial.Core.Capacity;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Capacity;

/// <summary>The order in which a queue's calls are made (S7).</summary>
public class QueueOrderTests
{
    const long Hour = 3_600_000;

    static readonly Instant from = Some.At("2026-06-01T07:00Z");

    static QueueTask Task(int number, int priority = 50, int place = 0, bool isProspect = false, int tier = 3,
        double? added = null, Instant? back = null) => new(new Waiter(new CandidateKey(
            CustomerId.Of(CustomerKeyKind.External, $"C-{number}"), "s", "call", "x", 1), "", priority,
            place == 0 ? number : place) { IsProspect = isProspect, Tier = tier })
        {
            AddedCents = added, CallBackAt = back ?? Instant.None,
        };

    static string Numbers(ProspectPlace prospects, params QueueTask[] tasks) => string.Join(' ',
        new QueueOrder(new WaitingOrder(prospects)).Of(tasks.Reverse(), from).Select(one => one.Waiter.Place));

    [Fact]
    public void Due_callbacks_then_the_strategys_priority_then_what_is_added_then_the_order_of_calls() =>
        Assert.Equal("7 6 5 1 4 2 3 8", Numbers(ProspectPlace.AfterCustomers, Task(1, priority: 80), Task(2), Task(3),
            Task(4, added: 120), Task(5, priority: 80, added: 1), Task(6, priority: 10, back: from),
            Task(7, priority: 10, back: new Instant(from.UnixMs - Hour)), Task(8, added: -30),
            // Nobody calls before that.
            Task(9, priority: 90, back: new Instant(from.UnixMs + 1))));

    [Theory]
    [InlineData(ProspectPlace.AfterCustomers, "1 3 2")]
    [InlineData(ProspectPlace.Before, "2 1 3")]
    [InlineData(ProspectPlace.BetweenByValue, "2 1 3")]
    public void Prospects_stand_where_the_shop_wants_them(ProspectPlace prospects, string order) => Assert.Equal(order,
        Numbers(prospects, Task(1, tier: 2), Task(2, isProspect: true, tier: 1), Task(3, tier: 3)));

    // Written down once more, so that the order is not compared with itself.
    static IReadOnlyList<double> Rank(QueueTask one) =>
    [
        one.CallBackAt.HasValue ? 0 : 1, one.CallBackAt.HasValue ? one.CallBackAt.UnixMs : 0, -one.Waiter.Priority,
        -(one.AddedCents ?? 0), one.Waiter.IsProspect ? 1 : 0, one.Waiter.Place,
    ];

    static bool IsBefore(QueueTask one, QueueTask other)
    {
        foreach (var (mine, theirs) in Rank(one).Zip(Rank(other)))
            if (mine != theirs) return mine < theirs;
        return one.Waiter.Key.Customer < other.Waiter.Key.Customer;
    }

    // Served one after another while facts arrive: new tasks, callbacks, other places, other values.
    [Fact]
    public void A_day_cut_short_after_any_call_leaves_nothing_that_came_before_a_served_one()
    {
        var order = new QueueOrder(new WaitingOrder(ProspectPlace.AfterCustomers));
        for (var seed = 0UL; seed < (ulong)Suite.Cases(200); seed++)
        {
            var random = Rng.ForStream(seed, 7);
            QueueTask Draw(int number, long now) => Task(number, random.Pick([20, 50, 80]), random.NextInt(1, 6),
                random.Chance(0.3), 3, random.Chance(0.3) ? random.NextInt(-5, 5) : null,
                random.Chance(0.2) ? new Instant(now + random.NextInt(-2, 3) * Hour) : null);
            var open = Enumerable.Range(1, 20).Select(number => Draw(number, from.UnixMs)).ToList();
            var number = 20;
            for (var now = from; order.Of(open, now) is [var served, ..]; now = new Instant(now.UnixMs + Hour / 4))
            {
                foreach (var left in open.Where(one => one != served && one.IsCallable(now)))
                    Assert.False(IsBefore(left, served), $"world {seed}: {left} before {served}");
                Assert.True(served.IsCallable(now));
                open.Remove(served);
                if (number < 30 && random.Chance(0.5)) open.Add(Draw(++number, now.UnixMs));
                if (open.Count == 0 || !random.Chance(0.5)) continue;
                var place = random.NextInt(open.Count);
                open[place] = open[place] with
                {
                    Waiter = open[place].Waiter with { Place = random.NextInt(1, 6) }, AddedCents = random.NextInt(9),
                };
            }
            Assert.All(open, one => Assert.True(one.CallBackAt.HasValue));
        }
    }
}
