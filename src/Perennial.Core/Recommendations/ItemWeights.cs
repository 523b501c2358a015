using System.Numerics;
using System.Runtime.InteropServices;

namespace Perennial.Core.Recommendations;

/// <summary>How much having one product speaks for another: n × n weights, from EASE or from a similarity.</summary>
public sealed class ItemWeights
{
    readonly float[] weights;

    /// <summary>Weights of zero.</summary>
    /// <param name="count">Number of products, at most 40,000.</param>
    public ItemWeights(int count)
    {
        Count = count;
        weights = new float[count * count];
    }

    /// <summary>Number of products.</summary>
    public int Count { get; }

    /// <summary>What having each product adds to all others: the row of the product.</summary>
    public Span<float> this[int product] => weights.AsSpan(product * Count, Count);

    /// <summary>Adds up, for every product, what those that a customer has say for it.</summary>
    /// <param name="products">What the customer has, each 0..Count−1.</param>
    /// <param name="affinity">How much each counts; empty for 1 each.</param>
    /// <param name="scores">Takes the sums; <see cref="Count"/> long.</param>
    public void Score(ReadOnlySpan<int> products, ReadOnlySpan<float> affinity, Span<float> scores)
    {
        scores.Clear();
        for (var i = 0; i < products.Length; i++)
            AddTo(scores, this[products[i]], affinity.IsEmpty ? 1 : affinity[i]);
    }

    static void AddTo(Span<float> sum, ReadOnlySpan<float> row, float times)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var values = MemoryMarshal.Cast<float, Vector<float>>(row);
        var factor = new Vector<float>(times);
        for (var i = 0; i < sums.Length; i++) sums[i] += values[i] * factor;
        for (var i = sums.Length * Vector<float>.Count; i < sum.Length; i++) sum[i] += row[i] * times;
    }

    /// <summary>Weights by a similarity of who bought what. A product has no weight for itself.</summary>
    /// <param name="counts">Customers of products and pairs.</param>
    /// <param name="items">Which products, by their numbers in the counts.</param>
    /// <param name="measure">Which similarity.</param>
    public static ItemWeights Of(CoOccurrence counts, int[] items, SimilarityMeasure measure)
    {
        var weights = new ItemWeights(items.Length);
        Parallel.For(0, items.Length, Cores.All, i =>
        {
            var row = weights[i];
            for (var j = 0; j < items.Length; j++)
                if (j != i) row[j] = (float)ItemSimilarity.Of(measure, counts, items[i], items[j]);
        });
        return weights;
    }
}
