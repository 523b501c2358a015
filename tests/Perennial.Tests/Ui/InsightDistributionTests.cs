using FsCheck;
using FsCheck.Fluent;
using Perennial.Insights;

namespace Perennial.Tests.Ui;

public class InsightDistributionTests
{
    [Fact]
    public void Every_value_lies_in_one_bin()
    {
        var cases =
            from scale in Gen.Elements(1, 4, 10, 100)
            from least in Gen.Elements(-500, 0, 0, 20_000)
            from values in Gen.Choose(least, 100_000).ArrayOf()
            select values.Select(value => value / (double)scale).ToArray();
        Prop.ForAll(Arb.From(cases), Holds).QuickCheckThrowOnFailure();
    }

    static bool Holds(double[] values)
    {
        var spread = Distribution.Of("clv", [.. values, double.NaN]);
        return spread.Customers == values.Length && spread.Bins.Sum(bin => bin.Customers) == values.Length
            && values.Length == 0 == spread.Median is null && spread.Bins.Count <= 12
            && spread.Bins.All(bin => bin.Customers
                == values.Count(value => value >= bin.From && value < (bin.To ?? double.PositiveInfinity)));
    }

    [Fact]
    public void Chances_fall_into_tenths_with_rules_that_can_be_read()
    {
        var spread = Distribution.Of("p_buy_90d", [0.0, 0.05, 0.1, 0.31, 0.3, 0.99, 1.0]);

        Assert.Equal(10, spread.Bins.Count);
        Assert.Equal("p_buy_90d >= 0 and p_buy_90d < 0.1", spread.Bins[0].Rule);
        Assert.Equal("p_buy_90d >= 0.3 and p_buy_90d < 0.4", spread.Bins[3].Rule);
        Assert.Equal("p_buy_90d >= 0.9", spread.Bins[^1].Rule);
        Assert.Equal([2, 1, 0, 2, 0, 0, 0, 0, 0, 2], spread.Bins.Select(bin => bin.Customers));
        Assert.Equal(0.3, spread.Median);
    }

    [Fact]
    public void A_name_with_a_quote_stays_one_text_in_its_rule() =>
        Assert.Equal("rfm_segment = 'Can''t Lose Them'", RuleText.Is("rfm_segment", "Can't Lose Them"));
}
