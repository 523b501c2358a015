using Perennial.Core;
using Perennial.Core.Segments;
using Perennial.Data.Segments;
using Perennial.Moments;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Tests.Store;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Rules;

/// <summary>Segments and stays in the store, and the operations over them.</summary>
public sealed class SegmentStoreTests : StoreContract
{
    static readonly ShopSegment loyal = new("loyal", "orders >= 2") { Description = "They come back.", Set = "mine" };

    [Fact]
    public void Another_rule_is_another_version_and_another_description_is_not()
    {
        Assert.Equal(1, Store.Segments.Save(loyal, At(9)).Version);
        Assert.Equal(1, Store.Segments.Save(loyal with { Description = "New words." }, At(8)).Version);
        var second = Store.Segments.Save(loyal with { Rule = "orders >= 3" }, At(7));

        Assert.Equal((2, At(7), true), (second.Version, second.CreatedAt, second.IsActive));
        Assert.Equal("orders >= 3", Assert.Single(Store.Segments.InForce()).Segment.Rule);
        Assert.Equal(["orders >= 3", "orders >= 2"],
            Store.Segments.Versions("loyal").Select(version => version.Segment.Rule));
        Assert.Equal([true, false], Store.Segments.Versions("loyal").Select(version => version.IsActive));
    }

    [Fact]
    public void A_removed_segment_keeps_its_versions_and_goes_on_counting()
    {
        Store.Segments.Save(loyal, At(9));
        Assert.True(Store.Segments.Remove("loyal", Now));
        Assert.False(Store.Segments.Remove("loyal", Now));

        Assert.Empty(Store.Segments.InForce());
        Assert.Equal(2, Store.Segments.Save(loyal, At(1)).Version);
    }

    /// <summary>Looks at everybody, as after another segment is saved.</summary>
    SegmentTransitions Recount(string rule, Instant at)
    {
        Store.Stays.Watch(["late"], at, "tests");
        return Store.Stays.Recount(Store.Moment(at, watch: ("late", rule)));
    }

    [Fact]
    public void Only_changes_are_recorded()
    {
        var (ann, bob) = (Id("ann"), Id("bob"));
        Write(Batch(Order("ann", "1", 90, 1000), Order("bob", "2", 80, 500)));

        Assert.Equal(new(1, 0), Recount("monetary > 6", At(30)));
        Assert.Equal(new(1, 0), Recount("monetary > 1", At(20)));
        Assert.Equal(new(0, 1), Recount("monetary < 6", At(10)));
        Assert.Equal(new(0, 0), Recount("monetary < 6", At(9)));
        Assert.Equal(new(1, 0), Recount("monetary > 1", At(5)));

        Assert.Equal(
            [new SegmentStay("late", At(30), At(10)), new SegmentStay("late", At(5), Instant.None)],
            Store.Stays.Of(ann));
        Assert.Equal(new[] { ann, bob }.Order(), Store.Stays.Members("late"));
        Assert.Equal([ann], Store.Stays.Members("late", At(25)));
        Assert.Equal([bob], Store.Stays.Members("late", At(7)));
        AssertSound();
    }

    [Fact]
    public void Leaving_and_coming_back_at_one_instant_is_staying_and_a_clock_may_go_back()
    {
        var ann = Id("ann");
        Write(Batch(Order("ann", "1", 90, 1000)));
        Recount("everybody", At(5));
        Recount("orders > 1", At(5));
        Assert.Equal(new(1, 0), Recount("everybody", At(5)));
        Assert.Equal(new SegmentStay("late", At(5), Instant.None), Assert.Single(Store.Stays.Of(ann)));

        Assert.Equal(new(0, 1), Recount("orders > 1", At(8)));
        Assert.Equal(new SegmentStay("late", At(5), At(5)), Assert.Single(Store.Stays.Of(ann)));
        AssertSound();
    }

    [Fact]
    public void Who_is_in_a_segment_that_is_watched_no_longer_leaves_and_nobody_is_looked_at_twice()
    {
        Write(Batch(Order("ann", "1", 90, 1000)));
        Assert.Equal(new(1, 0), Recount("everybody", At(5)));
        // Nothing changed: no shard is due.
        Assert.Equal(default, Store.Stays.Recount(Store.Moment(At(4), watch: ("late", "orders > 1"))));

        Store.Stays.Unwatch(["late"]);
        Assert.Equal(new(0, 1), Store.Stays.Recount(Store.Moment(At(3))));
        Assert.Equal(new SegmentStay("late", At(5), At(3)), Assert.Single(Store.Stays.Of(Id("ann"))));
    }

    ShopSegments Segments()
    {
        Write(Batch([("ann", new() { Country = "FR" }), ("bob", null), ("eve", new() { Country = "DE" })],
            Order("ann", "1", 10, 1000) with { Lines = [("rose", 1, 1000, 0, 0)] }, Order("ann", "2", 40, 500),
            Order("bob", "3", 3, 200)));
        Score(Now);
        Store.Segments.Save(loyal, Now);
        Store.Segments.Save(new("French roses", "country = 'FR' and has order where product = 'rose' within 10d"), Now);
        Store.Segments.Save(new("First-time buyers", "orders = 1 and recency_days < 2"), Now);
        return ShopLoader.Load(Store, Now).Segments;
    }

    [Fact]
    public void Shipped_segments_and_the_shops_own_are_counted_together()
    {
        var sizes = Segments().Sizes().ToDictionary(size => size.Segment.Name);

        Assert.Equal((1, 1 / 3.0), (sizes["loyal"].Customers, sizes["loyal"].Share));
        Assert.Equal(1, sizes["French roses"].Customers);
        Assert.Equal(1, sizes["Prospects"].Customers);
        // The shop's own takes the place of the shipped one, which Bob would be in.
        Assert.Equal(0, sizes["First-time buyers"].Customers);
    }

    [Fact]
    public void Why_tells_one_customers_values_and_when_the_answer_changes()
    {
        var segments = Segments();
        var rule = segments.Parse("in segment 'French roses'");

        var why = segments.Why(rule, Store.Customers.ById(Id("ann"))!, [], [])!;

        Assert.True(why.IsMember);
        Assert.Contains("      an order whose product is rose within 10 days: 1, 10 days ago, yes",
            why.Reasons.Select(line => $"  {line}"));
        Assert.Equal(ShopCalendar.Utc.StartOf(ShopCalendar.Utc.DayOf(Now) + 1), why.ChangesAt);
        Assert.False(segments.Why(rule, Store.Customers.ById(Id("eve"))!, [], [])!.IsMember);
    }

    [Fact]
    public void The_shops_own_segments_are_watched_and_a_shipped_one_when_somebody_asks()
    {
        Segments();
        Assert.Equal(new(2, 0), Store.Stays.Recount(new ShopMoments(Store).At(Now)));
        Assert.Equal(new(0, 0), Store.Stays.Recount(new ShopMoments(Store).At(Now)));
        Assert.Contains(Store.Stays.Of(Id("ann")), stay => stay == new SegmentStay("loyal", Now, Instant.None));
        Assert.Empty(Store.Stays.Of(Id("eve")));

        Store.Stays.Watch(["Prospects"], Now, "tests");
        Assert.Equal(new(1, 0), Store.Stays.Recount(new ShopMoments(Store).At(Now)));
        Assert.Equal("Prospects", Assert.Single(Store.Stays.Of(Id("eve"))).Segment);
        AssertSound();
    }
}
