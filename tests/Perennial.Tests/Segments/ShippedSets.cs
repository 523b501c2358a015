using Perennial.Core;
using Perennial.Rfm;

namespace Perennial.Tests.Segments;

public class ShippedSets
{
    [Fact]
    public void All_load() => Assert.Equal(
        ["pymc-quartiles", "r-fxm", "rf-grid", "rfm-125", "rfm-r"],
        SegmentSets.Shipped.Select(name => SegmentSets.Load(name).Name));

    [Theory]
    [InlineData("rfm-125")]
    [InlineData("rf-grid")]
    public void Partitions_leave_no_code_out_and_give_none_two_names(string name)
    {
        var coverage = SegmentSets.Load(name).Coverage;
        Assert.Empty(coverage.Uncovered);
        Assert.Empty(coverage.Overlapping);
        Assert.Empty(coverage.Unreachable);
    }

    /// <summary>rfm 0.3.0's table: the ten uncovered codes and the 58 overlapping ones, recomputed.</summary>
    [Fact]
    public void The_R_packages_set_has_its_known_gaps_and_overlaps()
    {
        var coverage = SegmentSets.Load("rfm-r").Coverage;
        Assert.Equal(["215", "241", "251", "252", "341", "351", "441", "451", "541", "551"], coverage.Uncovered);
        Assert.Equal(58, coverage.Overlapping.Count);
    }

    [Fact]
    public void The_two_dimensional_set_covers_all_and_reaches_every_segment()
    {
        var coverage = SegmentSets.Load("r-fxm").Coverage;
        Assert.Empty(coverage.Uncovered);
        Assert.Empty(coverage.Unreachable);
    }

    /// <summary>pymc-marketing's default segments leave 18 of 64 codes unassigned, recomputed.</summary>
    [Fact]
    public void The_quartile_set_leaves_its_18_known_codes_out() => Assert.Equal(
        "121 131 141 142 213 221 231 241 242 321 331 341 342 421 431 432 441 442".Split(' '),
        SegmentSets.Load("pymc-quartiles").Coverage.Uncovered);

    [Theory]
    [InlineData("segments: [{name: A, r: 6}]", "6-6 is no range of scores")]
    [InlineData("segments: [{name: A, r: 4-2}]", "4-2 is no range of scores")]
    [InlineData("segments: [{name: A, r: x}]", "r: 'x' is no range of scores")]
    [InlineData("segments: [{name: A}]", "It matches nothing")]
    [InlineData("segments: [{name: A, r: 1}, {name: A, r: 2}]", "Two segments are called 'A'")]
    [InlineData("segments: [{name: A, codes: [999]}]", "999 is no code")]
    [InlineData("segments: [{r: 1}]", "A segment has no name")]
    [InlineData("segments: []", "It has 0 segments")]
    [InlineData("bins: 5", "It names no segments")]
    [InlineData("bins: 11\nsegments: [{name: A, r: 1}]",
        "'11' is no value for bins. Write a whole number from 2 to 10.")]
    [InlineData("segmentz: []", "mine.yaml line 1, column 1")]
    [InlineData("segments: [", "mine.yaml line")]
    [InlineData("", "It says nothing. List them under 'segments:'.")]
    public void A_wrong_set_is_one_clear_error(string yaml, string says)
    {
        var error = Assert.Throws<BadInputException>(() => SegmentSets.Parse(yaml, "mine.yaml"));
        Assert.Contains(says, error.Message);
    }

    [Fact]
    public void A_missing_set_names_those_there_are()
    {
        var error = Assert.Throws<BadInputException>(() => SegmentSets.Load("rfm-1000"));
        Assert.Contains("rfm-125", error.Remedy);
    }

    [Fact]
    public void Scores_of_another_number_of_bins_are_mapped_on_a_straight_line()
    {
        var set = SegmentSets.Load("rfm-125");
        Assert.Equal([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5], set.ScoresFrom(10));
        Assert.Equal([0, 1, 2, 3, 4, 5], set.ScoresFrom(5));
        Assert.Equal([0, 1, 3, 5], set.ScoresFrom(3));
        Assert.Equal([0, 1, 5], set.ScoresFrom(2));
    }
}
