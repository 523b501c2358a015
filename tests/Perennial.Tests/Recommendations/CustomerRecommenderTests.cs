using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Recommendations;

namespace Perennial.Tests.Recommendations;

public sealed class CustomerRecommenderTests
{
    static readonly RecommendationOptions Options = new() { Lambda = 2, ColdBelowBuyers = 2 };

    [Fact]
    public void No_list_ever_breaks_a_filter() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Arb.From(SomeBuyers.Acts), acts =>
        {
            var history = SomeBuyers.History(acts);
            var lists = SomeBuyers.Recommend(history, Options);
            for (var customer = 0; customer < lists.Length; customer++)
                AssertKept(acts.Where(act => act.Customer == customer && act.DaysAgo >= 0).ToList(), lists[customer]);
        }));

    static void AssertKept(List<SomeAct> acts, RecommendedProducts lists)
    {
        var kept = acts.Where(act => act.Kind == 0 && !act.Returned).Select(act => act.Product).ToHashSet();
        var returned = acts.Where(act => act.Kind == 0 && act.Returned).Select(act => act.Product).ToHashSet();
        foreach (var list in new[] { lists.Rebuy, lists.Discover, lists.Viewed })
        {
            int[] shown = [.. list.TakeWhile(product => product >= 0)];
            Assert.All(list.Skip(shown.Length), product => Assert.Equal(-1, product));
            Assert.All(shown, product => Assert.True(product % 7 != 6 && product % 5 != 4, $"{product} is not sold"));
            Assert.DoesNotContain(shown, returned.Contains);
            Assert.All(shown.Where(product => product % 4 != 3).GroupBy(product => product % 4),
                category => Assert.InRange(category.Count(), 1, Options.PerCategory));
        }
        int[] all = [.. lists.Rebuy, .. lists.Discover, .. lists.Viewed];
        Assert.Distinct(all.Where(product => product >= 0));
        Assert.All(lists.Rebuy.Where(product => product >= 0), product => Assert.Contains(product, kept));
        Assert.DoesNotContain(lists.Discover, kept.Contains);
        Assert.All(lists.Rebuy.Concat(lists.Viewed).Where(product => product >= 0), product => Assert.DoesNotContain(
            acts, act => act.Product == product && act.Kind == 0 && act.DaysAgo < Options.JustBoughtDays));
        Assert.All(lists.Viewed.Where(product => product >= 0), product => Assert.Contains(
            acts, act => act.Product == product && act.Kind != 0 && act.DaysAgo <= Options.ViewedWithinDays));
    }

    [Fact]
    public void Facts_after_the_instant_change_nothing() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(Arb.From(SomeBuyers.Acts), acts =>
            Text(SomeBuyers.Recommend(SomeBuyers.History(acts), Options))
            == Text(SomeBuyers.Recommend(SomeBuyers.History([.. acts.Where(act => act.DaysAgo >= 0)]), Options))));

    [Fact]
    public void The_same_facts_give_the_same_lists_whoever_else_was_asked_before() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(Arb.From(SomeBuyers.Acts), acts =>
        {
            var history = SomeBuyers.History(acts);
            var all = new Recommender(SomeBuyers.Catalogue, SomeBuyers.Count(history), [], Options);
            var used = new CustomerRecommender(all, Some.Now, ShopCalendar.Utc);
            for (var customer = SomeBuyers.Customers - 1; customer >= 0; customer--)
            {
                RecommendedProducts one = new(), other = new();
                used.Recommend(history[customer], SomeBuyers.Numbers, one);
                new CustomerRecommender(all, Some.Now, ShopCalendar.Utc)
                    .Recommend(history[customer], SomeBuyers.Numbers, other);
                Assert.Equal(Text([other]), Text([one]));
            }
        }));

    [Fact]
    public void What_was_bought_most_often_comes_first_and_what_is_not_due_does_not_come()
    {
        // 0 every 30 days; 1 once; 2 yesterday; 3 every 100 days, 20 days ago.
        var lists = One(
            new(0, 0, 100), new(0, 0, 70), new(0, 0, 40), new(0, 1, 50), new(0, 2, 90), new(0, 2, 1),
            new(0, 3, 220), new(0, 3, 120), new(0, 3, 20));
        Assert.Equal([0, 1, -1], lists.Rebuy);
    }

    [Fact]
    public void What_was_partly_given_back_is_offered_again_only_if_it_was_bought_again_since()
    {
        SomeAct[] once = [new(0, 0, 100) { GivenBack = 1 }, new(0, 1, 100)];
        Assert.Equal([1, -1, -1], One(once).Rebuy);
        Assert.Equal([0, 1, -1], One([.. once, new(0, 0, 60)]).Rebuy);
        // Before it was given back does not count, nor that it was looked at since.
        Assert.Equal([1, -1, -1], One([.. once, new(0, 0, 160)]).Rebuy);
        Assert.Equal([-1, -1], One([.. once, new(0, 0, 3, Kind: ActivityKind.ProductView)]).Viewed);
    }

    [Fact]
    public void Pinned_products_come_first_for_whoever_has_not_bought_them_and_blocked_ones_never_come()
    {
        SomeAct[] acts =
        [
            .. Enumerable.Range(0, 6).SelectMany(customer => new[] { 0, 1, 2, 8 }
                .Where(product => product != customer).Select(product => new SomeAct(customer, product, 60))),
            new(7, 3, 60), new(7, 10, 2, Kind: ActivityKind.ProductView),
        ];
        var options = Options with { Pinned = ["p10", "p1", "unknown"], BlockedProducts = ["p8"] };
        var lists = SomeBuyers.Recommend(SomeBuyers.History(acts), options);
        Assert.Equal([10, 1], lists[1].Discover[..2]);
        Assert.Equal([10], lists[0].Discover[..1]);
        Assert.All(lists, one => Assert.DoesNotContain(8, one.Discover.Concat(one.Rebuy).Concat(one.Viewed)));
        Assert.Throws<BadInputException>((Options with { Pinned = ["a"], BlockedProducts = ["a"] }).Check);
    }

    [Fact]
    public void What_is_like_something_looked_at_is_a_list_of_its_own()
    {
        SomeAct[] acts =
        [
            .. Enumerable.Range(0, 6).SelectMany(customer => new SomeAct[]
                { new(customer, 0, 60), new(customer, 1, 60), new(customer, 3, 60) }),
            new(7, 0, 3, Kind: ActivityKind.ProductView),
        ];
        var lists = SomeBuyers.Recommend(SomeBuyers.History(acts), Options with { Pinned = ["p2"] })[7];
        Assert.Equal([0, -1], lists.Viewed);
        // What discover shows already is not shown twice.
        Assert.Equal([1, 3], lists.Discover.Concat(lists.Similar).Where(product => product is 1 or 3).Order());
        Assert.DoesNotContain(0, lists.Similar);
        var nothing = SomeBuyers.Recommend(SomeBuyers.History(acts), Options)[6];
        Assert.Equal([-1, -1, -1], nothing.Similar);
    }

    [Fact]
    public void What_the_shop_weighs_decides_among_what_is_new()
    {
        // 2 is bought with 0 by many, 1 of the category of what 7 bought; 9 was looked at.
        SomeAct[] acts =
        [
            .. Enumerable.Range(0, 5).SelectMany(customer =>
                new SomeAct[] { new(customer, 0, 60), new(customer, 2, 60) }),
            new(6, 0, 60), new(5, 8, 60), new(6, 3, 2, Kind: ActivityKind.ProductView),
            new(0, 3, 60), new(1, 3, 60), new(0, 10, 60), new(1, 10, 60),
        ];
        var history = SomeBuyers.History(acts);
        int First(RecommendationWeights weights) => SomeBuyers.Recommend(history,
            Options with { Weights = weights, ColdPlaces = 0, ViewedWithinDays = 30 })[6].Discover[0];
        Assert.Equal(2, First(new()));
        Assert.Equal(8, First(new() { CoBought = 0, Bought = 1 }));
        Assert.Equal(10, First(new() { CoBought = 0, Viewed = 1 }));
    }

    [Fact]
    public void A_half_life_and_dueness_change_the_order()
    {
        SomeAct[] acts = [new(0, 0, 400), new(0, 0, 390), new(0, 1, 20)];
        Assert.Equal([0, 1, -1], One(acts).Rebuy);
        var history = SomeBuyers.History(acts);
        Assert.Equal([1, 0, -1], SomeBuyers.Recommend(history, Options with { RebuyHalfLifeDays = 60 })[0].Rebuy);
        var all = new Recommender(SomeBuyers.Catalogue, SomeBuyers.Count(history), [], Options)
        {
            Dueness = (days, gaps, logGaps, silence) =>
            {
                Assert.Equal(days == 2 ? (10, Math.Log(10), 390) : (0, 0, 20), (gaps, logGaps, silence));
                return days == 1 ? 3 : 1;
            },
        };
        var lists = new RecommendedProducts();
        new CustomerRecommender(all, Some.Now, ShopCalendar.Utc).Recommend(history[0], SomeBuyers.Numbers, lists);
        Assert.Equal([1, 0, -1], lists.Rebuy);
    }

    [Fact]
    public void What_lies_in_the_cart_comes_before_what_was_looked_at_later() => Assert.Equal([1, 0], One(
        new(0, 1, 9, Kind: ActivityKind.CartAdd), new(0, 0, 2, Kind: ActivityKind.ProductView),
        new(0, 2, 100, Kind: ActivityKind.ProductView), new(0, 3, 8, Kind: ActivityKind.CartAdd), new(0, 3, 7)).Viewed);

    [Fact]
    public void Who_is_unknown_is_shown_what_is_popular_and_who_is_known_what_fits()
    {
        // 8 and 0 are bought by everybody, 1 by those with 2.
        SomeAct[] acts =
        [
            .. Enumerable.Range(0, 4).SelectMany(customer => new SomeAct[]
                { new(customer, 8, 60), new(customer, 0, 60), new(customer, 1, 60), new(customer, 2, 60) }),
            .. Enumerable.Range(4, 6).SelectMany(customer => new SomeAct[]
                { new(customer, 8, 60), new(customer, 0, 60), new(customer, 3, 60) }),
            new(10, 2, 60),
        ];
        var options = Options with { PerCategory = 9, ColdPlaces = 0 };
        var lists = SomeBuyers.Recommend(SomeBuyers.History(acts, 12), options);
        Assert.Equal([0, 8, 3], lists[11].Discover[..3]);
        Assert.Equal(1, lists[10].Discover[0]);
    }

    [Fact]
    public void One_place_is_for_what_hardly_anybody_has_bought_yet()
    {
        // Customer n has bought everything but product n; nobody has bought 12, of category 0, the first of most.
        SomeAct[] acts =
        [
            .. Enumerable.Range(0, 7).SelectMany(customer => new[] { 0, 8, 1, 2, 3, 7, 10 }
                .Where(product => product != customer).Select(product => new SomeAct(customer, product, 60))),
        ];
        var lists = SomeBuyers.Recommend(SomeBuyers.History(acts), Options);
        Assert.Equal([1, 12, -1], lists[1].Discover[..3]);
        var without = SomeBuyers.Recommend(SomeBuyers.History(acts), Options with { ColdPlaces = 0 });
        Assert.Equal([1, -1, -1], without[1].Discover[..3]);
    }

    [Fact]
    public void Categories_can_be_allowed_and_blocked()
    {
        SomeAct[] acts = [.. Enumerable.Range(0, 12).Select(product => new SomeAct(product % 2, product, 60))];
        var history = SomeBuyers.History(acts);
        var only = SomeBuyers.Recommend(history, Options with { AllowedCategories = ["category 1"] });
        Assert.All(Shown(only), product => Assert.Equal(1, product % 4));
        var without = SomeBuyers.Recommend(history, Options with { BlockedCategories = ["category 1"] });
        Assert.All(Shown(without), product => Assert.NotEqual(1, product % 4));
        Assert.NotEmpty(Shown(only));
        Assert.NotEmpty(Shown(without));
    }

    [Fact]
    public void Without_lines_with_one_product_and_with_one_customer_there_are_words_and_no_crash()
    {
        var none = SomeBuyers.History([]);
        Assert.All(Shown(SomeBuyers.Recommend(none, Options)), product => Assert.InRange(product, 0, 13));
        Assert.Contains("nothing can be recommended", Verdict(none));
        Assert.Contains("one product", Verdict(SomeBuyers.History([new(0, 0, 60), new(1, 0, 60)])));
        Assert.Contains("one customer", Verdict(SomeBuyers.History([new(0, 0, 60), new(0, 1, 60)])));
        Assert.Equal("", Verdict(SomeBuyers.History([new(0, 0, 60), new(1, 1, 60)])));
        var all = new Recommender(ProductCatalogue.Empty, new CoOccurrence(), [], Options);
        var lists = new RecommendedProducts();
        new CustomerRecommender(all, Some.Now, ShopCalendar.Utc).Recommend(none[0], [], lists);
        Assert.Equal([-1, -1, -1], lists.Rebuy);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<BadInputException>(() => new RecommendationOptions { Lambda = 0 }.Check());
        Assert.Throws<BadInputException>(() => new RecommendationOptions { Items = 0 }.Check());
        Assert.Throws<BadInputException>(() => new RecommendationOptions { RebuyHalfLifeDays = 0 }.Check());
        new RecommendationOptions().Check();
    }

    static string Verdict(HistoryTable history) =>
        new Recommender(SomeBuyers.Catalogue, SomeBuyers.Count(history), [], Options).Model(Some.Now).Verdict;

    static RecommendedProducts One(params SomeAct[] acts) =>
        SomeBuyers.Recommend(SomeBuyers.History(acts), Options)[0];

    static IEnumerable<int> Shown(IEnumerable<RecommendedProducts> lists) => lists
        .SelectMany(list => list.Rebuy.Concat(list.Discover).Concat(list.Viewed)).Where(product => product >= 0);

    static string Text(IEnumerable<RecommendedProducts> lists) => string.Join(" / ", lists.Select(list =>
        $"{string.Join(' ', list.Rebuy)}, {string.Join(' ', list.Discover)}, {string.Join(' ', list.Viewed)}"));
}
