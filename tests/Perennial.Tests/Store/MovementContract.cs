using Perennial.Core;
using Perennial.Core.Rfm;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

public abstract class MovementContract : StoreContract
{
    const long Day = 86_400_000;

    void WriteTwentyCustomers() => Write(Batch([.. Enumerable.Range(0, 20).SelectMany(i =>
        Enumerable.Range(0, i + 1).Select(k => Order($"c{i}", $"{i}-{k}", (20 - i) * 7 + k, 100 * (i + 1))))]));

    [Fact]
    public void A_run_notes_where_everybody_stands_and_the_next_only_who_moved()
    {
        WriteTwentyCustomers();
        var first = Score(new Instant(Now.UnixMs - Day));
        Score(Now);
        Assert.Single(Store.Scoring.History(Id("c5")));

        Write(Batch(Order("c0", "new", 0, 1_000_000)));
        var third = Score(Now);

        var entries = Store.Scoring.History(Id("c0"));
        Assert.Equal([third.Id, first.Id], entries.Select(entry => entry.ScoringRunId));
        Assert.Equal((1, 5), (entries[^1].R, entries[0].R));
        Assert.Equal(third.AsOfDay, entries[0].AsOfDay);
        Assert.Empty(Store.Scoring.History(Id("nobody")));
        AssertSound();
    }

    [Fact]
    public void The_segments_of_a_run_are_those_it_gave_whatever_came_since()
    {
        WriteTwentyCustomers();
        var first = Score(new Instant(Now.UnixMs - Day));
        var then = Store.Profiles.Load();
        Write(Batch(Order("c0", "new", 0, 1_000_000), Order("fresh", "f", 0, 500)));

        var now = Store.Profiles.Load();
        var moved = now.RowOf(Id("c0"));
        Assert.NotEqual(then.Profiles.Label(RfmColumns.RfmSegment, then.RowOf(Id("c0"))),
            now.Profiles.Label(RfmColumns.RfmSegment, moved));
        Store.Scoring.RestoreRfmSegments(now, first.Id);

        Assert.All(then.Ids, id => Assert.Equal(
            then.Profiles.Label(RfmColumns.RfmSegment, then.RowOf(id)),
            now.Profiles.Label(RfmColumns.RfmSegment, now.RowOf(id))));
        Assert.Equal("", now.Profiles.Label(RfmColumns.RfmSegment, now.RowOf(Id("fresh"))));
    }

    [Fact]
    public void Transitions_account_for_everybody()
    {
        WriteTwentyCustomers();
        var first = Score(new Instant(Now.UnixMs - Day));
        Write(Batch(Order("c0", "new", 0, 1_000_000), Order("fresh", "f", 0, 500)));
        var second = Score(Now);

        var moves = Store.Scoring.Transitions(first.Id, second.Id);

        Assert.Equal(21, moves.Sum(move => move.Customers));
        Assert.Equal(1, moves.Where(move => move.RfmSegmentBefore.Length == 0).Sum(move => move.Customers));
        Assert.All(Store.Scoring.Transitions(second.Id, second.Id),
            move => Assert.Equal(move.RfmSegmentBefore, move.RfmSegmentAfter));
    }
}
