using Perennial.Core.Measurement;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Measurement;

public class GammaPriorTests
{
    [Fact]
    public void A_simulated_spread_around_the_expectation_is_found_again()
    {
        var rng = new Rng(11);
        var expected = new double[40_000];
        var observed = new int[expected.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = 1 + i % 7;
            observed[i] = Poisson(rng, expected[i] * rng.NextGamma(2.5) / 2.5);
        }
        Assert.InRange(GammaPrior.OfLikelihood(observed, expected)!.Shape, 2.4, 2.6);
    }

    [Fact]
    public void Counts_that_differ_by_chance_only_are_pooled()
    {
        var rng = new Rng(12);
        var expected = Enumerable.Repeat(6.0, 20_000).ToArray();
        int[] observed = [.. expected.Select(mean => Poisson(rng, mean))];
        Assert.True(GammaPrior.OfLikelihood(observed, expected)!.Shape > 150);
        Assert.True(GammaPrior.OfLikelihood([.. expected.Select(_ => 6)], expected)!.IsPooled);
    }

    [Fact]
    public void Nothing_observed_or_expected_has_no_prior()
    {
        Assert.Null(GammaPrior.OfLikelihood([], []));
        Assert.Null(GammaPrior.OfLikelihood([0, 0], [1, 2]));
        Assert.Null(GammaPrior.OfLikelihood([3], [0]));
    }

    // A sum of Poisson probabilities, which the share of a Gamma distribution of whole shape equals.
    [Theory]
    [InlineData(1, .5)]
    [InlineData(3, 2.5)]
    [InlineData(12, 20)]
    [InlineData(40, 30)]
    public void The_share_above_a_value_is_the_Poisson_sum(int shape, double x)
    {
        var (term, sum) = (Math.Exp(-x), 0.0);
        for (var k = 0; k < shape; k++)
        {
            sum += term;
            term *= x / (k + 1);
        }
        Assert.Equal(sum, GammaPriorOf(shape, x), 1e-12);
    }

    // Shape 1/2: the complementary error function; erfc(1) from tables (Abramowitz and Stegun 7.1).
    [Fact]
    public void The_share_above_a_value_of_shape_one_half_is_erfc() =>
        Assert.Equal(.157299207050285, GammaPriorOf(.5, 1), 1e-12);

    [Fact]
    public void Large_shapes_are_centred_on_themselves()
    {
        Assert.Equal(.5, GammaPriorOf(1e6, 1e6), 1e-3);
        Assert.Equal(1, GammaPriorOf(1e6, 9e5), 1e-12);
        Assert.Equal(0, GammaPriorOf(1e6, 1.1e6), 1e-12);
    }

    // With nothing expected, shape + observed is the shape, and limit times shape the value.
    static double GammaPriorOf(double shape, double x) => new GammaPrior(shape).ChanceAbove(x / shape, 0, 0);

    static int Poisson(Rng rng, double mean)
    {
        var (count, left) = (0, mean);
        while ((left -= rng.NextExponential()) > 0) count++;
        return count;
    }
}
