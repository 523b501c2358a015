using System.Buffers;

namespace Perennial.Core.Allocation;

/// <summary>Decides who gets what is scarce: the choice that is worth most, by the prices of what it uses up, and a
/// bound that no other choice exceeds. Whatever the number of threads, the answer is the same.</summary>
/// <remarks>Multiple-choice knapsack by Lagrangian relaxation: prices by which everybody's own best choice, found
/// exactly, uses up no more than there is (Zhang et al., WWW 2020); repaired to fit, filled, and among few customers
/// searched for the best. Of K resources and N customers the gap is of the order of K/N.</remarks>
public static class Allocator
{
    // Among so few the gap of rounding would be seen, and all that could be better can be looked at.
    const int Few = 1_000;

    /// <summary>The choice. <paramref name="start"/> are prices to begin at, yesterday's or those of the run before:
    /// they save time.</summary>
    /// <exception cref="ArgumentException">There are not as many prices as resources, or one is below 0.</exception>
    public static AllocationResult Solve(AllocationProblem problem, IReadOnlyList<double>? start = null,
        ParallelOptions? threads = null)
    {
        var pass = new DualPass(problem, threads ?? Cores.All);
        var search = new DualSearch(problem, pass);
        var point = search.Smallest(start is null ? null : Checked(problem, start));
        var choice = Rounded(problem, pass, point, new Mixed(problem, pass).At(point));
        if (point.Bound - choice.Value > Enough(problem, point))
        {
            (point, var mixture) = search.AcrossEdges(point);
            var mixed = Rounded(problem, pass, point, new Mixed(problem, pass).Of(mixture.Shares()));
            if (mixed.Value > choice.Value) choice = mixed;
        }
        var core = problem.Customers <= Few ? CoreSearch.Run(problem, pass, point, choice.Value) : null;
        foreach (var (customer, option) in core?.Found ?? []) Put(problem, choice, customer, option);
        return Result(problem, pass, point, choice, core?.Proven == true);
    }

    /// <summary>What everybody would choose at these prices, and the bound that follows, whatever the prices
    /// are.</summary>
    /// <exception cref="ArgumentException">There are not as many prices as resources, or one is below 0.</exception>
    public static DualPoint At(
        AllocationProblem problem, IReadOnlyList<double> prices, ParallelOptions? threads = null) =>
        new DualPass(problem, threads ?? Cores.All).At(Checked(problem, prices));

    static double[] Checked(AllocationProblem problem, IReadOnlyList<double> prices) =>
        prices.Count == problem.Resources && prices.All(price => price >= 0 && double.IsFinite(price))
            ? [.. prices]
            : throw new ArgumentException("One price of 0 or more for each resource", nameof(prices));

    // Among many: what is far less than anybody would notice.
    static double Enough(AllocationProblem problem, DualPoint point) =>
        problem.Customers <= 20_000 ? 0 : 1e-6 * point.Bound;

    static Choice Rounded(AllocationProblem problem, DualPass pass, DualPoint point, Choice choice)
    {
        var moves = new Moves(problem, pass, choice, point.Prices);
        moves.MakeFit();
        moves.Fill(point.Bound, Enough(problem, point));
        return choice;
    }

    static void Put(AllocationProblem problem, Choice choice, int customer, CoreOption option)
    {
        for (var candidate = problem.First[customer]; candidate < problem.First[customer + 1]; candidate++)
            if (choice.Chosen[candidate]) choice.Exchange(candidate, -1);
        foreach (var candidate in option.Candidates) choice.Exchange(-1, candidate);
    }

    static AllocationResult Result(
        AllocationProblem problem, DualPass pass, DualPoint point, Choice choice, bool proven)
    {
        // Values are whole: what lies between two of them is no choice's. Sums of doubles are as near as that.
        var bound = (long)Math.Floor(point.Bound + 1e-12 * Math.Max(point.Bound, point.Value));
        return new()
        {
            Verdicts = Verdicts(problem, pass, point.Prices, choice.Chosen),
            Value = choice.Value,
            Bound = proven ? choice.Value : Math.Max(bound, choice.Value),
            PriceBound = point.Bound,
            Prices = point.Prices,
            Usage = choice.Usage,
        };
    }

    static Verdict[] Verdicts(AllocationProblem problem, DualPass pass, double[] prices, bool[] chosen)
    {
        var verdicts = new Verdict[problem.Candidates];
        Parallel.For(0, pass.Blocks, pass.Threads, block =>
        {
            var (from, to) = pass.Customers(block);
            var start = problem.First[from];
            var buffer = ArrayPool<double>.Shared.Rent(problem.First[to] - start);
            var reduced = buffer.AsSpan(0, problem.First[to] - start);
            pass.Reduce(prices, start, reduced);
            for (var customer = from; customer < to; customer++)
                for (var candidate = problem.First[customer]; candidate < problem.First[customer + 1]; candidate++)
                    verdicts[candidate] = Judge(problem, chosen, customer, candidate, reduced[candidate - start]);
            ArrayPool<double>.Shared.Return(buffer);
        });
        return verdicts;
    }

    static Verdict Judge(AllocationProblem problem, bool[] chosen, int customer, int candidate, double reduced)
    {
        if (chosen[candidate]) return Verdict.Chosen;
        if (problem.Values[candidate] <= 0 && double.IsFinite(problem.Values[candidate])) return Verdict.NoValue;
        if (reduced <= 0) return Verdict.Price;
        var (group, count) = (problem.GroupOf(candidate), 0);
        for (var other = problem.First[customer]; other < problem.First[customer + 1]; other++)
        {
            if (!chosen[other]) continue;
            if (group != 0 && problem.GroupOf(other) == group) return Verdict.Conflict;
            count++;
        }
        return count >= problem.CapOf(customer) ? Verdict.Cap : Verdict.Price;
    }
}
