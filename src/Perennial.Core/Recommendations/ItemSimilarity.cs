namespace Perennial.Core.Recommendations;

/// <summary>How alike two products are, judged by who bought them.</summary>
public enum SimilarityMeasure
{
    /// <summary>Common customers divided by the geometric mean of both.</summary>
    Cosine,

    /// <summary>Common customers divided by the customers of either.</summary>
    Jaccard,

    /// <summary>Common customers divided by what chance would bring. For looking at, not for ranking: pairs that met
    /// once by chance come first.</summary>
    Lift,

    /// <summary>ln(1 + log-likelihood ratio) of the pair.</summary>
    LogLikelihood,
}

/// <summary>Measures of association between two products, from counts of customers.</summary>
/// <remarks>Source: Dunning 1993 for the log-likelihood ratio; the others as in Microsoft's Recommenders.</remarks>
public static class ItemSimilarity
{
    /// <summary>c_ij / √(c_i c_j); 0 where one was never bought.</summary>
    public static double Cosine(long first, long second, long both) =>
        both == 0 ? 0 : both / Math.Sqrt((double)first * second);

    /// <summary>c_ij / (c_i + c_j − c_ij); 0 where neither was ever bought.</summary>
    public static double Jaccard(long first, long second, long both) =>
        both == 0 ? 0 : (double)both / (first + second - both);

    /// <summary>N c_ij / (c_i c_j): how many times as often as by chance; 0 where one was never bought.</summary>
    /// <param name="first">Customers of the one.</param>
    /// <param name="second">Customers of the other.</param>
    /// <param name="both">Customers of both.</param>
    /// <param name="customers">All customers.</param>
    public static double Lift(long first, long second, long both, long customers) =>
        both == 0 ? 0 : (double)both / first * customers / second;

    /// <summary>Dunning's ratio for two products: above 10.83 the pair is no chance at the level of .001.</summary>
    /// <inheritdoc cref="Lift" path="/param"/>
    public static double PairLogLikelihood(long first, long second, long both, long customers) =>
        LogLikelihoodRatio(both, first - both, second - both, customers - first - second + both);

    /// <summary>2 [H(rows) + H(columns) − H(cells)] in nats times the count, never negative.</summary>
    /// <param name="both">Customers of both.</param>
    /// <param name="onlyFirst">Customers of the first alone.</param>
    /// <param name="onlySecond">Customers of the second alone.</param>
    /// <param name="neither">Customers of neither.</param>
    public static double LogLikelihoodRatio(long both, long onlyFirst, long onlySecond, long neither)
    {
        double first = both + onlyFirst, second = both + onlySecond;
        double notFirst = onlySecond + neither, notSecond = onlyFirst + neither;
        var cells = XLogX(both) + XLogX(onlyFirst) + XLogX(onlySecond) + XLogX(neither);
        var margins = XLogX(first) + XLogX(notFirst) + XLogX(second) + XLogX(notSecond);
        return Math.Max(0, 2 * (cells - margins + XLogX(first + notFirst)));
    }

    /// <summary>One of the measures, between two products of a table of counts.</summary>
    public static double Of(SimilarityMeasure measure, CoOccurrence counts, int first, int second)
    {
        var (a, b, both) = (counts.CustomersOf(first), counts.CustomersOf(second), counts.Together(first, second));
        return measure switch
        {
            SimilarityMeasure.Cosine => Cosine(a, b, both),
            SimilarityMeasure.Jaccard => Jaccard(a, b, both),
            SimilarityMeasure.Lift => Lift(a, b, both, counts.Customers),
            SimilarityMeasure.LogLikelihood when both > 0 =>
                Math.Log(1 + PairLogLikelihood(a, b, both, counts.Customers)),
            SimilarityMeasure.LogLikelihood => 0,
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Not a measure."),
        };
    }

    static double XLogX(double x) => x > 0 ? x * Math.Log(x) : 0;
}
