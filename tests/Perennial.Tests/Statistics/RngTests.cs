using Perennial.Core.Statistics;

namespace Perennial.Tests.Statistics;

public class RngTests
{
    // Outputs of the authors' xoshiro256starstar.c from the state 1, 2, 3, 4, as published with Rust's rand_xoshiro.
    [Fact]
    public void Outputs_are_those_of_the_reference_implementation()
    {
        var rng = new Rng(1, 2, 3, 4);
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625,
            8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        Assert.Equal(expected, expected.Select(_ => rng.NextBits()));
    }

    // Rosetta Code, "Pseudo-random numbers/Splitmix64", seed 1234567.
    [Fact]
    public void SplitMix_outputs_are_the_published_ones()
    {
        var state = 1234567UL;
        ulong[] expected =
        [
            6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
        ];
        Assert.Equal(expected, expected.Select(_ => Rng.SplitMix(ref state)));
    }

    // xoshiro256** with its state filled by SplitMix64 from the seed 42: what independent implementations publish.
    [Fact]
    public void A_seed_fills_the_state_as_the_authors_advise()
    {
        var rng = new Rng(42);
        ulong[] expected =
            [1546998764402558742, 6990951692964543102, 12544586762248559009, 17057574109182124193];
        Assert.Equal(expected, expected.Select(_ => rng.NextBits()));
    }

    [Fact]
    public void A_state_of_zeros_is_refused() => Assert.Throws<ArgumentException>(() => new Rng(0, 0, 0, 0));

    [Fact]
    public void Streams_of_one_seed_and_equal_streams_of_two_seeds_differ()
    {
        var first = Enumerable.Range(0, 20_000).Select(i => Rng.ForStream(1, (ulong)i).NextBits());
        var second = Enumerable.Range(0, 20_000).Select(i => Rng.ForStream(2, (ulong)i).NextBits());
        Assert.Equal(40_000, first.Concat(second).Distinct().Count());
    }

    [Fact]
    public void Streams_are_not_correlated()
    {
        const int n = 20_000;
        var (left, right) = (Rng.ForStream(7, 10), Rng.ForStream(7, 11));
        var sum = 0.0;
        for (var i = 0; i < n; i++) sum += (left.NextDouble() - 0.5) * (right.NextDouble() - 0.5) * 12;
        Assert.InRange(sum / n, -4 / Math.Sqrt(n), 4 / Math.Sqrt(n));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Integers_are_uniform_on_their_range(int bound)
    {
        const int n = 200_000;
        var rng = new Rng(3);
        var counts = new int[bound];
        for (var i = 0; i < n; i++) counts[rng.NextInt(bound)]++;
        var expected = (double)n / bound;
        var chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange(chiSquare, 0, bound - 1 + 5 * Math.Sqrt(2.0 * bound));
    }

    [Fact]
    public void Integers_between_two_bounds_include_both()
    {
        var rng = new Rng(4);
        var drawn = Enumerable.Range(0, 200).Select(_ => rng.NextInt(-2, 1)).Distinct().Order();
        Assert.Equal([-2, -1, 0, 1], drawn);
    }

    [Fact]
    public void A_bound_must_be_positive() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(1).NextInt(0));

    [Fact]
    public void Weights_are_respected_and_zero_is_never_drawn()
    {
        var rng = new Rng(5);
        var counts = new int[4];
        for (var i = 0; i < 60_000; i++) counts[rng.PickWeighted([1, 0, 2, 3])]++;
        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[0], 9_600, 10_400);
        Assert.InRange(counts[2], 19_500, 20_500);
    }

    // Mean and variance of each distribution, within five standard errors of their estimates (roughly).
    [Theory]
    [InlineData("uniform", 0.5, 1.0 / 12)]
    [InlineData("exponential", 1, 1)]
    [InlineData("normal", 0, 1)]
    [InlineData("gamma 0.4", 0.4, 0.4)]
    [InlineData("gamma 1", 1, 1)]
    [InlineData("gamma 6.5", 6.5, 6.5)]
    [InlineData("beta 0.6 1.1", 0.6 / 1.7, 0.6 * 1.1 / (1.7 * 1.7 * 2.7))]
    public void Distributions_have_their_mean_and_variance(string distribution, double mean, double variance)
    {
        const int n = 200_000;
        var rng = new Rng(6);
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var x = distribution switch
            {
                "uniform" => rng.NextDouble(),
                "exponential" => rng.NextExponential(),
                "normal" => rng.NextNormal(),
                "gamma 0.4" => rng.NextGamma(0.4),
                "gamma 1" => rng.NextGamma(1),
                "gamma 6.5" => rng.NextGamma(6.5),
                _ => rng.NextBeta(0.6, 1.1),
            };
            sum += x;
            squares += (x - mean) * (x - mean);
        }
        Assert.InRange(sum / n, mean - 5 * Math.Sqrt(variance / n), mean + 5 * Math.Sqrt(variance / n));
        Assert.InRange(squares / n, variance * 0.96, variance * 1.04);
    }
}
