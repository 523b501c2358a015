using Perennial.Core.Measurement;

namespace Perennial.Tests.Measurement;

public class ShareIntervalTests
{
    static readonly double usual = ShareInterval.Deviations(0.05);

    [Theory]
    // Quantiles of the normal distribution: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.1, and its tails.
    [InlineData(0.05, 1.959963984540054)]
    [InlineData(0.01, 2.5758293035489)]
    [InlineData(0.3173105078629141, 1)]
    [InlineData(1e-6, 4.891638475698967)]
    public void Deviations_are_those_of_the_normal_distribution(double chance, double expected) =>
        Assert.Equal(expected, ShareInterval.Deviations(chance), 1e-9);

    [Theory]
    // Newcombe 1998, Two-sided confidence intervals for the single proportion, table I, method 3.
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void A_share_has_the_published_interval(int count, int of, double low, double high)
    {
        var interval = ShareInterval.OfShare(count, of, usual);
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Theory]
    // Newcombe 1998, Interval estimation for the difference, table II, method 10.
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1)]
    [InlineData(10, 10, 0, 10, 0.6075, 1)]
    public void A_difference_has_the_published_interval(
        int count, int of, int other, int ofOther, double low, double high)
    {
        var interval = ShareInterval.OfDifference(count, of, other, ofOther, usual);
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Fact]
    public void Of_nobody_nothing_is_known() =>
        Assert.Equal(new ShareInterval(0, 1), ShareInterval.OfShare(0, 0, usual));
}
