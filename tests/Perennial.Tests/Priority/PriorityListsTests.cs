using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Priority;
using Perennial.Core.Rfm;

namespace Perennial.Tests.Priority;

public class PriorityListsTests
{
    static readonly Arbitrary<(Some.Measures[] Customers, int Top)> Case = Arb.From(
        from customers in Some.Customers(200)
        from top in Gen.Choose(1, 60)
        select (customers, top));

    static void ForAll(Action<Population, int> holds) => Prop.ForAll(Case, input =>
    {
        holds(Population.Of(Some.Table(input.Customers), ShopCalendar.Utc), input.Top);
        return true;
    }).QuickCheckThrowOnFailure();

    /// <summary>Brute force: the tie rules as the documentation states them.</summary>
    static HashSet<int> List(Population p, int top, params Func<int, long>[] by) =>
        [.. Enumerable.Range(0, p.Count).Order(Comparer<int>.Create((a, b) =>
        {
            foreach (var measure in by)
                if (measure(a) != measure(b)) return measure(b).CompareTo(measure(a));
            return p.Key(a).SequenceCompareTo(p.Key(b));
        })).Take(top)];

    [Fact]
    public void Tiers_are_the_union_of_three_lists_of_exactly_the_length_asked_for() => ForAll((p, top) =>
    {
        if (p.Count == 0) return;
        var (tier, _, _) = PriorityLists.Rank(p, new PriorityOptions { TopCount = top });
        var r = List(p, top, i => p.Days[i], i => p.MonetaryCents[i], i => p.Frequency[i]);
        var f = List(p, top, i => p.Frequency[i], i => p.MonetaryCents[i], i => p.Days[i]);
        var m = List(p, top, i => p.MonetaryCents[i], i => p.Frequency[i], i => p.Days[i]);
        for (var i = 0; i < p.Count; i++)
        {
            var expected = (r.Contains(i), f.Contains(i), m.Contains(i)) switch
            {
                (true, true, true) => 1,
                (true, true, false) => 2,
                (true, false, true) => 3,
                (false, true, true) => 4,
                (false, false, false) => 6,
                _ => 5,
            };
            Assert.Equal(expected, tier[i]);
        }
    });

    /// <summary>Brute force: the call order as the documentation states it, the last tie broken by the key.</summary>
    static IEnumerable<int> Called(Population p, byte[] tier) => Enumerable.Range(0, p.Count)
        .OrderBy(i => tier[i])
        .ThenByDescending(i => tier[i] < PriorityLists.Tiers ? (Int128)p.MonetaryCents[i] * p.Frequency[i] : 0)
        .ThenByDescending(i => p.Days[i]).ThenByDescending(i => p.MonetaryCents[i])
        .ThenByDescending(i => p.Frequency[i])
        .ThenBy(i => System.Text.Encoding.UTF8.GetString(p.Key(i)), StringComparer.Ordinal);

    [Fact]
    public void Everybody_is_called_once_by_tier_by_the_tiers_rule_and_equals_as_the_rule_for_ties_says() =>
        ForAll((p, top) =>
        {
            if (p.Count == 0) return;
            var (tier, order, _) = PriorityLists.Rank(p, new PriorityOptions { TopCount = top });
            Assert.Equal(Called(p, tier), order);
        });

    // Keys are put into as few bits as they take: what takes more is decided apart.
    [Fact]
    public void Amounts_beyond_all_bounds_are_called_in_their_order()
    {
        const long much = 1L << 41;
        Some.Measures[] customers =
        [
            new(9, 1, much), new(9, 1, much + 1), new(9, 1, 5), new(3, 1, 7), new(0, 9, long.MaxValue / 3),
            new(0, 9, long.MaxValue / 4), new(0, 9, long.MaxValue / 5),
        ];
        var population = Population.Of(Some.Table(customers), ShopCalendar.Utc);
        var (tier, order, _) = PriorityLists.Rank(population, new PriorityOptions { TopCount = 3 });
        Assert.Equal([1, 1, 1], tier[4..]);
        Assert.Equal([4, 5, 6, 3, 1, 0, 2], order);
    }

    [Fact]
    public void Frozen_limits_give_everybody_the_same_tier() => ForAll((p, top) =>
    {
        if (p.Count == 0) return;
        var (tier, _, limits) = PriorityLists.Rank(p, new PriorityOptions { TopCount = top });
        for (var i = 0; i < p.Count; i++)
        {
            Assert.Equal(tier[i], PriorityLists.TierOf(
                limits, (int)p.Days[i], (int)p.Frequency[i], p.MonetaryCents[i], p.Key(i)));
        }
    });

    [Theory]
    [InlineData(10, null, 0.1, 1)]
    [InlineData(11, null, 0.1, 2)]
    [InlineData(10, 3, 0.1, 3)]
    [InlineData(10, 30, 0.1, 10)]
    [InlineData(10, null, 1.0, 10)]
    public void A_list_is_a_count_or_a_share_and_never_longer_than_the_customers(
        int customers, int? count, double share, int expected) =>
        Assert.Equal(expected, new PriorityOptions { TopCount = count, TopShare = share }.ListLength(customers));

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(null, 0.0)]
    [InlineData(null, 1.1)]
    [InlineData(null, double.NaN)]
    public void An_impossible_length_is_refused(int? count, double share) => Assert.Throws<BadInputException>(
        () => new PriorityOptions { TopCount = count, TopShare = share }.ListLength(10));
}
