using Perennial.Core.Allocation;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Allocation;

public sealed class WaitingAllocationTests
{
    const string Calls = "queue retention/day", Money = "call money/month", Letters = "letters/month";

    [Fact]
    public void Who_is_worth_most_has_a_turn_and_one_more_call_is_worth_the_next()
    {
        var plan = Plan([Call(100), Call(310), Call(250), Call(90)], (Calls, 2));
        Assert.Equal([1, 2], plan.Taken);
        var calls = Assert.Single(plan.Resources);
        Assert.Equal((true, 2, 4, 2, 560, 560),
            (calls.IsByValue, calls.Left, calls.Wanted, calls.Taken, calls.Value, calls.Bound));
        Assert.InRange(calls.Price, 100, 250);
    }

    [Fact]
    public void Where_somebody_has_no_value_all_have_their_turns_in_order()
    {
        var plan = Plan([Call(100), Call(null), Call(250), Call(90)], (Calls, 2));
        Assert.Equal([0, 1], plan.Taken);
        Assert.Equal(new ResourcePlan(Calls, false, 2, 4, 2, 0, 0, 0), plan.Resources[0]);
    }

    [Fact]
    public void Who_waits_for_something_else_decides_nothing_here()
    {
        var plan = Plan([Letter(null), Call(100), Letter(null), Call(250)], (Calls, 1), (Letters, 1));
        Assert.Equal([0, 3], plan.Taken);
        Assert.Equal([(Letters, false), (Calls, true)], plan.Resources.Select(one => (one.Resource, one.IsByValue)));
    }

    [Fact]
    public void What_is_used_together_is_decided_together()
    {
        // The second of the calls uses so much money that two others are worth more.
        var plan = Plan([Call(100, 40), Call(150, 90), Call(90, 50)], (Calls, 5), (Money, 100));
        Assert.Equal([0, 2], plan.Taken);
        Assert.All(plan.Resources, one => Assert.True(one.IsByValue && one.Value == 190 && one.Bound == 190));
        var unmeasured = Plan([Call(100, 40), Letter(null, 90), Call(90, 50)], (Calls, 5), (Letters, 5), (Money, 100));
        Assert.Equal([0, 2], unmeasured.Taken);
        Assert.All(unmeasured.Resources, one => Assert.False(one.IsByValue));
    }

    [Fact]
    public void Of_those_who_are_alike_whoever_waited_in_front_has_a_turn()
    {
        var waiting = Enumerable.Range(0, 2_000).Select(i => Call(100 + i % 3 * 50)).ToArray();
        var plan = Plan(waiting, (Calls, 800));
        var best = Enumerable.Range(0, 2_000).Where(i => i % 3 == 2).ToList();
        Assert.Equal(best.Concat(Enumerable.Range(0, 2_000).Where(i => i % 3 == 1).Take(800 - best.Count)).Order(),
            plan.Taken);
        Assert.Equal(150, plan.Resources[0].Price, 1e-6);
    }

    [Fact]
    public void Nothing_is_left_over_that_somebody_could_have_used()
    {
        Assert.Equal([0, 1, 2], Plan([Call(0), Call(-50), Call(80)], (Calls, 5)).Taken);
        Assert.Equal([0, 2], Plan([Call(0), Call(-50), Call(80)], (Calls, 2)).Taken);
        for (var seed = 0UL; seed < 200; seed++)
        {
            var rng = Rng.ForStream(31, seed);
            var waiting = Enumerable.Range(0, rng.NextInt(30))
                .Select(_ => Call(rng.NextInt(9) == 0 ? null : rng.NextInt(300) - 30, 1 + rng.NextInt(60))).ToArray();
            var left = ((string, long)[])[(Calls, rng.NextInt(20)), (Money, rng.NextInt(700))];
            var plan = Plan(waiting, left);
            var used = left.ToDictionary(one => one.Item1, one => plan.Taken.Sum(i => Used(waiting[i], one.Item1)));
            Assert.All(plan.Resources, one => Assert.Equal(used[one.Resource], one.Taken));
            Assert.All(left, one => Assert.True(used[one.Item1] <= one.Item2));
            Assert.All(Enumerable.Range(0, waiting.Length).Except(plan.Taken),
                i => Assert.Contains(left, one => used[one.Item1] + Used(waiting[i], one.Item1) > one.Item2));
        }
    }

    [Fact]
    public void Who_is_held_out_uses_nothing_and_has_a_turn_where_somebody_in_her_place_would()
    {
        WaitingContact HeldOut(long? value) => Call(value) with { IsShadow = true };
        // Whatever she is worth, whoever is contacted has the same turns as without her.
        var plan = Plan([HeldOut(200), Call(100), HeldOut(90), Call(310), Call(250), HeldOut(400)], (Calls, 2));
        Assert.Equal([3, 4, 5], plan.Taken);
        Assert.Equal(2, plan.Resources[0].Taken);
        // Among equals by the place in the order: before the last who has a turn, and not behind.
        Assert.Equal([0, 1, 2], Plan([Call(100), HeldOut(100), Call(100), HeldOut(100), Call(100)], (Calls, 2)).Taken);
        Assert.Equal([0, 1, 2], Plan([Call(null), HeldOut(null), Call(null), HeldOut(null)], (Calls, 2)).Taken);
        // And of what is left over.
        Assert.Equal([0, 1], Plan([Call(100), HeldOut(50)], (Calls, 2)).Taken);
    }

    [Fact]
    public void Nobody_waits_and_nothing_is_scarce()
    {
        Assert.Empty(Plan([], (Calls, 3)).Taken);
        Assert.Equal([0, 1], Plan([Call(5), Call(null)]).Taken);
    }

    static WaitingPlan Plan(WaitingContact[] waiting, params (string Resource, long Left)[] left) =>
        WaitingAllocation.Of(waiting, left.ToDictionary(one => one.Resource, one => one.Left));

    static WaitingContact Call(long? value, long money = 0) => Of(Calls, value, money);

    static WaitingContact Letter(long? value, long money = 0) => Of(Letters, value, money);

    static WaitingContact Of(string resource, long? value, long money) =>
        new([new(resource, 1), new(Money, money)], value);

    static long Used(WaitingContact contact, string resource) =>
        contact.Uses.Where(use => use.Key == resource).Sum(use => use.Value);
}
