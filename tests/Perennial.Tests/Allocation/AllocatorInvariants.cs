using Perennial.Core.Allocation;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Allocation;

/// <summary>What holds whatever is allocated (cases drawn from a seed).</summary>
public sealed class AllocatorInvariants
{
    static IEnumerable<DrawnAllocation> Cases =>
        Enumerable.Range(0, 150).Select(seed => DrawnAllocation.OfAnyShape((ulong)seed, 1 + seed % 60))
            .Append(DrawnAllocation.OfChannels(3, 3_000)).Append(DrawnAllocation.OfChannels(4, 1_000, 2, true));

    [Fact]
    public void What_is_chosen_fits_and_the_bound_is_above() =>
        Assert.All(Cases, drawn => drawn.AssertKept(Allocator.Solve(drawn.Problem)));

    [Fact]
    public void Every_price_bounds_what_is_chosen_and_halfway_the_bound_is_no_higher_than_between()
    {
        var rng = new Rng(5);
        Assert.All(Cases, drawn =>
        {
            var problem = drawn.Problem;
            var value = Allocator.Solve(problem).Value;
            double[] Drawn() => [.. drawn.Capacities.Select(_ => rng.NextDouble() * 300)];
            var (one, other) = (Drawn(), Drawn());
            var (left, right) = (Allocator.At(problem, one).Bound, Allocator.At(problem, other).Bound);
            var half = Allocator.At(problem, [.. one.Zip(other, (a, b) => (a + b) / 2)]).Bound;
            Assert.InRange(half, 0, (left + right) / 2 * (1 + 1e-12) + 1e-9);
            Assert.True(value <= Math.Min(half, Math.Min(left, right)) * (1 + 1e-12));
        });
    }

    [Fact]
    public void What_costs_more_is_used_no_more()
    {
        Assert.All(Cases, drawn =>
        {
            for (var resource = 0; resource < drawn.Capacities.Length; resource++)
            {
                var (prices, before) = (new double[drawn.Capacities.Length], double.PositiveInfinity);
                Array.Fill(prices, 3);
                for (prices[resource] = 0; prices[resource] < 500; prices[resource] = prices[resource] * 1.5 + 1)
                {
                    var used = Allocator.At(drawn.Problem, prices).Usage[resource];
                    Assert.InRange(used, 0, before);
                    before = used;
                }
            }
        });
    }

    /// <summary>A better-provided shop chooses no worse. Where a choice is proven the best that holds to the cent.
    /// Where it is not, what it can be worse is what it says itself: its gap.</summary>
    [Fact]
    public void Raising_a_budget_never_lowers_the_total_by_more_than_the_gap_that_is_printed()
    {
        var proven = 0;
        Assert.All(Cases.Where(drawn => drawn.Capacities.Length > 0), drawn =>
        {
            var before = Allocator.Solve(drawn.Problem);
            for (var more = 1; more < 5; more++)
            {
                var raised = (long[])drawn.Capacities.Clone();
                raised[more % raised.Length] += more;
                drawn = drawn with { Capacities = raised };
                var after = Allocator.Solve(drawn.Problem);
                Assert.InRange(after.Value, before.Value - after.Gap, long.MaxValue);
                Assert.InRange(after.PriceBound, before.PriceBound * (1 - 1e-9) - 1e-6, double.MaxValue);
                if (after.Gap == 0) proven++;
                before = after;
            }
        });
        Assert.InRange(proven, 300, int.MaxValue);
    }

    [Fact]
    public void Values_of_another_unit_give_the_same_choice()
    {
        Assert.All(Cases, drawn =>
        {
            var finer = drawn with { Values = [.. drawn.Values.Select(value => value * 64)] };
            var (one, other) = (Allocator.Solve(drawn.Problem), Allocator.Solve(finer.Problem));
            Assert.Equal(one.PriceBound * 64, other.PriceBound, 1e-9 * other.PriceBound + 1e-6);
            if (one.Gap > 0 || other.Gap > 0) return;
            Assert.Equal(one.Value * 64, other.Value);
        });
    }
}
