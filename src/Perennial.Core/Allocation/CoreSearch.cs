namespace Perennial.Core.Allocation;

/// <summary>Looks for a better choice among all that could be one: whoever would lose more at the prices than is missing
/// to the bound keeps what she gets, and of the others every combination is tried whose losses together are less than
/// that. In rounds: small losses together first, as what is found there leaves less to try.</summary>
/// <remarks>What bounds it: a choice is worth the bound, less everybody's loss at the prices, less the price of what is
/// left of each resource.</remarks>
sealed class CoreSearch
{
    const int Nodes = 400_000;

    readonly AllocationProblem _problem;
    readonly double[] _prices;
    readonly double _bound;
    readonly double _rounding;
    readonly List<CoreCustomer> _core = [];
    readonly List<CoreCustomer> _others = [];
    readonly double[][] _cheapestLess;
    readonly double[][] _cheapestMore;
    readonly int[] _tried;
    readonly long[] _usage;
    long _value;
    int _nodes;
    double _limit;

    CoreSearch(AllocationProblem problem, DualPoint point, long best, IEnumerable<CoreCustomer> customers)
    {
        (_problem, _prices, _bound, Best) = (problem, point.Prices, point.Bound, best);
        _rounding = 1e-7 + 1e-12 * point.Bound;
        _usage = new long[problem.Resources];
        foreach (var customer in customers)
        {
            Take(customer.Options[0], 1);
            (customer.Options.Count > 1 ? _core : _others).Add(customer);
        }
        _core.Sort((a, b) => (a.Options[1].Loss, a.Customer).CompareTo((b.Options[1].Loss, b.Customer)));
        _tried = new int[_core.Count];
        _cheapestLess = Cheapest(-1);
        _cheapestMore = Cheapest(1);
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
            search._nodes = 0;
            search._limit = share * search.Missing;
            search.Try(0, 0);
        }
        search.Proven = search._nodes <= Nodes;
        return search;
    }

    // More than that lost, and a choice is not worth one unit more than the best.
    double Missing => _bound - Best - 1 + _rounding;

    void Try(int depth, double loss)
    {
        if (++_nodes > Nodes || loss + AtLeastLost(depth) > Math.Min(_limit, Missing)) return;
        if (depth == _core.Count)
        {
            Keep();
            return;
        }
        var options = _core[depth].Options;
        for (var option = 0; option < options.Count && loss + options[option].Loss <= _limit; option++)
        {
            Take(options[0], -1);
            Take(options[option], 1);
            _tried[depth] = option;
            Try(depth + 1, loss + options[option].Loss);
            Take(options[option], -1);
            Take(options[0], 1);
        }
        _tried[depth] = 0;
    }

    // What is too much has to be given back by somebody, at the least loss there is; what is left over costs its price,
    // unless somebody takes it at a loss.
    double AtLeastLost(int depth)
    {
        var least = 0.0;
        for (var resource = 0; resource < _usage.Length; resource++)
        {
            var over = _usage[resource] - _problem.Capacities[resource];
            if (over > 0) least = Math.Max(least, over * _cheapestLess[depth][resource]);
            else if (over < 0)
                least = Math.Max(least, -over * Math.Min(_prices[resource], _cheapestMore[depth][resource]));
        }
        return least;
    }

    void Keep()
    {
        for (var resource = 0; resource < _usage.Length; resource++)
            if (_usage[resource] > _problem.Capacities[resource]) return;
        if (_value <= Best) return;
        Best = _value;
        Found = _others.ToDictionary(other => other.Customer, other => other.Options[0]);
        for (var i = 0; i < _tried.Length; i++) Found[_core[i].Customer] = _core[i].Options[_tried[i]];
    }

    void Take(CoreOption option, int sign)
    {
        _value += sign * option.Value;
        for (var resource = 0; resource < _usage.Length; resource++) _usage[resource] += sign * option.Uses[resource];
    }

    // From each depth on: the least loss by unit of a resource that somebody uses less (-1) or more (1) of.
    double[][] Cheapest(int sign)
    {
        var cheapest = new double[_core.Count + 1][];
        cheapest[_core.Count] = new double[_usage.Length];
        Array.Fill(cheapest[_core.Count], double.PositiveInfinity);
        for (var depth = _core.Count - 1; depth >= 0; depth--)
        {
            cheapest[depth] = [.. cheapest[depth + 1]];
            var options = _core[depth].Options;
            foreach (var option in options)
                for (var resource = 0; resource < _usage.Length; resource++)
                {
                    var change = sign * (option.Uses[resource] - options[0].Uses[resource]);
                    if (change > 0)
                        cheapest[depth][resource] = Math.Min(cheapest[depth][resource], option.Loss / change);
                }
        }
        return cheapest;
    }
}
