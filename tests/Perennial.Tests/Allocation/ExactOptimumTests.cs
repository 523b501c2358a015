using Google.OrTools.LinearSolver;
using Perennial.Core.Allocation;

namespace Perennial.Tests.Allocation;

/// <summary>Beside whoever finds the optimum another way: by trying everything, and by OR-Tools (SCIP for whole
/// choices, GLOP for the relaxation).</summary>
public sealed class ExactOptimumTests
{
    [Fact]
    public void Up_to_eight_customers_nothing_better_can_be_found_by_trying_everything()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var drawn = DrawnAllocation.OfAnyShape((ulong)seed, seed % 9);
            var result = Allocator.Solve(drawn.Problem);
            drawn.AssertKept(result);
            Assert.Equal((seed, Best(drawn), 0), (seed, result.Value, result.Gap));
        }
    }

    [Theory]
    [InlineData(20, 1, false)]
    [InlineData(50, 2, false)]
    [InlineData(200, 1, true)]
    [InlineData(200, 2, true)]
    [InlineData(1_000, 1, false)]
    [InlineData(1_000, 2, true)]
    public void Up_to_a_thousand_customers_the_optimum_lies_within_the_gap(int customers, int cap, bool byBand)
    {
        var drawn = DrawnAllocation.OfChannels(7, customers, cap, byBand);
        var result = Allocator.Solve(drawn.Problem);
        drawn.AssertKept(result);
        using var whole = Program(drawn, "SCIP");
        // What it has not proven by then lies between its best and its bound.
        whole.SetTimeLimit(20_000);
        whole.Solve();
        var (best, above) = (whole.Objective().Value(), whole.Objective().BestBound());
        Assert.InRange(result.Value, best - result.Gap - 1e-4, above + 1e-4);
        Assert.InRange(result.Bound, best - 1e-4, double.MaxValue);
        // How near it comes, apart from what it says of itself.
        Assert.InRange(result.Value, best * (customers < 100 ? .99 : .999), double.MaxValue);
    }

    [Theory]
    [InlineData(20, 1, false)]
    [InlineData(200, 2, false)]
    [InlineData(1_000, 1, true)]
    [InlineData(1_000, 2, true)]
    [InlineData(5_000, 1, false)]
    public void Prices_and_their_bound_are_those_of_the_relaxation(int customers, int cap, bool byBand)
    {
        var drawn = DrawnAllocation.OfChannels(8, customers, cap, byBand);
        var result = Allocator.Solve(drawn.Problem);
        using var relaxed = Program(drawn, "GLOP");
        Assert.Equal(Solver.ResultStatus.OPTIMAL, relaxed.Solve());
        var bound = relaxed.Objective().Value();
        Assert.Equal(bound, result.PriceBound, 1e-8 * bound);
        Assert.Equal(bound, Allocator.At(drawn.Problem, result.Prices).Bound, 1e-8 * bound);
    }

    static Solver Program(DrawnAllocation drawn, string by)
    {
        var solver = Solver.CreateSolver(by);
        var chosen = drawn.Values.Select((value, i) =>
        {
            var fits = drawn.Uses.Zip(drawn.Capacities).All(both => both.First[i] <= both.Second);
            var variable = by == "GLOP" ? solver.MakeNumVar(0, 1, "") : solver.MakeIntVar(0, 1, "");
            if (!fits || value <= 0) variable.SetUb(0);
            solver.Objective().SetCoefficient(variable, value);
            return variable;
        }).ToArray();
        solver.Objective().SetMaximization();
        foreach (var (use, capacity) in drawn.Uses.Zip(drawn.Capacities))
        {
            var most = solver.MakeConstraint(0, capacity, "");
            for (var i = 0; i < chosen.Length; i++)
                if (use[i] > 0) most.SetCoefficient(chosen[i], use[i]);
        }
        for (var customer = 0; customer < drawn.Customers; customer++)
        {
            var hers = Enumerable.Range(drawn.First[customer], drawn.First[customer + 1] - drawn.First[customer]);
            var cap = solver.MakeConstraint(0, drawn.Caps[customer], "");
            foreach (var i in hers) cap.SetCoefficient(chosen[i], 1);
            foreach (var group in hers.GroupBy(i => drawn.Groups[i]).Where(group => group.Key != 0))
            {
                var one = solver.MakeConstraint(0, 1, "");
                foreach (var i in group) one.SetCoefficient(chosen[i], 1);
            }
        }
        return solver;
    }

    static long Best(DrawnAllocation drawn)
    {
        var (best, left) = (0L, (long[])drawn.Capacities.Clone());
        Try(0, 0, 0, []);
        return best;

        void Try(int customer, int candidate, long value, List<int> hers)
        {
            best = Math.Max(best, value);
            if (customer == drawn.Customers) return;
            if (candidate == drawn.First[customer + 1])
            {
                Try(customer + 1, candidate, value, []);
                return;
            }
            Try(customer, candidate + 1, value, hers);
            var group = drawn.Groups[candidate];
            if (drawn.Values[candidate] <= 0 || hers.Count == drawn.Caps[customer]) return;
            if (group != 0 && hers.Any(other => drawn.Groups[other] == group)) return;
            if (drawn.Uses.Where((use, resource) => use[candidate] > left[resource]).Any()) return;
            Use(candidate, -1);
            Try(customer, candidate + 1, value + drawn.Values[candidate], [.. hers, candidate]);
            Use(candidate, 1);
        }

        void Use(int candidate, int sign)
        {
            for (var resource = 0; resource < left.Length; resource++)
                left[resource] += sign * drawn.Uses[resource][candidate];
        }
    }
}
