using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Segments;
using Perennial.Core.Shards;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Shards;

/// <summary>What follows from facts, without a database: a step is a pure function.</summary>
public class ShardStepTests
{
    static readonly HistoryTable history = Batch(
        Order("ann", "1", 40, 1_000), Order("ann", "2", 4, 2_000), Order("bob", "3", 90, 500)).History;

    static readonly CustomerKeys keys = CustomerKeys.From(["ann", "bob"]);

    static ShopMoment Moment(Instant asOf, params (string Name, string Rule)[] watch)
    {
        var catalogue = new SegmentCatalogue([.. watch.Select(one => new ShopSegment(one.Name, one.Rule))]);
        var moment = new ShopMoment
        {
            Now = asOf,
            AsOf = asOf,
            Profiles = new ProfileSettings(),
            ScoringRun = null,
            Segments = new SegmentWatch(
                [.. catalogue.ByDependency.Select(one => new WatchedSegment(one.Name, one.Rule))]),
            Tells = true,
            Version = 0,
            Renew = () => throw new InvalidOperationException("A step asks for nothing."),
        };
        return moment;
    }

    static ShardState State(
        HistoryTable of, ProfileTable? stored = null, params (int Row, string Name, Instant At)[] open)
    {
        var stays = new Dictionary<string, Instant>?[keys.Count];
        foreach (var (row, name, at) in open) (stays[row] ??= []).Add(name, at);
        return new ShardState { History = of, Stored = stored ?? new ProfileTable(Columns.All, keys), Stays = stays };
    }

    [Fact]
    public void Facts_make_columns_moves_and_changes()
    {
        var outcome = ShardStep.Take(State(history), Moment(Some.Now, ("twice", "orders >= 2"), ("all", "everybody")));

        Assert.Equal([2, 1], outcome.Profiles.Values(PurchaseColumns.Orders));
        Assert.Equal(["twice", "all"], outcome.Moves.Entered[0]);
        Assert.Equal(["all"], outcome.Moves.Entered[1]);
        Assert.All(outcome.Moves.Stays, stay => Assert.Equal((Some.Now, Instant.None), (stay.EnteredAt, stay.LeftAt)));
        var orders = ShardStep.Told.Index().Single(column => column.Item == PurchaseColumns.Orders).Index;
        Assert.True(outcome.Changes!.Any(orders, 0, 0) && outcome.Changes.Any(orders, 1, 1));
    }

    [Fact]
    public void The_same_step_again_changes_nothing()
    {
        var moment = Moment(Some.Now, ("twice", "orders >= 2"));
        var first = ShardStep.Take(State(history), moment);
        var again = ShardStep.Take(State(history, first.Profiles, (0, "twice", Some.Now)), moment);

        Assert.Empty(again.Moves.Stays);
        for (var column = 0; column < ShardStep.Told.Count; column++)
            for (var row = 0; row < keys.Count; row++)
                Assert.False(again.Changes!.Any(column, row, row), ShardStep.Told[column].Name);
        Assert.Equal(first.Profiles.NextChangeAt, again.Profiles.NextChangeAt);
    }

    [Fact]
    public void Who_no_longer_belongs_leaves_and_a_segment_that_is_not_watched_is_left_by_everybody()
    {
        var outcome = ShardStep.Take(State(history, null, (0, "once", At(30)), (1, "gone", At(20))),
            Moment(Some.Now, ("once", "orders = 1")));

        Assert.Equal(["once"], outcome.Moves.Left[0]);
        Assert.Equal(["once"], outcome.Moves.Entered[1]);
        Assert.Equal(["gone"], outcome.Moves.Left[1]);
        Assert.Contains(new StayChange(0, "once", At(30), Some.Now), outcome.Moves.Stays);
        Assert.Contains(new StayChange(1, "gone", At(20), Some.Now), outcome.Moves.Stays);
    }

    [Fact]
    public void Where_stays_are_to_be_left_alone_nobody_moves()
    {
        var outcome = ShardStep.Take(State(history, null, (0, "once", At(30))),
            Moment(Some.Now, ("twice", "orders >= 2")) with { Segments = null });
        Assert.Empty(outcome.Moves.Stays);
        Assert.All(outcome.Moves.Entered.Concat(outcome.Moves.Left), Assert.Null);
    }

    [Fact]
    public void A_rule_that_time_turns_brings_the_next_change_forward_to_that_instant()
    {
        var lapsed = ("lapsed", "recency_days >= 6");
        var outcome = ShardStep.Take(State(history), Moment(Some.Now, lapsed));
        var next = outcome.Profiles.NextChangeAt[0];
        Assert.Equal(ShopCalendar.Utc.StartOf(ShopCalendar.Utc.DayOf(Some.Now) + 2), next);

        var before = ShardStep.Take(State(history, outcome.Profiles), Moment(new Instant(next.UnixMs - 1), lapsed));
        var then = ShardStep.Take(State(history, outcome.Profiles), Moment(next, lapsed));
        Assert.Null(before.Moves.Entered[0]);
        Assert.Equal(["lapsed"], then.Moves.Entered[0]);
    }

    [Fact]
    public void A_rule_that_turns_later_than_the_profile_puts_nothing_off()
    {
        var alone = ShardStep.Take(State(history), Moment(Some.Now)).Profiles.NextChangeAt;
        var watched = ShardStep.Take(State(history), Moment(Some.Now, ("lost", "recency_days > 900")));
        Assert.Equal(alone, watched.Profiles.NextChangeAt);
        var sooner = ("lapsed", "recency_days >= 6");
        var both = ShardStep.Take(State(history), Moment(Some.Now, sooner, ("lost", "recency_days > 900")));
        Assert.Equal(ShardStep.Take(State(history), Moment(Some.Now, sooner)).Profiles.NextChangeAt,
            both.Profiles.NextChangeAt);
    }

    [Fact]
    public void A_segment_in_a_segment_holds_of_those_who_are_in_it_now()
    {
        var outcome = ShardStep.Take(State(history), Moment(Some.Now, ("fresh", "recency_days < 6"),
            ("known", "in segment 'fresh'"), ("other", "not in segment 'fresh'")));
        Assert.Equal(["fresh", "known"], outcome.Moves.Entered[0]);
        Assert.Equal(["other"], outcome.Moves.Entered[1]);
    }

    [Fact]
    public void New_facts_come_out_in_the_order_in_which_they_happened()
    {
        NewFact Fact(int row, int daysAgo, ulong id) => new(row, FactKind.Order, id, At(daysAgo));
        NewFact[] facts = [Fact(1, 90, 3), Fact(0, 4, 2), Fact(0, 40, 1), Fact(0, 4, 1)];
        var outcome = ShardStep.Take(State(history) with { New = facts }, Moment(Some.Now));
        Assert.Equal([facts[2], facts[3], facts[1], facts[0]], outcome.New);
    }
}
