using Perennial.Core.Statistics;

namespace Perennial.Core.Recommendations;

/// <summary>EASE: the linear model of who buys what that gives every product the weights by which the others predict
/// it.</summary>
/// <remarks>
/// P = (XᵀX + λI)⁻¹, B_ij = −P_ij / P_jj, zero on the diagonal; X is customers × products, 1 where bought. Source:
/// Steck, Embarrassingly shallow autoencoders for sparse data, WWW 2019.
/// </remarks>
public static class Ease
{
    /// <summary>Fits the weights.</summary>
    /// <param name="counts">XᵀX: customers of each product and pair.</param>
    /// <param name="items">Which products take part, by their numbers in the counts.</param>
    /// <param name="lambda">How much single customers are distrusted, above 0: 100 to 500 for shops.</param>
    /// <param name="cancel">Stops the fit.</param>
    /// <returns>Weights by the places of <paramref name="items"/>.</returns>
    public static ItemWeights Fit(CoOccurrence counts, int[] items, double lambda, CancellationToken cancel = default)
    {
        if (!(lambda > 0)) throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ must be above 0.");
        var matrix = new SymmetricMatrix(items.Length);
        FillIn(matrix, counts, items);
        for (var i = 0; i < items.Length; i++) matrix[i, i] += lambda;
        matrix.Invert(cancel);
        var weights = new ItemWeights(items.Length);
        Parallel.For(0, items.Length, Cores.All, i =>
        {
            var row = weights[i];
            for (var j = 0; j < row.Length; j++) row[j] = i == j ? 0 : (float)(-matrix[i, j] / matrix[j, j]);
        });
        return weights;
    }

    // Row by row of what was counted, for most pairs never were.
    static void FillIn(SymmetricMatrix matrix, CoOccurrence counts, int[] items)
    {
        var placeOf = new int[counts.Products];
        Array.Fill(placeOf, -1);
        for (var i = 0; i < items.Length; i++)
            if (items[i] < placeOf.Length) placeOf[items[i]] = i;
        for (var i = 0; i < items.Length; i++)
        {
            matrix[i, i] = counts.CustomersOf(items[i]);
            foreach (var (other, together) in counts.PairsOf(items[i]) ?? new Dictionary<int, int>())
                if (placeOf[other] >= 0) matrix[i, placeOf[other]] = together;
        }
    }
}
