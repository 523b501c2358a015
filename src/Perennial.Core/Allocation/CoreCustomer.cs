namespace Perennial.Core.Allocation;

/// <summary>Some candidates that one customer may get together. Their loss: what they are worth less, at the prices,
/// than her best.</summary>
sealed record CoreOption(double Loss, long Value, long[] Uses, int[] Candidates);

/// <summary>What one customer may get, her best at the prices first.</summary>
sealed record CoreCustomer(int Customer, List<CoreOption> Options)
{
    const int MostOptions = 2_000;

    /// <summary>Everybody, with what loses no more than <paramref name="missing"/>; null where one has too
    /// many.</summary>
    public static List<CoreCustomer>? Of(AllocationProblem problem, DualPass pass, DualPoint point, double missing)
    {
        var customers = new List<CoreCustomer>();
        for (var customer = 0; customer < problem.Customers; customer++)
        {
            var start = problem.First[customer];
            var reduced = new double[problem.First[customer + 1] - start];
            pass.Reduce(point.Prices, start, reduced);
            var sets = new List<(double Reduced, int[] Candidates)>();
            Sets(problem, reduced, start, customer, 0, [], sets);
            if (sets.Count > MostOptions) return null;
            var best = sets.Max(set => set.Reduced);
            var options = sets.Where(set => best - set.Reduced <= missing || set.Reduced == best)
                .OrderByDescending(set => set.Reduced)
                .Select(set => Option(problem, best - set.Reduced, set.Candidates));
            customers.Add(new(customer, [.. options]));
        }
        return customers;
    }

    static void Sets(AllocationProblem problem, double[] reduced, int start, int customer, int from, int[] taken,
        List<(double, int[])> sets)
    {
        if (sets.Count > MostOptions) return;
        sets.Add((taken.Sum(candidate => reduced[candidate - start]), taken));
        if (taken.Length >= problem.CapOf(customer)) return;
        for (var i = from; i < reduced.Length; i++)
        {
            var group = problem.GroupOf(start + i);
            if (!(problem.Values[start + i] > 0)) continue;
            if (group != 0 && taken.Any(other => problem.GroupOf(other) == group)) continue;
            Sets(problem, reduced, start, customer, i + 1, [.. taken, start + i], sets);
        }
    }

    static CoreOption Option(AllocationProblem problem, double loss, int[] candidates) => new(loss,
        (long)candidates.Sum(candidate => problem.Values[candidate]),
        [.. problem.Uses.Select(use => candidates.Sum(candidate => (long)use[candidate]))], candidates);
}
