using Perennial.Core.Recommendations;

namespace Perennial.Tests.Recommendations;

public sealed class ItemSimilarityTests
{
    // Counts of Microsoft's Recommenders, tests/unit/recommenders/utils/test_python_utils.py.
    static readonly int[][] Published = [[1, 0, 1], [0, 2, 1], [1, 1, 2]];

    [Fact]
    public void Jaccard_equals_the_published_matrix() => AssertMatrix(
        [[1, 0, .5], [0, 1, .33333], [.5, .33333, 1]],
        (i, j) => ItemSimilarity.Jaccard(Published[i][i], Published[j][j], Published[i][j]));

    [Fact]
    public void Lift_equals_the_published_matrix() => AssertMatrix(
        [[1, 0, .5], [0, .5, .25], [.5, .25, .5]],
        (i, j) => ItemSimilarity.Lift(Published[i][i], Published[j][j], Published[i][j], customers: 1));

    [Fact]
    public void Cosine_divides_by_the_geometric_mean() => AssertMatrix(
        [[1, 0, .70711], [0, 1, .5], [.70711, .5, 1]],
        (i, j) => ItemSimilarity.Cosine(Published[i][i], Published[j][j], Published[i][j]));

    static void AssertMatrix(double[][] expected, Func<int, int, double> actual)
    {
        for (var i = 0; i < expected.Length; i++)
            for (var j = 0; j < expected.Length; j++) Assert.Equal(expected[i][j], actual(i, j), 1e-5);
    }

    // Mahout's LogLikelihoodTest and Dunning's examples.
    [Theory]
    [InlineData(1000, 1000, 1000, 100000, 5734.342525)]
    [InlineData(5, 1995, 0, 100000, 39.330522)]
    [InlineData(13, 1000, 1000, 100000, .803755)]
    [InlineData(100, 100, 100, 100, 0)]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(0, 0, 0, 7, 0)]
    public void The_log_likelihood_ratio_equals_the_published_values(
        long both, long onlyFirst, long onlySecond, long neither, double expected) =>
        Assert.Equal(expected, ItemSimilarity.LogLikelihoodRatio(both, onlyFirst, onlySecond, neither), 1e-6);

    [Fact]
    public void Products_that_nobody_bought_are_like_nothing()
    {
        Assert.Equal(0, ItemSimilarity.Cosine(0, 0, 0));
        Assert.Equal(0, ItemSimilarity.Jaccard(0, 0, 0));
        Assert.Equal(0, ItemSimilarity.Lift(0, 3, 0, 5));
        var counts = new CoOccurrence();
        foreach (var measure in Enum.GetValues<SimilarityMeasure>())
            Assert.Equal(0, ItemSimilarity.Of(measure, counts, 0, 1));
    }

    // Microsoft's Recommenders, test_exponential_decay: ages of the values 1..6 before 5, half-life 2.
    [Fact]
    public void Decay_equals_the_published_values()
    {
        double[] expected = [.25, .35355339, .5, .70710678, 1, 1];
        for (var value = 1; value <= 6; value++)
            Assert.Equal(expected[value - 1], TimeDecay.Of(Math.Max(0, 5 - value), halfLife: 2), 1e-8);
        Assert.Equal(1, TimeDecay.Of(1e6, double.PositiveInfinity));
    }
}
