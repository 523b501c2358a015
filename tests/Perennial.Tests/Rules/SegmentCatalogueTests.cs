using Perennial.Core;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Segments;

namespace Perennial.Tests.Rules;

public sealed class SegmentCatalogueTests(SomeRuleShop shop) : IClassFixture<SomeRuleShop>
{
    static readonly RuleMoment moment = new(SomeRuleShop.Now, SomeRuleShop.Paris);

    static string Problem(params (string Name, string Rule)[] segments) => Assert.Throws<BadInputException>(() =>
        new SegmentCatalogue([.. segments.Select(one => new ShopSegment(one.Name, one.Rule))])).Message;

    [Fact]
    public void A_circle_is_shown() => Assert.Contains("'b' → 'c' → 'b'", Problem(
        ("a", "in segment 'b'"), ("b", "orders > 1 or not in segment 'c'"), ("c", "in segment 'b'")));

    [Fact]
    public void A_segment_of_itself_is_a_circle() => Assert.Contains("'a' → 'a'", Problem(("a", "in segment 'a'")));

    [Fact]
    public void A_name_stands_once() =>
        Assert.Contains("Two segments are called 'a'", Problem(("a", "orders > 1"), ("a", "orders > 2")));

    [Fact]
    public void An_unknown_segment_is_named_with_the_one_that_refers_to_it()
    {
        var problem = Problem(("loyal", "orders > 1"), ("x", "in segment 'loial'"));
        Assert.Contains("segment 'x' line 1, column 12", problem);
        Assert.Contains("'loyal'", problem);
    }

    [Fact]
    public void Segments_in_segments_give_the_customers_of_the_rules_written_out()
    {
        var catalogue = new SegmentCatalogue(
        [
            new("top", "in segment 'loyal' and in segment 'French'"), new("loyal", "orders >= 2 and no complaint"),
            new("French", "country = 'FR'"), new("rest", "not in segment 'top'"),
        ]);

        var found = catalogue.Find(shop.Data, moment);

        var plain = new RuleTest(
            RuleParser.Parse("orders >= 2 and no complaint and country = 'FR'"), shop.Data).Find(moment);
        Assert.Equal(plain.All(), found["top"].All());
        Assert.Equal(shop.Data.Count - plain.Count, found["rest"].Count);
        Assert.NotEqual(0, plain.Count);
        Assert.Equal(shop.Ids.Where((_, row) => found["top"].Contains(row)),
            shop.Store.Rules.Find(catalogue.Find("top")!.Rule, moment));
        Assert.Equal(["loyal", "French", "top", "rest"], catalogue.ByDependency.Select(segment => segment.Name));
    }

    [Fact]
    public void Overlap_counts_pairs()
    {
        var one = new RowSet(100);
        var other = new RowSet(100);
        for (var row = 0; row < 60; row++) one.Add(row);
        for (var row = 50; row < 90; row++) other.Add(row);

        var pair = Assert.Single(SegmentOverlap.Of(["one", "other"],
            new Dictionary<string, RowSet> { ["one"] = one, ["other"] = other }));

        Assert.Equal((60, 40, 10), (pair.InOne, pair.InOther, pair.InBoth));
        Assert.Equal(10 / 60.0, pair.ShareOfOne);
        Assert.Equal(0.25, pair.ShareOfOther);
        Assert.Equal(10 / 90.0, pair.Likeness);
    }

    public static TheoryData<string> Shipped => [.. SegmentFiles.Shipped];

    [Theory, MemberData(nameof(Shipped))]
    public void A_shipped_set_has_at_most_ten_segments_that_say_what_they_are_for(string set)
    {
        var segments = SegmentFiles.ShippedFor(5).Where(segment => segment.Set == set).ToList();

        Assert.InRange(segments.Count, 1, 10);
        Assert.All(segments, segment => Assert.EndsWith(".", segment.Description));
    }

    [Fact]
    public void Shipped_segments_are_checked_together_and_run_in_all_compilations()
    {
        var catalogue = new SegmentCatalogue(SegmentFiles.ShippedFor(5), new RuleContext { Bins = 5 });
        var found = catalogue.Find(shop.Data, moment);
        foreach (var segment in catalogue.All)
        {
            var ids = shop.Ids.Where((_, row) => found[segment.Name].Contains(row));
            Assert.True(ids.SequenceEqual(shop.Store.Rules.Find(segment.Rule, moment)), segment.Name);
            Assert.EndsWith(".", RuleWords.Of(segment.Rule));
        }
    }

    [Fact]
    public void The_seven_repeat_and_one_time_segments_of_the_lifecycle_share_nobody()
    {
        var catalogue = new SegmentCatalogue([.. SegmentFiles.ShippedFor(5).Where(one => one.Set == "lifecycle")]);
        string[] stages = [.. catalogue.All.Select(one => one.Name).Except(["Subscribers", "Frequent returners"])];
        Assert.Equal(7, stages.Length);
        // On profiles as the fold makes them: the shop's own are scrambled.
        var profiles = Core.Parts.ProfileFold.FoldAll(shop.History, shop.Data.Profiles.Keys, SomeRuleShop.Now,
            new() { Calendar = SomeRuleShop.Paris });
        var found = catalogue.Find(new RuleData(profiles), moment);

        Assert.All(SegmentOverlap.Of(stages, found), pair => Assert.Equal(0, pair.InBoth));
        Assert.Equal(shop.Data.Count, stages.Sum(stage => found[stage].Count));
    }

    [Theory]
    [InlineData("segmentz: []", "mine.yaml line 1, column 1")]
    [InlineData("set: x", "names no segments")]
    [InlineData("segments: [", "mine.yaml line")]
    public void A_wrong_file_is_one_clear_error(string yaml, string says) => Assert.Contains(says,
        Assert.Throws<BadInputException>(() => SegmentFiles.Parse(yaml, "mine.yaml", 5)).Message);

    [Fact]
    public void A_set_for_another_number_of_scores_is_left_out() => Assert.Empty(
        SegmentFiles.Parse("bins: 5\nsegments: [{ name: a, rule: r = 5 }]", "mine.yaml", bins: 6));
}
