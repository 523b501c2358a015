using Perennial.Core.Cycle.Gaps;

namespace Perennial.Tests.Cycle;

/// <summary>The closed forms of gaps against numbers computed elsewhere (scipy and Monte Carlo; measurement reference
/// 4.1 and 4.2).</summary>
public class PublishedGaps
{
    static readonly double[] Gaps = [20, 30, 25, 22, 28, 40, 18, 27, 24, 26, 31];

    static GapSums Sums(params double[] gaps) => gaps.Aggregate(default(GapSums), (sums, gap) => sums.With(gap));

    [Theory]
    [InlineData(1, 3, 75, 19.917224, 51.833744, 115.512423, 221.287080, .72542984, .53285343)]
    [InlineData(2, 3, 75, 22.733054, 44.430245, 79.786015, 128.535652, .75913380, .70112552)]
    [InlineData(4, 10, 300, 27.766293, 42.634566, 61.585694, 82.049015, .76119209, .89110838)]
    public void Quantiles_percentiles_and_returns_are_the_published_ones(double k, int gaps, double days,
        double half, double fourInFive, double nineteen, double ninetyNine, double at40, double returns)
    {
        var curve = new GapCurve(k, 1.2, 36);
        var x = new GapSums(gaps, days, 0);
        Assert.Equal(half, curve.Quantile(x, .5), 6e-7);
        Assert.Equal(fourInFive, curve.Quantile(x, .8), 6e-7);
        Assert.Equal(nineteen, curve.Quantile(x, .95), 6e-7);
        Assert.Equal(ninetyNine, curve.Quantile(x, .99), 6e-7);
        Assert.Equal(at40, curve.Percentile(x, 40), 6e-9);
        Assert.Equal(returns, curve.Returns(x, 40, 30), 6e-9);
    }

    [Fact]
    public void Without_a_gap_the_population_speaks()
    {
        var curve = new GapCurve(1, 1.2, 36);
        Assert.Equal(28.144708, curve.Quantile(default, .5), 6e-7);
        Assert.Equal(101.650408, curve.Quantile(default, .8), 6e-7);
        Assert.Equal(401.012806, curve.Quantile(default, .95), 6e-7);
    }

    // Reference 4.1: 22.740, 79.732 and .7592, drawn.
    [Fact]
    public void Draws_agree_with_the_closed_form()
    {
        var curve = new GapCurve(2, 1.2, 36);
        var x = new GapSums(3, 75, 0);
        Assert.Equal(22.740, curve.Quantile(x, .5), .02);
        Assert.Equal(79.732, curve.Quantile(x, .95), .1);
        Assert.Equal(.7592, curve.Percentile(x, 40), 1e-4);
    }

    [Fact]
    public void The_density_of_three_gaps_is_the_published_one() =>
        Assert.Equal(-12.508242591252042, new GapCurve(2, 1.2, 36).LnDensity(Sums(20, 30, 25)), 1e-11);

    [Fact]
    public void Regularity_of_one_customer_is_the_published_one()
    {
        Assert.Equal(22.573904, Regularity.Minka(Sums(Gaps))!.Value, 6e-7);
        Assert.Equal(22.575108, Regularity.Thom(Sums(Gaps))!.Value, 6e-7);
        Assert.Equal(19.400889, Regularity.ByVariation(Gaps)!.Value, 6e-7);
    }

    [Fact]
    public void Equal_gaps_and_single_gaps_say_nothing_of_regularity()
    {
        Assert.Null(Regularity.Minka(Sums(30, 30, 30)));
        Assert.Null(Regularity.Thom(Sums(30)));
        Assert.Null(Regularity.ByVariation([30, 30]));
        Assert.Equal((0, 0), Regularity.WheatMorrison([]));
        Assert.Equal((0, 2), Regularity.WheatMorrison([(10, 10), (7, 7)]));
    }
}
