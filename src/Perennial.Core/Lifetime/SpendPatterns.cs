namespace Perennial.Core.Lifetime;

/// <summary>Repeat purchases and their mean value, of the customers who have any of positive value.</summary>
public sealed class SpendPatterns
{
    const int CustomersPerTask = 8_192;

    SpendPatterns(int[] x, double[] mean)
    {
        (X, Mean) = (x, mean);
        LogMean = [.. mean.Select(value => Math.Log(value))];
        MostPurchases = x.Length == 0 ? 0 : x.Max();
    }

    /// <summary>Repeat purchases, at least 1.</summary>
    public int[] X { get; }

    /// <summary>Their mean value in currency, positive.</summary>
    public double[] Mean { get; }

    /// <summary>The logarithm of <see cref="Mean"/>.</summary>
    public double[] LogMean { get; }

    /// <summary>The most repeat purchases of one customer.</summary>
    public int MostPurchases { get; }

    /// <summary>Number of customers.</summary>
    public int Count => X.Length;

    /// <summary>Takes those who bought again at a positive value.</summary>
    public static SpendPatterns Of(ReadOnlySpan<int> x, ReadOnlySpan<double> mean)
    {
        var (count, value) = (new List<int>(), new List<double>());
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] <= 0 || !(mean[i] > 0) || double.IsInfinity(mean[i])) continue;
            count.Add(x[i]);
            value.Add(mean[i]);
        }
        return new([.. count], [.. value]);
    }

    /// <summary>Every so manieth customer.</summary>
    public SpendPatterns Sample(int most)
    {
        if (Count <= most) return this;
        var every = (Count + most - 1) / most;
        int[] rows = [.. Enumerable.Range(0, Count / every).Select(i => i * every + every / 2)];
        return new([.. rows.Select(i => X[i])], [.. rows.Select(i => Mean[i])]);
    }

    internal double Sum(Func<int, int, double> range)
    {
        if (Count <= CustomersPerTask) return range(0, Count);
        var parts = new double[(Count + CustomersPerTask - 1) / CustomersPerTask];
        Parallel.For(0, parts.Length, Cores.All, part => parts[part] =
            range(part * CustomersPerTask, Math.Min(Count, (part + 1) * CustomersPerTask)));
        return parts.Sum();
    }
}
