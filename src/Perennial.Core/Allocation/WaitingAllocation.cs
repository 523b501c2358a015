namespace Perennial.Core.Allocation;

/// <summary>Who of those who wait gets what is left. By measured values where everybody has one who waits for a
/// resource, or for one that is used together with it: a value cannot be weighed against none. Else in the order in
/// which they wait: the strategies' priority, the order of calls, the id. Nothing is left over that somebody could
/// have used.</summary>
public sealed class WaitingAllocation
{
    readonly IReadOnlyList<WaitingContact> waiting;
    readonly string[] resources;
    readonly long[] capacities;
    readonly long[] rest;
    readonly (int Resource, long Amount)[][] uses;
    // Of each resource one that stands for all that are decided together with it.
    readonly int[] together;
    readonly bool[] isByValue;
    readonly bool[] taken;

    /// <summary>The plan.</summary>
    /// <param name="waiting">In the order in which they would have a turn if nobody had measured anything.</param>
    /// <param name="left">How much there is of what is scarce. Of what is not among them there is enough.</param>
    public static WaitingPlan Of(IReadOnlyList<WaitingContact> waiting, IReadOnlyDictionary<string, long> left) =>
        new WaitingAllocation(waiting, left).Plan();

    WaitingAllocation(IReadOnlyList<WaitingContact> waiting, IReadOnlyDictionary<string, long> left)
    {
        this.waiting = waiting;
        resources = [.. left.Keys.Order(StringComparer.Ordinal)];
        capacities = [.. resources.Select(resource => left[resource])];
        rest = [.. capacities];
        var places = resources.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        uses = [.. waiting.Select(contact => contact.Uses.Where(use => use.Value > 0 && places.ContainsKey(use.Key))
            .Select(use => (places[use.Key], use.Value)).ToArray())];
        together = Together(resources.Length, uses);
        isByValue = new bool[resources.Length];
        Array.Fill(isByValue, true);
        foreach (var (i, contact) in waiting.Index())
            if (contact.Value is null && uses[i].Length > 0) isByValue[together[uses[i][0].Resource]] = false;
        taken = new bool[waiting.Count];
    }

    WaitingPlan Plan()
    {
        var solved = together.Distinct().Where(one => isByValue[one])
            .ToDictionary(one => one, one => ByValue(one));
        // Whoever adds nothing has what the others leave over.
        for (var i = 0; i < waiting.Count; i++)
            if (!taken[i] && Fits(i)) Take(i);
        return new([.. Enumerable.Range(0, waiting.Count).Where(i => taken[i])],
            [.. Enumerable.Range(0, resources.Length).Select(resource => Sheet(resource, solved))]);
    }

    (AllocationResult Result, int[] Resources) ByValue(int which)
    {
        int[] mine = [.. Enumerable.Range(0, resources.Length).Where(one => together[one] == which)];
        int[] everybody = [.. Enumerable.Range(0, waiting.Count)
            .Where(i => uses[i].Length > 0 && together[uses[i][0].Resource] == which)];
        int[] candidates = [.. everybody.Where(i => !waiting[i].IsShadow)];
        int[][] used = [.. mine.Select(_ => new int[candidates.Length])];
        for (var place = 0; place < candidates.Length; place++)
            foreach (var (resource, amount) in uses[candidates[place]])
                used[Array.IndexOf(mine, resource)][place] = (int)Math.Min(amount, int.MaxValue);
        var result = Allocator.Solve(new([.. Enumerable.Range(0, candidates.Length + 1)],
            [.. candidates.Select(i => waiting[i].Value!.Value)], used, [.. mine.Select(one => capacities[one])]));
        // Of those who are alike whoever waited in front.
        foreach (var alike in candidates.Index().GroupBy(one => Kind(one.Item)))
        {
            var many = alike.Count(one => result.Chosen(one.Index));
            foreach (var (_, i) in alike.Take(many)) Take(i);
        }
        var prices = new double[resources.Length];
        foreach (var (place, resource) in mine.Index()) prices[resource] = result.Prices[place];
        TakeShadows(everybody, prices);
        return (result, mine);
    }

    string Kind(int i) => $"{waiting[i].Value} {Demand(i)}";

    string Demand(int i) => string.Join(' ', uses[i].Order().Select(use => $"{use.Resource}*{use.Amount}"));

    // Before whoever stands last of those who have a turn and use up the same; where there is nobody, by the prices.
    void TakeShadows(int[] everybody, double[] prices)
    {
        var last = new Dictionary<string, (double Reduced, int Place)>();
        foreach (var i in everybody.Where(i => taken[i]))
            if (!last.TryGetValue(Demand(i), out var one) || Reduced(i, prices) <= one.Reduced + Rounding(i))
                last[Demand(i)] = (Reduced(i, prices), i);
        foreach (var i in everybody.Where(i => waiting[i].IsShadow))
        {
            var (least, place) = last.GetValueOrDefault(Demand(i), (0, -1));
            var reduced = Reduced(i, prices);
            taken[i] = reduced > least + Rounding(i) || reduced >= least - Rounding(i) && i < place;
        }
    }

    double Reduced(int i, double[] prices) =>
        waiting[i].Value!.Value - uses[i].Sum(use => prices[use.Resource] * use.Amount);

    double Rounding(int i) => 1e-9 * (1 + Math.Abs(waiting[i].Value!.Value));

    bool Fits(int i) => uses[i].All(use => use.Amount <= rest[use.Resource]);

    void Take(int i)
    {
        taken[i] = true;
        if (waiting[i].IsShadow) return;
        foreach (var (resource, amount) in uses[i]) rest[resource] -= amount;
    }

    ResourcePlan Sheet(int resource, Dictionary<int, (AllocationResult Result, int[] Resources)> solved)
    {
        var wanted = waiting.Index().Where(one => !one.Item.IsShadow)
            .Sum(one => uses[one.Index].Where(use => use.Resource == resource).Sum(use => use.Amount));
        var sheet = new ResourcePlan(resources[resource], false, capacities[resource], wanted,
            capacities[resource] - rest[resource], 0, 0, 0);
        if (wanted == 0 || !solved.TryGetValue(together[resource], out var by)) return sheet;
        return sheet with
        {
            IsByValue = true,
            Price = by.Result.Prices[Array.IndexOf(by.Resources, resource)],
            Value = by.Result.Value,
            Bound = by.Result.Bound,
        };
    }

    static int[] Together(int resources, (int Resource, long Amount)[][] uses)
    {
        int[] found = [.. Enumerable.Range(0, resources)];
        foreach (var contact in uses.Where(contact => contact.Length > 1))
            foreach (var (resource, _) in contact)
            {
                var (one, other) = (found[contact[0].Resource], found[resource]);
                for (var i = 0; i < resources; i++)
                    if (found[i] == other) found[i] = one;
            }
        return found;
    }
}
