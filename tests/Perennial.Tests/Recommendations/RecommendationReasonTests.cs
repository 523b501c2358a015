using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Recommendations;

namespace Perennial.Tests.Recommendations;

public sealed class RecommendationReasonTests
{
    [Fact]
    public void Reasons_are_words_from_the_customers_own_facts()
    {
        var own = Read(new(0, 0, 95), new(0, 0, 64), new(0, 0, 33), new(0, 0, 5), new(0, 1, 30),
            new(0, 2, 3, Kind: ActivityKind.ProductView), new(0, 3, 2, Kind: ActivityKind.CartAdd));
        Assert.Equal("bought 4 times, usually every 30 days", RecommendationReason.Rebuy(own.Of(0)));
        Assert.Equal("bought on 31 May 2026", RecommendationReason.Rebuy(own.Of(1)));
        Assert.Equal("viewed on 27 Jun 2026, not bought", RecommendationReason.Viewed(own.Of(2), ShopCalendar.Utc));
        Assert.Equal("put into the cart on 28 Jun 2026, not bought",
            RecommendationReason.Viewed(own.Of(3), ShopCalendar.Utc));
    }

    [Fact]
    public void What_is_often_bought_together_is_said_only_where_it_is_no_chance()
    {
        var own = Read(new(0, 0, 95), new(0, 1, 30));
        ProductLink Link(string other, int customers, double ratio) =>
            new("p9", ProductRelation.BoughtTogether, other, customers, .2, ratio);
        string Reason(params ProductLink[] links) =>
            RecommendationReason.Discover(own, links, SomeBuyers.Catalogue, new RecommendationOptions());

        Assert.Equal("often bought with Product 1", Reason(Link("p2", 50, 99), Link("p1", 5, 10.84)));
        Assert.Equal("fits earlier purchases", Reason(Link("p1", 4, 99), Link("p0", 50, 10.83), Link("gone", 9, 99)));
        Assert.Equal("popular now", RecommendationReason.Discover(
            Read(), [Link("p1", 50, 99)], SomeBuyers.Catalogue, new RecommendationOptions()));
    }

    static CustomerProducts Read(params SomeAct[] acts)
    {
        var own = new CustomerProducts(Some.Now, ShopCalendar.Utc);
        own.Read(SomeBuyers.History(acts)[0], SomeBuyers.Numbers);
        return own;
    }
}
