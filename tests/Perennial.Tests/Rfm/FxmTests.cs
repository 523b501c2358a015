using Perennial.Core.Rfm;

namespace Perennial.Tests.Rfm;

public class FxmTests
{
    // Source: Shopify, FM = (F + M) / 2, rounded as people round.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(5, 4, 5)]
    [InlineData(4, 1, 3)]
    [InlineData(5, 1, 3)]
    [InlineData(10, 9, 10)]
    public void The_two_dimensional_rating_is_the_mean_with_halves_rounded_up(byte f, byte m, byte expected)
    {
        Assert.Equal(expected, RfmScoring.Fxm(f, m));
        Assert.Equal(expected, RfmScoring.Fxm(m, f));
    }
}
