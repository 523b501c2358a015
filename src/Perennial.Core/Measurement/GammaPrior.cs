using Perennial.Core.Statistics;

namespace Perennial.Core.Measurement;

/// <summary>How a rate varies from customer to customer around 1, what is expected of them: a Gamma distribution of
/// mean 1, with which the ratio of a count to its expectation is shrunk towards 1.</summary>
/// <param name="Shape">Positive and finite; the variance is its inverse.</param>
public sealed record GammaPrior(double Shape)
{
    /// <summary>The shape that stands for "customers differ by chance only".</summary>
    public const double PooledShape = 1e6;

    const double LeastShape = 1e-3;

    /// <summary>True if customers differ by chance only.</summary>
    public bool IsPooled => Shape >= PooledShape * (1 - 1e-9);

    /// <summary>One customer's ratio, shrunk: (shape + observed) / (shape + expected).</summary>
    public double Ratio(double observed, double expected) => (Shape + observed) / (Shape + expected);

    /// <summary>The probability that a customer's ratio lies above a limit, given what was observed.</summary>
    public double ChanceAbove(double limit, double observed, double expected) =>
        IncompleteGamma.Above(Shape + observed, limit * (Shape + expected));

    /// <summary>Fits by maximum likelihood of counts that are Poisson around expectation times ratio (the negative
    /// binomial).</summary>
    /// <param name="observed">Each customer's count.</param>
    /// <param name="expected">What each was expected to have; those of 0 are passed over.</param>
    /// <returns>Null where nothing was expected of anybody or nothing observed.</returns>
    public static GammaPrior? OfLikelihood(ReadOnlySpan<int> observed, ReadOnlySpan<double> expected)
    {
        // Σ ln(shape + j) for j below the count needs only how many customers pass each j; the rest, only how many
        // customers and counts there are for each expectation.
        var most = 0;
        var byExpectation = new Dictionary<double, (int Customers, long Counts)>();
        for (var i = 0; i < observed.Length; i++)
        {
            if (!(expected[i] > 0)) continue;
            most = Math.Max(most, observed[i]);
            var (customers, counts) = byExpectation.GetValueOrDefault(expected[i]);
            byExpectation[expected[i]] = (customers + 1, counts + observed[i]);
        }
        if (most == 0) return null;
        var passing = new double[most];
        for (var i = 0; i < observed.Length; i++)
            if (expected[i] > 0 && observed[i] > 0) passing[observed[i] - 1]++;
        for (var j = most - 2; j >= 0; j--) passing[j] += passing[j + 1];

        var groups = byExpectation.Select(group => (group.Key, group.Value.Customers, group.Value.Counts))
            .OrderBy(group => group.Key).ToArray();
        return new GammaPrior(BestShape(passing, groups));
    }

    static double BestShape(double[] passing, (double Expected, int Customers, long Counts)[] groups)
    {
        var (low, high) = (Math.Log(LeastShape), Math.Log(PooledShape));
        if (Slope(PooledShape, passing, groups) >= 0) return PooledShape;
        while (high - low > 1e-12)
        {
            var middle = (low + high) / 2;
            if (Slope(Math.Exp(middle), passing, groups) > 0) low = middle;
            else high = middle;
        }
        return Math.Exp((low + high) / 2);
    }

    static double Slope(double shape, double[] passing, (double Expected, int Customers, long Counts)[] groups)
    {
        var slope = 0.0;
        for (var j = 0; j < passing.Length; j++) slope += passing[j] / (shape + j);
        foreach (var (expected, customers, counts) in groups)
        {
            slope -= customers * Math.Log(1 + expected / shape);
            slope += (customers * expected - counts) / (shape + expected);
        }
        return slope;
    }
}
