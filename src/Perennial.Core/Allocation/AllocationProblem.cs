namespace Perennial.Core.Allocation;

/// <summary>Who could get which contact, what each is worth, what it uses up, and how much of that there is. What one
/// customer could get stands together.</summary>
public sealed class AllocationProblem
{
    /// <summary>What everything else is computed from. The arrays are not copied, except the values.</summary>
    /// <param name="first">Of each customer in turn her first candidate; at the end how many candidates there
    /// are.</param>
    /// <param name="values">What each candidate is worth, in cents or in any finer unit, up to 2^53. Whoever is worth
    /// nothing or less is never chosen.</param>
    /// <param name="uses">Of each resource what each candidate uses up, 0 or more.</param>
    /// <param name="capacities">Of each resource how much there is, 0 or more.</param>
    /// <param name="groups">Of one customer's candidates of one group at most one is chosen. Group 0 is no
    /// group.</param>
    /// <param name="caps">How many of a customer's candidates are chosen at most; unsaid one.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is out of its range.</exception>
    public AllocationProblem(int[] first, long[] values, int[][] uses, long[] capacities,
        int[]? groups = null, int[]? caps = null)
    {
        (First, Uses, Capacities, Groups, Caps) = (first, uses, capacities, groups, caps);
        if (first.Length == 0 || first[0] != 0 || first[^1] != values.Length)
            throw new ArgumentException("Customers do not share out the candidates", nameof(first));
        for (var customer = 0; customer < Customers; customer++)
            if (first[customer] > first[customer + 1]) throw new ArgumentException("Not in order", nameof(first));
        if (uses.Length != capacities.Length || uses.Any(use => use.Length != values.Length))
            throw new ArgumentException("Each resource needs a capacity and a use by each candidate", nameof(uses));
        if (groups is not null && groups.Length != values.Length)
            throw new ArgumentException("A group for each candidate", nameof(groups));
        if (caps is not null && (caps.Length != Customers || caps.Any(cap => cap < 0)))
            throw new ArgumentException("A cap of 0 or more for each customer", nameof(caps));
        if (capacities.Any(capacity => capacity is < 0 or > 1L << 53))
            throw new ArgumentException("From 0 to 2^53", nameof(capacities));
        Values = new double[values.Length];
        for (var candidate = 0; candidate < values.Length; candidate++)
            Values[candidate] = Math.Abs(values[candidate]) <= 1L << 53
                ? values[candidate]
                : throw new ArgumentException("Within 2^53", nameof(values));
        TypicalPrices = [.. uses.Zip(capacities, WithoutWhatNeverFits)];
    }

    /// <summary>How many customers there are.</summary>
    public int Customers => First.Length - 1;

    /// <summary>How many candidates there are.</summary>
    public int Candidates => Values.Length;

    /// <summary>How many resources there are.</summary>
    public int Resources => Capacities.Length;

    internal int[] First { get; }
    // Whole numbers, as what is computed with them is doubles; what never fits is minus infinity.
    internal double[] Values { get; }
    internal int[][] Uses { get; }
    internal long[] Capacities { get; }
    internal int[]? Groups { get; }
    internal int[]? Caps { get; }
    // What candidates are worth by what they use up of each resource: a first step for whoever looks for its price.
    internal double[] TypicalPrices { get; }

    internal int CapOf(int customer) => Caps is null ? 1 : Caps[customer];

    internal int GroupOf(int candidate) => Groups is null ? 0 : Groups[candidate];

    // A candidate that alone uses up more than there is would only make the bound worse.
    double WithoutWhatNeverFits(int[] use, long capacity)
    {
        var (worth, used) = (0.0, 0.0);
        for (var candidate = 0; candidate < use.Length; candidate++)
        {
            if (use[candidate] < 0) throw new ArgumentException("A use is below 0", nameof(use));
            if (use[candidate] > capacity) Values[candidate] = double.NegativeInfinity;
            if (use[candidate] == 0 || !(Values[candidate] > 0)) continue;
            worth += Values[candidate];
            used += use[candidate];
        }
        return used > 0 ? worth / used : 1;
    }
}
