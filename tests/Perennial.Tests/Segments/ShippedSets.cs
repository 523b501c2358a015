using Perennial.Core;
using Perennial.Rfm;

namespace Perennial.Tests.Segments;

public class ShippedSets
{
    [Fact]
    public void All_load() => Assert.Equal(
        ["pymc-quartiles", "r-fxm", "rf-grid", "rfm-125", "rfm-r"],
        RfmSegmentSets.Shipped.Select(name => RfmSegmentSets.Load(name).Name));

    [Theory]
    [InlineData("rfm-125")]
    [InlineData("rf-grid")]
    public void Partitions_leave_no_code_out_and_give_none_two_names(string name)
    {
        var coverage = RfmSegmentSets.Load(name).Coverage;
        Assert.Empty(coverage.Uncovered);
        Assert.Empty(coverage.Overlapping);
        Assert.Empty(coverage.Unreachable);
    }

    /// <summary>rfm 0.3.0's table: the ten uncovered codes and the 58 overlapping ones, recomputed.</summary>
    [Fact]
    public void The_R_packages_set_has_its_known_gaps_and_overlaps()
    {
        var coverage = RfmSegmentSets.Load("rfm-r").Coverage;
        Assert.Equal(["215", "241", "251", "252", "341", "351", "441", "451", "541", "551"], coverage.Uncovered);
        Assert.Equal(58, coverage.Overlapping.Count);
    }

    [Fact]
    public void The_two_dimensional_set_covers_all_and_reaches_every_segment()
    {
        var coverage = RfmSegmentSets.Load("r-fxm").Coverage;
        Assert.Empty(coverage.Uncovered);
        Assert.Empty(coverage.Unreachable);
    }

    /// <summary>pymc-marketing's default segments leave 18 of 64 codes unassigned, recomputed.</summary>
    [Fact]
    public void The_quartile_set_leaves_its_18_known_codes_out() => Assert.Equal(
        "121 131 141 142 213 221 231 241 242 321 331 341 342 421 431 432 441 442".Split(' '),
        RfmSegmentSets.Load("pymc-quartiles").Coverage.Uncovered);

    [Theory]
    [InlineData("rfm_segments: [{name: A, r: 6}]", "6-6 is no range of scores")]
    [InlineData("rfm_segments: [{name: A, r: 4-2}]", "4-2 is no range of scores")]
    [InlineData("rfm_segments: [{name: A, r: x}]", "r: 'x' is no range of scores")]
    [InlineData("rfm_segments: [{name: A}]", "It matches nothing")]
    [InlineData("rfm_segments: [{name: A, r: 1}, {name: A, r: 2}]", "Two RFM segments are called 'A'")]
    [InlineData("rfm_segments: [{name: A, codes: [999]}]", "999 is no code")]
    [InlineData("rfm_segments: [{r: 1}]", "An RFM segment has no name")]
    [InlineData("rfm_segments: []", "It has 0 RFM segments")]
    [InlineData("bins: 5", "It names no RFM segments")]
    [InlineData("bins: 11\nrfm_segments: [{name: A, r: 1}]",
        "'11' is no value for bins. Write a whole number from 2 to 10.")]
    [InlineData("segmentz: []", "mine.yaml line 1, column 1")]
    [InlineData("rfm_segments: [", "mine.yaml line")]
    [InlineData("", "It says nothing. List them under 'rfm_segments:'.")]
    public void A_wrong_set_is_one_clear_error(string yaml, string says)
    {
        var error = Assert.Throws<BadInputException>(() => RfmSegmentSets.Parse(yaml, "mine.yaml"));
        Assert.Contains(says, error.Message);
    }

    [Fact]
    public void A_missing_set_names_those_there_are()
    {
        var error = Assert.Throws<BadInputException>(() => RfmSegmentSets.Load("rfm-1000"));
        Assert.Contains("rfm-125", error.Remedy);
    }

    [Fact]
    public void Scores_of_another_number_of_bins_are_mapped_on_a_straight_line()
    {
        var set = RfmSegmentSets.Load("rfm-125");
        Assert.Equal([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5], set.ScoresFrom(10));
        Assert.Equal([0, 1, 2, 3, 4, 5], set.ScoresFrom(5));
        Assert.Equal([0, 1, 3, 5], set.ScoresFrom(3));
        Assert.Equal([0, 1, 5], set.ScoresFrom(2));
    }
}
