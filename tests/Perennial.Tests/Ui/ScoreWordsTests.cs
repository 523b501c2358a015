using System.Text.RegularExpressions;
using Perennial.Core;
using Perennial.Core.Priority;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Rfm;
using Perennial.Words;

namespace Perennial.Tests.Ui;

public class ScoreWordsTests
{
    static CutPoints Points(bool higher, params double[] limits) =>
        new() { Limits = limits, LimitScoresHigher = higher };

    static string Limits(CutPoints points, int score) => ScoreWords.Limits(points, score, value => value.ToString());

    [Fact]
    public void A_limit_between_whole_numbers_starts_at_the_next() =>
        Assert.Equal("score 2 starts at 3, score 3 at 6", Limits(Points(false, 2.4, 5), 2));

    [Fact]
    public void A_limit_that_scores_higher_starts_at_itself() =>
        Assert.Equal("score 2 starts at 3, score 3 at 5", Limits(Points(true, 2.4, 5), 2));

    [Fact]
    public void The_ends_say_what_lies_beyond()
    {
        Assert.Equal("score 2 starts at 3", Limits(Points(false, 2, 5), 1));
        Assert.Equal("score 3 starts at 6, the highest", Limits(Points(false, 2, 5), 3));
    }

    [Fact]
    public void A_score_that_nobody_can_have_is_skipped() =>
        Assert.Equal("score 3 starts at 2", Limits(Points(false, 1, 1, 4), 1));

    [Theory]
    [InlineData(RfmMethod.TiesTogether)]
    [InlineData(RfmMethod.NTile)]
    [InlineData(RfmMethod.Nested)]
    [InlineData(RfmMethod.RankPercent)]
    [InlineData(RfmMethod.OneTimeBuyerFloor)]
    public void What_the_words_say_is_what_the_cut_points_give(RfmMethod method)
    {
        var shop = SomeShop.Of(800).View;
        var segments = RfmSegmentSets.Load(RfmSegmentSets.Default);
        var options = new ScoringOptions { Rfm = new() { Method = method }, RfmSegmentSet = segments };
        var run = Scorer.Run(shop.Table, ShopCalendar.Utc, options, null);
        var explained = 0;
        for (var row = 0; row < shop.Count; row++)
        {
            var words = ScoreWords.Explain(run, shop.Table, row, ShopCalendar.Utc);
            if (words.Count == 0) continue;
            explained++;
            Assert.Equal(["R", "F", "M"], words.Select(word => word.Letter));
            Assert.Equal(shop.Table.Values(RfmColumns.M)[row], words[2].Score);
            var lastDay = ShopCalendar.Utc.DayOf(shop.Table.Values(PurchaseColumns.LastOrderAt)[row]);
            var tiesAreCut = method is RfmMethod.NTile or RfmMethod.Nested;
            HoldsTrue(words[0], $"{ShopCalendar.Date(lastDay):yyyy-MM-dd}", tiesAreCut);
        }
        Assert.Equal(run.Customers, explained);
    }

    // The day of the last order is on or after the day the score starts, and before the day the next one starts. Where
    // ties are cut, customers of one day stand on both sides of a limit.
    static void HoldsTrue(ScoreExplained word, string day, bool tiesAreCut)
    {
        var starts = Regex.Match(word.Limits, $"score {word.Score} starts at ([-0-9]+)");
        var next = Regex.Match(word.Limits, $"score (?!{word.Score} )[0-9]+ (?:starts )?at ([-0-9]+)");
        Assert.True(starts.Success || next.Success, word.ToString());
        if (starts.Success) Assert.True(string.CompareOrdinal(starts.Groups[1].Value, day) <= 0, word.ToString());
        if (!next.Success) return;
        var order = string.CompareOrdinal(next.Groups[1].Value, day);
        Assert.True(tiesAreCut ? order >= 0 : order > 0, word.ToString());
    }

    [Fact]
    public void The_reason_to_call_reads_as_a_sentence()
    {
        var table = Some.Table([new(90, 9, 84_300)]);
        table.Values(PurchaseColumns.Revenue)[0] = 84_300;
        table.Values(PriorityColumns.Tier)[0] = 1;
        Assert.Equal("bought 9 times, 843.00 in total, last 90 days ago; on all three lists", CallWords.Why(table, 0));
    }
}
