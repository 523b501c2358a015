using System.Buffers;

namespace Perennial.Core.Allocation;

/// <summary>One candidate in place of another of the same customer; -1 is none. Its cost is in the measure of whoever
/// looks for it.</summary>
readonly record struct Move(int Customer, int Leaves, int Comes, double Cost);

/// <summary>Makes a choice fit into the capacities, then fills what is left, by exchanges within one customer: those
/// first that cost least at the prices.</summary>
sealed class Moves(AllocationProblem problem, DualPass pass, Choice choice, double[] prices)
{
    // Of a block no more of them are sorted than may be made in one round.
    const int EachBlock = 64;

    /// <summary>Until nothing is used up beyond what there is.</summary>
    public void MakeFit()
    {
        for (var resource = 0; resource < problem.Resources; resource++)
            while (choice.Over(resource) > 0)
                Round(Relief(resource), () => choice.Over(resource) > 0);
    }

    /// <summary>Until neither one exchange nor two add value, or until no more than <paramref name="enough"/> could be
    /// added.</summary>
    public void Fill(double bound, double enough)
    {
        var pairs = new Pairs(problem, choice);
        do
            while (bound - choice.Value > enough && Round(Gain, () => true)) { }
        while (bound - choice.Value > enough && pairs.Make(Cheapest((_, _, loss) => loss)));
    }

    // What is lost at the prices, by how much nearer the choice comes to fitting.
    Func<int, int, double, double> Relief(int resource)
    {
        var over = choice.Over(resource);
        return (leaves, comes, loss) =>
        {
            var less = choice.UseOf(resource, leaves) - choice.UseOf(resource, comes);
            return less > 0 && choice.Fits(leaves, comes) ? loss / Math.Min(less, over) : double.PositiveInfinity;
        };
    }

    double Gain(int leaves, int comes, double loss) =>
        choice.ValueOf(comes) > choice.ValueOf(leaves) && choice.Fits(leaves, comes) ? loss : double.PositiveInfinity;

    bool Round(Func<int, int, double, double> costOf, Func<bool> goesOn)
    {
        var (moved, any) = (new HashSet<int>(), false);
        foreach (var move in Cheapest(costOf))
        {
            if (!goesOn()) break;
            if (!choice.Fits(move.Leaves, move.Comes) || !moved.Add(move.Customer)) continue;
            choice.Exchange(move.Leaves, move.Comes);
            any = true;
        }
        return any;
    }

    // Of each block the cheapest, of all blocks in order.
    Move[] Cheapest(Func<int, int, double, double> costOf)
    {
        var found = new Move[pass.Blocks][];
        Parallel.For(0, pass.Blocks, pass.Threads, block => found[block] = Cheapest(block, costOf));
        Move[] all = [.. found.SelectMany(moves => moves)];
        Array.Sort(all, ByCost);
        return all;
    }

    static readonly Comparer<Move> ByCost = Comparer<Move>.Create((a, b) =>
        (a.Cost, a.Customer, a.Leaves, a.Comes).CompareTo((b.Cost, b.Customer, b.Leaves, b.Comes)));

    Move[] Cheapest(int block, Func<int, int, double, double> costOf)
    {
        var (from, to) = pass.Customers(block);
        var start = problem.First[from];
        var length = problem.First[to] - start;
        var buffer = ArrayPool<double>.Shared.Rent(length);
        var reduced = buffer.AsSpan(0, length);
        pass.Reduce(prices, start, reduced);
        // The dearest of those that are kept comes out first.
        var kept = new PriorityQueue<Move, double>(EachBlock);
        for (var customer = from; customer < to; customer++)
            Collect(customer, reduced[(problem.First[customer] - start)..(problem.First[customer + 1] - start)],
                costOf, kept);
        ArrayPool<double>.Shared.Return(buffer);
        return [.. kept.UnorderedItems.Select(item => item.Element)];
    }

    void Collect(int customer, ReadOnlySpan<double> reduced, Func<int, int, double, double> costOf,
        PriorityQueue<Move, double> kept)
    {
        var (first, end) = (problem.First[customer], problem.First[customer + 1]);
        var count = choice.Chosen.AsSpan(first, end - first).Count(true);
        for (var leaves = first - 1; leaves < end; leaves++)
        {
            var nobodyLeaves = leaves < first;
            if (!nobodyLeaves && !choice.Chosen[leaves]) continue;
            var given = nobodyLeaves ? 0 : reduced[leaves - first];
            if (!nobodyLeaves) Keep(leaves, -1, given);
            if (nobodyLeaves && count >= problem.CapOf(customer)) continue;
            for (var comes = first; comes < end; comes++)
                if (!choice.Chosen[comes] && problem.Values[comes] > 0 && !Conflicts(customer, leaves, comes))
                    Keep(nobodyLeaves ? -1 : leaves, comes, given - reduced[comes - first]);
        }

        void Keep(int leaves, int comes, double loss)
        {
            var cost = costOf(leaves, comes, loss);
            if (double.IsPositiveInfinity(cost)) return;
            if (kept.Count < EachBlock) kept.Enqueue(new(customer, leaves, comes, cost), -cost);
            else if (kept.TryPeek(out var dearest, out _) && cost < dearest.Cost)
                kept.EnqueueDequeue(new(customer, leaves, comes, cost), -cost);
        }
    }

    bool Conflicts(int customer, int leaves, int comes)
    {
        var group = problem.GroupOf(comes);
        if (group == 0) return false;
        for (var other = problem.First[customer]; other < problem.First[customer + 1]; other++)
            if (other != leaves && choice.Chosen[other] && problem.GroupOf(other) == group) return true;
        return false;
    }
}
