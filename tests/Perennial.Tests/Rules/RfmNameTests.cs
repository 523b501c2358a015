using Perennial.Core;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Rfm;
using Perennial.Segments;
using Perennial.Tests.Ui;

namespace Perennial.Tests.Rules;

/// <summary>Rules speak of the RFM segments that the shop has, and no two names mean different things.</summary>
public sealed class RfmNameTests
{
    public static TheoryData<string> Sets => [.. RfmSegmentSets.Shipped];

    static ScoringRun ScoringRunOf(string set, params RfmSegmentMove[] moves) => SomeShop.Of(300).View.ScoringRun! with
    {
        RfmSegmentSet = RfmSegmentSetDefinition.Of(RfmSegmentSets.Load(set)), Moves = moves,
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void Whoever_fell_from_the_top_is_told_by_the_names_of_the_shops_own_set(string set)
    {
        var run = ScoringRunOf(set);
        var fallen = ShopSegments.CatalogueOf(run, []).Find("Fallen from the top")!;
        var (names, top) = (run.RfmSegmentSet.ToSet().Names, RfmSegmentSets.Load(set));
        byte[] best = [top.RfmSegmentOf((byte)top.Bins, (byte)top.Bins, (byte)top.Bins),
            top.RfmSegmentOf((byte)(top.Bins - 1), (byte)(top.Bins - 1), (byte)(top.Bins - 1))];
        Assert.All(best, label => Assert.Contains($"'{names[label - 1].Replace("'", "''")}'", fallen.Segment.Rule));
    }

    [Theory]
    [InlineData("rfm_segment")]
    [InlineData("previous_rfm_segment")]
    public void A_name_of_another_set_is_refused_with_the_nearest_of_the_shops_own(string column)
    {
        var catalogue = ShopSegments.CatalogueOf(ScoringRunOf("rfm-125"), []);
        var error = Assert.Throws<BadInputException>(() => catalogue.Parse($"{column} = 'Loyal Customers'"));
        Assert.Contains($"No {column} is called 'Loyal Customers'.", error.Message);
        Assert.Contains("'New Customers'", error.Remedy);
        catalogue.Parse($"{column} = 'Loyal'");
    }

    [Fact]
    public void A_name_of_the_run_before_may_be_asked_for_as_the_previous_one()
    {
        var catalogue = ShopSegments.CatalogueOf(
            ScoringRunOf("rfm-125",
                new RfmSegmentMove("Loyal Customers", "Champions", 3), new RfmSegmentMove("", "Loyal", 2)), []);
        catalogue.Parse("previous_rfm_segment = 'Loyal Customers'");
        Assert.Throws<BadInputException>(() => catalogue.Parse("rfm_segment = 'Loyal Customers'"));
        Assert.Throws<BadInputException>(() => catalogue.Parse("previous_rfm_segment = 'Premium'"));
    }

    [Fact]
    public void Those_who_fell_are_all_who_were_of_the_best_segments_before()
    {
        var view = SomeShop.Of(2_000).View;
        var (r, before) = (view.Table.Values(RfmColumns.R), RfmColumns.PreviousRfmSegment);
        var expected = Enumerable.Range(0, view.Count).Where(row => r[row] is >= 1 and <= 3
            && view.Table.Label(before, row) is ("Champions" or "Loyal")).ToList();
        Assert.Contains(expected, row => view.Table.Label(before, row) == "Loyal");
        Assert.Equal(expected, view.Segments.Members("Fallen from the top").All());
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void No_two_segments_in_force_together_share_a_name(string set)
    {
        var names = SegmentFiles.ShippedFor(5).Select(segment => segment.Name)
            .Concat(RfmSegmentSets.Load(set).Names).ToList();
        var twice = names.GroupBy(name => name.Trim(), StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1).Select(same => string.Join(" and ", same));
        Assert.Empty(twice);
    }
}
