namespace Perennial.Core.Allocation;

/// <summary>Looks for a better choice among all that could be one: whoever would lose more at the prices than is
/// missing to the bound keeps what she gets, and of the others every combination is tried whose losses together are
/// less than that. In rounds: small losses together first, as what is found there leaves less to try.</summary>
/// <remarks>What bounds it: a choice is worth the bound, less everybody's loss at the prices, less the price of what
/// is left of each resource.</remarks>
sealed class CoreSearch
{
    const int Nodes = 400_000;

    readonly AllocationProblem problem;
    readonly double[] prices;
    readonly double bound;
    readonly double rounding;
    readonly List<CoreCustomer> core = [];
    readonly List<CoreCustomer> others = [];
    readonly double[][] cheapestLess;
    readonly double[][] cheapestMore;
    readonly int[] tried;
    readonly long[] usage;
    long value;
    int nodes;
    double limit;

    CoreSearch(AllocationProblem problem, DualPoint point, long best, IEnumerable<CoreCustomer> customers)
    {
        (this.problem, prices, bound, Best) = (problem, point.Prices, point.Bound, best);
        rounding = 1e-7 + 1e-12 * point.Bound;
        usage = new long[problem.Resources];
        foreach (var customer in customers)
        {
            Take(customer.Options[0], 1);
            (customer.Options.Count > 1 ? core : others).Add(customer);
        }
        core.Sort((a, b) => (a.Options[1].Loss, a.Customer).CompareTo((b.Options[1].Loss, b.Customer)));
        tried = new int[core.Count];
        cheapestLess = Cheapest(-1);
        cheapestMore = Cheapest(1);
    }

    /// <summary>What the best choice is worth that is known.</summary>
    public long Best { get; private set; }

    /// <summary>What everybody gets in the best choice, if a better one was found.</summary>
    public Dictionary<int, CoreOption>? Found { get; private set; }

    /// <summary>Whether no choice is worth more.</summary>
    public bool Proven { get; private set; }

    /// <summary>Searches; null where some customer has more combinations than can be looked at.</summary>
    public static CoreSearch? Run(AllocationProblem problem, DualPass pass, DualPoint point, long best)
    {
        var customers = CoreCustomer.Of(problem, pass, point, point.Bound - best - 1 + 1e-7 + 1e-12 * point.Bound);
        if (customers is null) return null;
        var search = new CoreSearch(problem, point, best, customers);
        foreach (var share in (ReadOnlySpan<double>)[1 / 64.0, 1 / 16.0, 1 / 4.0, 1])
        {
            search.nodes = 0;
            search.limit = share * search.Missing;
            search.Try(0, 0);
        }
        search.Proven = search.nodes <= Nodes;
        return search;
    }

    // More than that lost, and a choice is not worth one unit more than the best.
    double Missing => bound - Best - 1 + rounding;

    void Try(int depth, double loss)
    {
        if (++nodes > Nodes || loss + AtLeastLost(depth) > Math.Min(limit, Missing)) return;
        if (depth == core.Count)
        {
            Keep();
            return;
        }
        var options = core[depth].Options;
        for (var option = 0; option < options.Count && loss + options[option].Loss <= limit; option++)
        {
            Take(options[0], -1);
            Take(options[option], 1);
            tried[depth] = option;
            Try(depth + 1, loss + options[option].Loss);
            Take(options[option], -1);
            Take(options[0], 1);
        }
        tried[depth] = 0;
    }

    // What is too much has to be given back by somebody, at the least loss there is; what is left over costs its price,
    // unless somebody takes it at a loss.
    double AtLeastLost(int depth)
    {
        var least = 0.0;
        for (var resource = 0; resource < usage.Length; resource++)
        {
            var over = usage[resource] - problem.Capacities[resource];
            if (over > 0) least = Math.Max(least, over * cheapestLess[depth][resource]);
            else if (over < 0)
                least = Math.Max(least, -over * Math.Min(prices[resource], cheapestMore[depth][resource]));
        }
        return least;
    }

    void Keep()
    {
        for (var resource = 0; resource < usage.Length; resource++)
            if (usage[resource] > problem.Capacities[resource]) return;
        if (value <= Best) return;
        Best = value;
        Found = others.ToDictionary(other => other.Customer, other => other.Options[0]);
        for (var i = 0; i < tried.Length; i++) Found[core[i].Customer] = core[i].Options[tried[i]];
    }

    void Take(CoreOption option, int sign)
    {
        value += sign * option.Value;
        for (var resource = 0; resource < usage.Length; resource++) usage[resource] += sign * option.Uses[resource];
    }

    // From each depth on: the least loss by unit of a resource that somebody uses less (-1) or more (1) of.
    double[][] Cheapest(int sign)
    {
        var cheapest = new double[core.Count + 1][];
        cheapest[core.Count] = new double[usage.Length];
        Array.Fill(cheapest[core.Count], double.PositiveInfinity);
        for (var depth = core.Count - 1; depth >= 0; depth--)
        {
            cheapest[depth] = [.. cheapest[depth + 1]];
            var options = core[depth].Options;
            foreach (var option in options)
                for (var resource = 0; resource < usage.Length; resource++)
                {
                    var change = sign * (option.Uses[resource] - options[0].Uses[resource]);
                    if (change > 0)
                        cheapest[depth][resource] = Math.Min(cheapest[depth][resource], option.Loss / change);
                }
        }
        return cheapest;
    }
}
