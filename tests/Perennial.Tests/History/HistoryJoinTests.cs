using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;

namespace Perennial.Tests.History;

public class HistoryJoinTests
{
    static readonly Instant now = new(1_795_000_000_000);

    [Fact]
    public void A_customer_has_the_same_facts_wherever_the_row_stands()
    {
        var shop = FlowerShop.Generate(new FlowerShopOptions { Customers = 300, End = now }).Batch;
        var join = new HistoryJoin();
        for (var customer = 299; customer >= 0; customer--)
        {
            join.Add(shop.History, customer);
            join.AddNobody();
        }
        var joined = join.Build();

        Assert.Equal(600, joined.CustomerCount);
        Assert.Equal(shop.History.Orders.At.Length, joined.Orders.At.Length);
        Assert.Equal(shop.History.Orders.Lines!.Product.Length, joined.Orders.Lines!.Product.Length);
        Assert.Equal(shop.History.Activities?.At.Length ?? 0, joined.Activities!.At.Length);
        var (before, after) = (Fold(shop.History), Fold(joined));
        for (var customer = 0; customer < 300; customer++)
            Assert.Equal(Some.Stored(before, customer), Some.Stored(after, 2 * (299 - customer)));
    }

    [Fact]
    public void Nobody_makes_an_empty_table() => Assert.Equal(0, new HistoryJoin().Build().CustomerCount);

    static ProfileTable Fold(HistoryTable history)
    {
        var keys = CustomerKeys.From([.. Enumerable.Range(0, history.CustomerCount).Select(i => $"{i}")]);
        return ProfileFold.FoldAll(history, keys, now, new ProfileSettings());
    }
}
