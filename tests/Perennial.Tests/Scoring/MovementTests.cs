using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Tests.Store;

namespace Perennial.Tests.Scoring;

/// <summary>Who moved from which segment to which, from run to run.</summary>
public class MovementTests
{
    static readonly int today = ShopCalendar.Utc.DayOf(Some.Now);

    // Twenty customers, the first ones the best.
    static ProfileTable Table() =>
        Some.Table([.. Enumerable.Range(0, 20).Select(i => new Some.Measures(10 + i * 7, 20 - i, 1000 * (20 - i)))]);

    static ScoringRun Score(ProfileTable table, int? previousAsOfDay) =>
        Scorer.Run(table, ShopCalendar.Utc, SomeFacts.HowToScore, previousAsOfDay);

    static string[] Segments(ProfileTable table, Column<byte> column) =>
        [.. Enumerable.Range(0, table.Count).Select(row => table.Label(column, row))];

    static void Buys(ProfileTable table, int row) => table.Values(PurchaseColumns.LastOrderAt)[row] = Some.Now;

    [Fact]
    public void A_second_run_of_one_day_replaces_the_first_and_previous_stays_the_day_before()
    {
        var table = Table();
        Score(table, null);
        var yesterday = Segments(table, RfmColumns.RfmSegment);
        for (var row = 17; row < 20; row++) Buys(table, row);
        table.ReadAt(Some.Now, ShopCalendar.Utc);
        var first = Score(table, today - 1);
        Assert.Equal(yesterday, Segments(table, RfmColumns.PreviousRfmSegment));

        var second = Score(table, today);
        Assert.NotEqual(yesterday, Segments(table, RfmColumns.RfmSegment));
        Assert.Equal(yesterday, Segments(table, RfmColumns.PreviousRfmSegment));
        Assert.Equal(first.Moves, second.Moves);
    }

    [Fact]
    public void Moves_account_for_everybody_the_largest_first()
    {
        var table = Table();
        Score(table, null);
        for (var row = 17; row < 20; row++) Buys(table, row);
        table.ReadAt(Some.Now, ShopCalendar.Utc);
        var moves = Score(table, today - 1).Moves;
        Assert.Equal(20, moves.Sum(move => move.Customers));
        Assert.True(moves.Count > 2);
        Assert.Equal(moves.Select(move => move.Customers).OrderDescending(), moves.Select(move => move.Customers));
    }
}
