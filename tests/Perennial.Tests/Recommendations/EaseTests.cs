using Perennial.Core.Recommendations;

namespace Perennial.Tests.Recommendations;

public sealed class EaseTests
{
    // Steck's formula, evaluated with NumPy for X = [[1,1,0,0],[1,1,1,0],[0,1,1,0],[0,0,1,1],[1,0,0,1]].
    static readonly int[][] Customers = [[0, 1], [0, 1, 2], [1, 2], [2, 3], [0, 3]];

    [Fact]
    public void Weights_equal_the_published_ones()
    {
        var weights = Ease.Fit(SomeCounts.Of(Customers), [0, 1, 2, 3], lambda: 1);
        AssertRow([0, .461538, -.125, .333333], weights[0]);
        AssertRow([.5625, 0, .5625, -.333333], weights[1]);
        AssertRow([0, .144578, .048297, .074713], Ease.Fit(SomeCounts.Of(Customers), [0, 1, 2, 3], 10)[0]);
    }

    [Fact]
    public void Scores_of_a_customer_equal_the_published_ones()
    {
        var scores = new float[4];
        Ease.Fit(SomeCounts.Of(Customers), [0, 1, 2, 3], lambda: 1).Score([0, 1], [], scores);
        AssertRow([.5625, .461538, .4375, 0], scores);
    }

    [Fact]
    public void Weights_go_by_the_places_of_the_products_asked_for()
    {
        var counts = SomeCounts.Of(Customers);
        var (straight, turned) = (Ease.Fit(counts, [0, 1, 2, 3], 1), Ease.Fit(counts, [3, 1, 0, 2], 1));
        int[] place = [2, 1, 3, 0];
        for (var i = 0; i < 4; i++)
            for (var j = 0; j < 4; j++) Assert.Equal(straight[i][j], turned[place[i]][place[j]], 1e-6f);
    }

    [Fact]
    public void An_affinity_counts_a_product_more_or_less()
    {
        var weights = Ease.Fit(SomeCounts.Of(Customers), [0, 1, 2, 3], lambda: 1);
        var scores = new float[4];
        weights.Score([0, 1], [2, .5f], scores);
        for (var i = 0; i < 4; i++) Assert.Equal(2 * weights[0][i] + .5f * weights[1][i], scores[i], 1e-6f);
    }

    [Fact]
    public void Nothing_and_one_product_have_no_weights()
    {
        Assert.Equal(0, Ease.Fit(new CoOccurrence(), [], 200).Count);
        Assert.Equal(0, Ease.Fit(SomeCounts.Of([[0], [0]]), [0], 200)[0][0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ease.Fit(new CoOccurrence(), [], 0));
    }

    static void AssertRow(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6);
    }
}
