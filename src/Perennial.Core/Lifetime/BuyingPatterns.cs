namespace Perennial.Core.Lifetime;

/// <summary>
/// How often and how lately customers bought: (x, t_x, T) of every customer, equal ones counted once. All that the
/// likelihoods of BG/NBD and its relatives need to know.
/// </summary>
/// <remarks>A million customers have some hundred thousand patterns, over some hundred different times.</remarks>
public sealed class BuyingPatterns
{
    const int PatternsPerTask = 8_192;
    const int MostTimes = 1 << 21;

    BuyingPatterns(double[] times, int[] x, int[] lastAt, int[] age, double[] weight)
    {
        (Times, X, LastAt, Age, Weight) = (times, x, lastAt, age, weight);
        for (var i = 0; i < x.Length; i++)
        {
            Customers += weight[i];
            Purchases += weight[i] * x[i];
            if (x[i] > 0) Repeaters += weight[i];
            MostPurchases = Math.Max(MostPurchases, x[i]);
        }
    }

    /// <summary>The different times, ascending, in model units.</summary>
    public double[] Times { get; }

    /// <summary>Repeat purchases of each pattern.</summary>
    public int[] X { get; }

    /// <summary>Index of t_x in <see cref="Times"/>: from the first purchase to the last.</summary>
    public int[] LastAt { get; }

    /// <summary>Index of T in <see cref="Times"/>: from the first purchase to the end of what was seen.</summary>
    public int[] Age { get; }

    /// <summary>Customers with each pattern.</summary>
    public double[] Weight { get; }

    /// <summary>Number of different patterns.</summary>
    public int Count => X.Length;

    /// <summary>Number of customers.</summary>
    public double Customers { get; }

    /// <summary>Customers who bought again.</summary>
    public double Repeaters { get; }

    /// <summary>Repeat purchases of all customers.</summary>
    public double Purchases { get; }

    /// <summary>The most repeat purchases of one customer.</summary>
    public int MostPurchases { get; }

    /// <summary>The longest T; 0 without customers.</summary>
    public double Longest => Count == 0 ? 0 : Age.Max(index => Times[index]);

    /// <summary>Sum of the logarithms of all gaps between purchases, in model units: what tells regular buyers from
    /// random ones. Null where it is not known.</summary>
    public double? SumLogGaps { get; init; }

    /// <summary>Counts equal patterns.</summary>
    /// <param name="x">Repeat purchases, not negative.</param>
    /// <param name="lastAt">From the first purchase to the last, 0 where x is 0.</param>
    /// <param name="age">From the first purchase to the end, not below <paramref name="lastAt"/>.</param>
    /// <param name="sumLogGaps">As <see cref="SumLogGaps"/>.</param>
    /// <exception cref="ArgumentException">The three have different lengths, or a value is out of range.</exception>
    public static BuyingPatterns Of(
        ReadOnlySpan<int> x, ReadOnlySpan<double> lastAt, ReadOnlySpan<double> age, double? sumLogGaps = null)
    {
        if (x.Length != lastAt.Length || x.Length != age.Length)
            throw new ArgumentException("x, t_x and T must be equally many.");
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] < 0 || !(lastAt[i] >= 0) || !(age[i] >= lastAt[i]) || double.IsInfinity(age[i]))
                throw new ArgumentException($"({x[i]}, {lastAt[i]}, {age[i]}) is no buying pattern.");
        }
        var index = new Dictionary<double, int>();
        foreach (var time in lastAt) index.TryAdd(time, 0);
        foreach (var time in age) index.TryAdd(time, 0);
        if (index.Count > MostTimes) throw new ArgumentException($"More than {MostTimes} different times.");
        double[] times = [.. index.Keys.Order()];
        for (var i = 0; i < times.Length; i++) index[times[i]] = i;
        var keys = new long[x.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = Key(x[i], index[lastAt[i]], index[age[i]]);
        return Grouped(times, keys, sumLogGaps);
    }

    /// <summary>Counts equal patterns of whole days.</summary>
    /// <param name="x">Repeat purchases.</param>
    /// <param name="lastAt">Days from the first purchase to the last.</param>
    /// <param name="age">Days from the first purchase to now, below two million.</param>
    /// <param name="daysPerUnit">Days in a unit of the model's time, 7 for weeks.</param>
    /// <exception cref="ArgumentException">As <see cref="Of"/>.</exception>
    public static BuyingPatterns OfDays(
        ReadOnlySpan<int> x, ReadOnlySpan<int> lastAt, ReadOnlySpan<int> age, double daysPerUnit)
    {
        var longest = 0;
        var keys = new long[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] < 0 || lastAt[i] < 0 || age[i] < lastAt[i] || age[i] >= MostTimes)
                throw new ArgumentException($"({x[i]}, {lastAt[i]}, {age[i]}) is no buying pattern.");
            longest = Math.Max(longest, age[i]);
            keys[i] = Key(x[i], lastAt[i], age[i]);
        }
        return Grouped([.. Enumerable.Range(0, longest + 1).Select(day => day / daysPerUnit)], keys, sumLogGaps: null);
    }

    static long Key(int x, int lastAt, int age) =>
        ((long)Math.Min(x, MostTimes - 1) << 42) | ((long)lastAt << 21) | (long)age;

    static BuyingPatterns Grouped(double[] times, long[] keys, double? sumLogGaps)
    {
        var sorted = Statistics.RadixSort.Sorted(keys);
        List<int> x = [], lastAt = [], age = [];
        List<double> weight = [];
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i] == sorted[i - 1])
            {
                weight[^1]++;
                continue;
            }
            x.Add((int)(sorted[i] >> 42));
            lastAt.Add((int)(sorted[i] >> 21) & (MostTimes - 1));
            age.Add((int)(sorted[i] & (MostTimes - 1)));
            weight.Add(1);
        }
        return new(times, [.. x], [.. lastAt], [.. age], [.. weight]) { SumLogGaps = sumLogGaps };
    }

    /// <summary>Every so manieth pattern, at most about <paramref name="most"/> of them: enough to find the
    /// neighbourhood of an optimum.</summary>
    public BuyingPatterns Sample(int most)
    {
        if (Count <= most) return this;
        var every = (Count + most - 1) / most;
        int[] rows = [.. Enumerable.Range(0, Count).Where(i => i % every == every / 2)];
        return new(Times, [.. rows.Select(i => X[i])], [.. rows.Select(i => LastAt[i])],
            [.. rows.Select(i => Age[i])], [.. rows.Select(i => Weight[i])]);
    }

    /// <summary>A sum over all patterns, on all cores; the same on any number of them.</summary>
    /// <param name="range">Sums the patterns from..to-1.</param>
    internal double Sum(Func<int, int, double> range)
    {
        if (Count <= PatternsPerTask) return range(0, Count);
        var parts = new double[(Count + PatternsPerTask - 1) / PatternsPerTask];
        Parallel.For(0, parts.Length, Cores.All, part => parts[part] =
            range(part * PatternsPerTask, Math.Min(Count, (part + 1) * PatternsPerTask)));
        return parts.Sum();
    }
}
