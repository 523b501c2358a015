using Perennial.Core.History;
using Perennial.Core.Offers;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Offers;

/// <summary>What offers are worth, and on which days they are what.</summary>
public class OfferWorths
{
    static readonly DateOnly first = new(2026, 6, 1), last = new(2026, 6, 30);

    static readonly Basket sixty = new(6_000, [new("ROS-03", "roses", 1, 4_500), new("CAN-01", "candles", 1, 1_500)]);

    static Offer Percent(int percent, string appliesTo = "everything", long least = 0) =>
        new($"{percent}", OfferKind.PercentOff)
        {
            Percent = percent, AppliesTo = appliesTo, LeastOrderCents = least, From = first, Until = last,
        };

    static Offer Of(OfferKind kind) => new($"{kind}", kind) { From = first, Until = last };

    static OfferWorth Worth(Basket? basket) => new(basket, product => product == "GIF-05" ? 2_400 : null);

    [Fact]
    public void Each_kind_is_worth_what_it_takes_off_the_last_basket()
    {
        Assert.Equal(1_200, Worth(sixty).Of(Percent(20)));
        Assert.Equal(900, Worth(sixty).Of(Percent(20, "category roses")));
        Assert.Equal(300, Worth(sixty).Of(Percent(20, "product CAN-01")));
        Assert.Equal(0, Worth(sixty).Of(Percent(50, "subscription")));
        Assert.Equal(3_000, Worth(sixty with { IsSubscription = true }).Of(Percent(50, "subscription")));
        Assert.Equal(0, Worth(sixty).Of(Percent(20, least: 6_001)));
        Assert.Equal(1_200, Worth(sixty).Of(Percent(20, least: 6_000)));
        Assert.Equal(500, Worth(sixty).Of(Of(OfferKind.AmountOff) with { AmountCents = 500 }));
        Assert.Equal(6_000, Worth(sixty).Of(Of(OfferKind.AmountOff) with { AmountCents = 9_000 }));
        Assert.Equal(2_400, Worth(sixty).Of(Of(OfferKind.Gift) with { Gift = "GIF-05" }));
        Assert.Equal(600, Worth(sixty).Of(Of(OfferKind.Price) with
        {
            Prices = new Dictionary<string, long> { ["ROS-03"] = 3_900, ["ROS-04"] = 100 },
        }));
        Assert.Equal(490, Worth(sixty).Of(Of(OfferKind.FreeDelivery) with { DeliveryCents = 490 }));
    }

    [Fact]
    public void What_nobody_knows_is_unknown()
    {
        Assert.Null(Worth(null).Of(Percent(20)));
        Assert.Null(Worth(sixty).Of(Of(OfferKind.FreeDelivery)));
        Assert.Null(Worth(sixty).Of(Of(OfferKind.Gift) with { Gift = "GIF-06" }));
        Assert.Null(Worth(new Basket(6_000, null)).Of(Percent(20, "category roses")));
        Assert.Null(Worth(sixty).Compare(Percent(20), Of(OfferKind.FreeDelivery)));
        Assert.Null(Worth(null).Compare(Percent(20, least: 100), Percent(10)));
    }

    [Fact]
    public void Of_one_kind_the_numbers_tell_where_no_larger_order_is_asked_for()
    {
        Assert.True(Worth(null).Compare(Percent(20), Percent(10)) > 0);
        Assert.True(Worth(null).Compare(Percent(20), Percent(10, least: 100)) > 0);
        Assert.True(Worth(null).Compare(Percent(10, least: 100), Percent(10)) < 0);
        Assert.Equal(0, Worth(null).Compare(Of(OfferKind.FreeDelivery), Of(OfferKind.FreeDelivery)));
    }

    [Theory]
    [InlineData("everything", "category roses", true)]
    [InlineData("category roses", "category roses", true)]
    [InlineData("category roses", "category candles", false)]
    [InlineData("product ROS-03", "product ROS-04", false)]
    [InlineData("everything", "subscription", false)]
    [InlineData("subscription", "subscription", true)]
    public void Two_offers_are_of_one_thing_where_one_order_could_have_both(string one, string other, bool are)
    {
        Assert.Equal(are, OfferWorth.AreOfOneThing(Percent(10, one), Percent(20, other)));
        Assert.Equal(are, OfferWorth.AreOfOneThing(Percent(20, other), Percent(10, one)));
        Assert.False(OfferWorth.AreOfOneThing(Percent(10, one) with { Stacks = true }, Percent(20, other)));
    }

    [Fact]
    public void The_last_basket_is_the_last_order_that_cost_something()
    {
        var builder = new HistoryBuilder();
        builder.Add(Some.Order("2026-05-01T10:00Z", 20));
        builder.Add(Some.Order("2026-06-01T10:00Z", 60));
        builder.Add(Some.Order("2026-06-02T10:00Z", 0));
        builder.Add(Some.Order("2026-07-01T10:00Z", 90));
        var history = builder.Build(1)[0];
        Assert.Equal(6_000, Basket.Of(history, Some.At("2026-06-15"))!.GrossCents);
        Assert.Null(Basket.Of(history, Some.At("2026-04-15")));
    }

    [Fact]
    public void The_offer_of_the_month_is_that_of_the_day()
    {
        Offer[] offers = [Percent(5), Percent(10) with { OfTheMonth = true },
            Percent(20) with { OfTheMonth = true, From = new(2026, 7, 1), Until = new(2026, 7, 31) }];
        Assert.Equal("10", OfferDays.ThisMonths(offers, last)!.Name);
        Assert.Equal("20", OfferDays.ThisMonths(offers, last.AddDays(1))!.Name);
        Assert.Null(OfferDays.ThisMonths(offers, first.AddDays(-1)));
    }

    [Fact]
    public void A_deadline_is_the_end_of_the_customers_own_last_day_and_never_behind_the_offers()
    {
        var paris = Perennial.Tests.Strategies.StrategyWorld.Calendar("Europe/Paris");
        var offer = Percent(10) with { ValidFor = new(7, -1, "7d") };
        // 23:30 in Paris.
        var late = Some.At("2026-06-10T21:30Z");
        Assert.Equal(new DateOnly(2026, 6, 17), OfferDays.LastDay(offer, late, paris));
        Assert.Equal(last, OfferDays.LastDay(offer, Some.At("2026-06-25T10:00Z"), paris));
        Assert.Equal(last, OfferDays.LastDay(Percent(10), late, paris));
        var promise = new Promise(offer, ContactChannel.Email, late, new DateOnly(2026, 6, 17));
        Assert.True(promise.IsOpen(Some.At("2026-06-17T21:59:59.999Z"), paris));
        Assert.False(promise.IsOpen(Some.At("2026-06-17T22:00Z"), paris));
    }
}
