using Perennial.Core;
using Perennial.Core.Lifecycle;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

public abstract class ScoringContract : StoreContract
{
    const long Day = 86_400_000;

    void WriteTwentyCustomers() => Write(Batch([.. Enumerable.Range(0, 20).SelectMany(i =>
        Enumerable.Range(0, i + 1).Select(k => Order($"c{i}", $"{i}-{k}", (20 - i) * 7 + k, 100 * (i + 1))))]));

    [Fact]
    public void A_run_is_stored_whole()
    {
        WriteTwentyCustomers();
        var run = Score(Now);

        Assert.Equal(1, run.Id);
        Assert.Equivalent(run, Store.ScoringRuns.Latest(), strict: true);
        Assert.Equivalent(run, Reopen().ScoringRuns.Find(1), strict: true);
        Assert.Null(Store.ScoringRuns.Find(2));
        var entry = Assert.Single(Store.ScoringRuns.Last());
        Assert.Equal((1, Now, run.AsOfDay, Now, 20),
            (entry.Id, entry.AsOf, entry.AsOfDay, entry.CreatedAt, entry.Customers));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void The_previous_run_is_the_last_of_an_earlier_day()
    {
        WriteTwentyCustomers();
        Score(new Instant(Now.UnixMs - 2 * Day));
        var second = Score(new Instant(Now.UnixMs - Day));
        Score(Now);
        var last = Score(Now);

        Assert.Equal(4, Store.ScoringRuns.Latest()!.Id);
        Assert.Equal(second.Id, Store.ScoringRuns.BeforeDay(last.AsOfDay)!.Id);
        Assert.Null(Store.ScoringRuns.BeforeDay(second.AsOfDay - 1));
        Assert.Equal([4L, 3L, 2L, 1L], Store.ScoringRuns.Last().Select(run => run.Id));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_touched_customer_is_scored_by_the_cut_points_in_force()
    {
        WriteTwentyCustomers();
        Score(new Instant(Now.UnixMs - Day));
        Score(Now);
        var before = Store.Profiles.Load();
        var row = before.RowOf(Id("c0"));
        var (rank, previous) = (before.Profiles.Values(PriorityColumns.Rank)[row],
            before.Profiles.Label(RfmColumns.PreviousRfmSegment, row));
        Assert.NotEqual("", previous);
        Assert.Equal(1, before.Profiles.Values(RfmColumns.R)[row]);

        var result = Write(Batch(Order("c0", "new", 0, 1_000_000), Order("fresh", "f", 0, 1)));

        Assert.Equal(2, result.ScoringRunId);
        var after = Store.Profiles.Refresh(before);
        row = after.RowOf(Id("c0"));
        Assert.Equal(5, after.Profiles.Values(RfmColumns.R)[row]);
        Assert.Equal(5, after.Profiles.Values(RfmColumns.M)[row]);
        Assert.Equal(rank, after.Profiles.Values(PriorityColumns.Rank)[row]);
        Assert.Equal(previous, after.Profiles.Label(RfmColumns.PreviousRfmSegment, row));
        Assert.Equal(5, after.Profiles.Values(RfmColumns.R)[after.RowOf(Id("fresh"))]);
        Assert.Equal("", after.Profiles.Label(RfmColumns.PreviousRfmSegment, after.RowOf(Id("fresh"))));
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Whoever_gave_everything_back_has_no_scores_and_is_on_no_list()
    {
        WriteTwentyCustomers();
        Score(Now);
        var before = Store.Profiles.Load();
        Assert.NotEqual(0, before.Profiles.Values(PriorityColumns.Tier)[before.RowOf(Id("c0"))]);

        Write(Batch(Order("c0", "0-0", 140, 100) with { RefundedCents = 100 }));

        var after = Store.Profiles.Load();
        var row = after.RowOf(Id("c0"));
        Column<byte>[] scores = [RfmColumns.R, RfmColumns.F, RfmColumns.M, RfmColumns.Fxm, PriorityColumns.Tier];
        Assert.All(scores, column => Assert.Equal(0, after.Profiles.Values(column)[row]));
        Assert.Equal("", after.Profiles.Label(RfmColumns.RfmSegment, row));
    }

    [Fact]
    public void Customers_who_change_while_a_run_is_computed_are_scored_by_it()
    {
        WriteTwentyCustomers();
        var snapshot = Store.Profiles.Load();
        snapshot.Profiles.ReadAt(Now, ShopCalendar.Utc);
        var run = Scorer.Run(snapshot.Profiles, ShopCalendar.Utc, HowToScore, previousAsOfDay: null);
        Write(Batch(Order("c0", "meanwhile", 0, 1_000_000), Order("fresh", "f", 0, 1)));

        Store.Scoring.Save(run, snapshot, Moment, cancellation: Stop);

        var after = Store.Profiles.Load();
        Assert.Equal(5, after.Profiles.Values(RfmColumns.R)[after.RowOf(Id("c0"))]);
        Assert.Equal(5, after.Profiles.Values(RfmColumns.R)[after.RowOf(Id("fresh"))]);
        AssertSound();
    }

    // The one comes into the segment by what happened meanwhile, the other by the run whatever happened.
    [Fact]
    public void Who_changes_while_a_run_is_computed_has_its_rank_and_is_told_and_moved_once()
    {
        WriteTwentyCustomers();
        Store.Tell();
        var snapshot = Store.Profiles.Load();
        snapshot.Profiles.ReadAt(Now, ShopCalendar.Utc);
        var run = Scorer.Run(snapshot.Profiles, ShopCalendar.Utc, HowToScore, previousAsOfDay: null);
        Write(Batch(Order("c0", "meanwhile", 0, 1_000_000), Order("c19", "too", 0, 100)));
        var before = Enumerable.Range(0, Store.ShardCount).Select(Store.Outbox.LastSequence).ToArray();

        Store.Scoring.Save(run, snapshot, Store.Moment(watch: ("recent", "r = 5")), cancellation: Stop);

        var after = Store.Profiles.Load();
        foreach (var id in new[] { Id("c0"), Id("c19") })
        {
            Assert.Equal(snapshot.Profiles.Values(PriorityColumns.Rank)[snapshot.RowOf(id)],
                after.Profiles.Values(PriorityColumns.Rank)[after.RowOf(id)]);
            var shard = Store.ShardOf(id);
            var told = Store.Outbox.After(shard, before[shard], int.MaxValue).Where(row => row.Customer == id);
            Assert.Contains("""
                "entered":["recent"]
                """, Assert.Single(told).Change);
            Assert.Single(Store.Stays.Of(id));
        }
    }

    [Fact]
    public void A_refreshed_snapshot_equals_one_loaded_anew()
    {
        WriteTwentyCustomers();
        Score(Now);
        var known = Store.Profiles.Load();
        Write(Batch([("c3", new() { FirstName = "Zoë", Phone = "06 12" }), ("a new one", null)],
            Order("c3", "x", 1, 5), Order("a new one", "y", 2, 7)));

        var refreshed = Store.Profiles.Refresh(known);

        var loaded = Store.Profiles.Load();
        Assert.Equal(loaded.Version, refreshed.Version);
        AssertSameProfiles(loaded, refreshed);
        for (var row = 0; row < loaded.Count; row++)
        {
            Assert.Equal(loaded.Directory.Key(row), refreshed.Directory.Key(row));
            Assert.Equal(loaded.Directory.Name(row), refreshed.Directory.Name(row));
            Assert.Equal(loaded.Directory.Key(row), refreshed.Profiles.Keys.Text(row));
        }
        Assert.Equal([refreshed.RowOf(Id("c3"))], refreshed.Directory.Search("ZOË 0612"));
        Assert.Equal(20, known.Count);

        Score(Now);
        AssertSameProfiles(Store.Profiles.Load(), Store.Profiles.Refresh(refreshed));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Segments_of_an_earlier_set_keep_their_names_through_a_refresh()
    {
        WriteTwentyCustomers();
        Score(new Instant(Now.UnixMs - Day));
        var segments = new RfmSegmentSet("other", 5, [new RfmSegmentRule { Name = "Any", R = new ScoreRange(1, 5) }]);
        Score(Now, new ScoringOptions { RfmSegmentSet = segments });
        var snapshot = Store.Profiles.Load();
        var before = Enumerable.Range(0, snapshot.Count)
            .Select(row => snapshot.Profiles.Label(RfmColumns.PreviousRfmSegment, row)).ToList();
        Assert.True(before.Distinct().Count() >= 3);

        foreach (var customer in Enumerable.Range(0, 20))
        {
            Write(Batch(Order($"c{customer}", $"more {customer}", 0, 5)));
            snapshot = Store.Profiles.Refresh(snapshot);
            Assert.Equal(before, Enumerable.Range(0, snapshot.Count)
                .Select(row => snapshot.Profiles.Label(RfmColumns.PreviousRfmSegment, row)));
        }
        AssertSameProfiles(Store.Profiles.Load(), snapshot);
    }

    [Fact]
    public void Profiles_that_time_changes_are_found_and_folded_again()
    {
        Write(Batch(Order("soon", "1", 30, 100), Order("later", "2", 1, 100)));
        var tomorrow = new Instant(Now.UnixMs + Day);
        var snapshot = Store.Profiles.Load();
        Assert.Equal("active", snapshot.Profiles.Label(LifecycleColumns.Stage, snapshot.RowOf(Id("soon"))));

        Assert.Equal(0, Store.Folding.RefoldDue(Moment, 100, Stop));
        Assert.Equal(1, Store.Folding.RefoldDue(Moment with { AsOf = tomorrow }, 100, Stop));

        snapshot = Store.Profiles.Refresh(snapshot);
        Assert.Equal("recent", snapshot.Profiles.Label(LifecycleColumns.Stage, snapshot.RowOf(Id("soon"))));
        Assert.Equal(0, Store.Folding.RefoldDue(Moment with { AsOf = tomorrow }, 100, Stop));
        AssertSound();
    }

    [Fact]
    public void Folding_everything_again_follows_the_settings_and_the_day()
    {
        WriteTwentyCustomers();
        Score(Now);
        var snapshot = Store.Profiles.Load();
        var strict = new ProfileSettings { Lifecycle = new() { ActiveDays = 0, RecentDays = 1, OlderDays = 2 } };

        Assert.Equal(20, Store.Folding.RefoldAll(Store.Moment(profiles: strict), cancellation: Stop));

        var after = Store.Profiles.Refresh(snapshot);
        Assert.True(after.Version > snapshot.Version);
        for (var row = 0; row < after.Count; row++)
        {
            Assert.Equal("former", after.Profiles.Label(LifecycleColumns.Stage, row));
            Assert.Equal(snapshot.Profiles.Values(RfmColumns.Rfm)[row], after.Profiles.Values(RfmColumns.Rfm)[row]);
        }
    }
}
