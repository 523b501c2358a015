using Perennial.Core.History;

namespace Perennial.Tests.History;

/// <summary>What was given back of an order, from what several said of it.</summary>
public class GivenBackTests
{
    [Theory]
    [InlineData(500, "goods 300, goods 200")]
    [InlineData(400, "up to 300, up to 400")]
    [InlineData(400, "up to 400, up to 300")]
    [InlineData(400, "up to 400, goods 300")]
    [InlineData(600, "up to 400, goods 300, goods 300")]
    [InlineData(1_000, "total 600, total 600")]
    [InlineData(500, "up to total 600, up to total 300")]
    [InlineData(1_000, "goods 900, goods 900")]
    public void Single_refunds_add_up_and_of_statements_of_all_the_largest_counts(long cents, string said)
    {
        var given = new GivenBack();
        foreach (var one in said.Split(", "))
        {
            var unit = (one.Contains("up to") ? RefundUnit.UpTo : RefundUnit.Goods)
                | (one.Contains("total") ? RefundUnit.Total : RefundUnit.Goods);
            given.Add(long.Parse(one[(one.LastIndexOf(' ') + 1)..]), unit);
        }
        Assert.Equal(cents, given.Of(netCents: 1_000, totalCents: 1_200, saidCents: 0));
    }
}
