using Microsoft.Extensions.Time.Testing;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Lifecycle;
using Perennial.Core.Parts;
using Perennial.Core.Recommendations;
using Perennial.Core.Scoring;
using Perennial.Core.Segments;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Profiles;
using Perennial.Live;
using Perennial.Moments;
using Perennial.Settings;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>What concerns everybody is written some customers at a time: events get in between, and whoever was killed
/// half-way leaves what the next goes on with.</summary>
public abstract class ChunkContract : StoreContract
{
    const int Customers = 20, Kills = 3;

    static readonly Instant yesterday = At(1);

    protected override int PerChunk => 3;

    /// <summary>Does something between one transaction and the next.</summary>
    sealed class Between(Action<int> act) : IProgress<WriteProgress>
    {
        int times;

        // Shards are worked on side by side.
        public void Report(WriteProgress value) => act(Interlocked.Increment(ref times));
    }

    sealed class KilledException : Exception;

    ShopMoment Watching => new ShopMoments(Store).At(Now);

    void WriteTwentyCustomers() => Write(Batch([.. Enumerable.Range(0, Customers).SelectMany(i =>
        Enumerable.Range(0, i + 1).Select(k => Order($"c{i}", $"{i}-{k}", (20 - i) * 7 + k, 100 * (i + 1))))]));

    // Another day's run, so that the next is taken in chunks: before its first nobody waits to be scored by a shop.
    void ScoredShop()
    {
        WriteTwentyCustomers();
        Store.Tell();
        Score(yesterday);
        Store.Segments.Save(new ShopSegment("upper", "r >= 4"), Now);
        Write(Batch([.. Enumerable.Range(0, Customers).Select(i => Order($"c{i}", $"more-{i}", i % 4, 900 * i))]));
    }

    (ScoringRun Run, StoreSnapshot Compared) Compare()
    {
        var compared = Store.Profiles.Load();
        compared.Profiles.ReadAt(Now, ShopCalendar.Utc);
        var before = Store.ScoringRuns.Latest()?.AsOfDay;
        return (Scorer.Run(compared.Profiles, ShopCalendar.Utc, HowToScore, before), compared);
    }

    void Save(Action<int> between)
    {
        var (run, compared) = Compare();
        var moment = new ShopMoments(Store).Of(Now, Now, ShopSettings.Of(Store).Profiles, run);
        Store.Scoring.Save(run, compared, moment, new Between(between), Stop);
    }

    // Of a new customer and of one after the other of those who are there.
    void WriteEvent(int number) => Store.Intake.Write(EventBatch.Of([.. new[] { $"c{number}", $"fresh{number}" }.Select(
        who => SomeEvents.Event($"{who}-{number}", 1, SomeEvents.Person(who)) with
        {
            Order = SomeEvents.Order($"e-{who}-{number}", 1, 5_000 * number),
        })]), Watching, cancellation: Stop);

    void Tick() => new Tick(Store, new ShopMoments(Store), new FakeTimeProvider(Now.ToDateTimeOffset()), () => { })
        .Once(Stop);

    [Fact]
    public void Events_get_in_between_while_a_run_is_saved()
    {
        ScoredShop();
        var times = 0;
        Save(time => WriteEvent(Counted(ref times, time)));

        Assert.InRange(times, Customers / PerChunk, Customers);
        Assert.Equal(Customers + times, Store.Profiles.Load().Count);
        Assert.Null(Store.Scoring.Unsaved());
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_run_saved_while_events_come_ends_as_one_saved_before_they_came()
    {
        using var atOnce = Another<ChunkContract>();
        var times = 0;
        ScoredShop();
        Save(time => WriteEvent(Counted(ref times, time)));
        atOnce.ScoredShop();
        atOnce.Save(_ => { });
        for (var time = 1; time <= times; time++) atOnce.WriteEvent(time);

        AssertSame(atOnce, this);
    }

    [Fact]
    public void Whoever_comes_while_a_run_is_saved_is_scored_by_it_at_once()
    {
        ScoredShop();
        long? scoredBy = null;
        Save(time =>
        {
            if (time > 1) return;
            scoredBy = Write(Batch(Order("c0", "now", 0, 100), Order("c19", "too", 0, 100))).ScoringRunId;
        });
        Assert.Equal(2, scoredBy);
        Assert.Equal(2, Store.ScoringRuns.Latest()!.Id);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void What_comes_while_a_run_is_saved_is_not_lost_sight_of()
    {
        ScoredShop();
        var later = new Instant(Now.UnixMs + 60_000);
        Save(time =>
        {
            if (time > 1) return;
            foreach (var who in Enumerable.Range(0, Customers).Select(i => $"c{i}"))
                Store.Intake.Write(EventBatch.Of([SomeEvents.Event($"now-{who}", 0, SomeEvents.Person(who)) with
                {
                    At = later, Order = new OrderStatement($"now-{who}", later) { GrossCents = 100 },
                }]), new ShopMoments(Store).At(later), cancellation: Stop);
        });

        var profiles = Store.Profiles.Load();
        Assert.All(profiles.Profiles.Values(Core.Purchases.PurchaseColumns.LastOrderAt), at => Assert.Equal(later, at));
    }

    [Fact]
    public void Killed_at_any_chunk_a_run_is_finished_by_the_next_start()
    {
        using var atOnce = Another<ChunkContract>();
        atOnce.ScoredShop();
        atOnce.Save(_ => { });
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var killed = Another<ChunkContract>();
            killed.ScoredShop();
            var at = kill;
            Assert.Throws<KilledException>(() => killed.Save(time => ThrowAt(time, at)));
            killed.Reopen();
            Assert.Equal((2L, true), killed.Store.Scoring.Unsaved());
            Assert.True(killed.Store.Watch.Pulse(Now).IsDue);

            killed.Tick();
            Assert.Null(killed.Store.Scoring.Unsaved());
            AssertSame(atOnce, killed);
            Assert.Equal(atOnce.Told().Order(), killed.Told().Order());
            Assert.Equal(atOnce.Stays(), killed.Stays());
        }
    }

    static int Counted(ref int times, int time)
    {
        Interlocked.Increment(ref times);
        return time;
    }

    static void ThrowAt(int time, int at)
    {
        if (time == at) throw new KilledException();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_run_that_was_left_gives_way_to_the_next()
    {
        ScoredShop();
        Assert.Throws<KilledException>(() => Save(time => ThrowAt(time, 2)));
        Save(_ => { });

        Assert.Null(Store.Scoring.Unsaved());
        Assert.Equal(["3"], Ask("select distinct scoring_run_id from profile").Select(row => row[0]));
        AssertSound();
    }

    [Fact]
    public void Profiles_are_computed_anew_while_events_come()
    {
        ScoredShop();
        var times = 0;
        Store.Folding.RefoldAll(Strict, new Between(time => WriteEvent(Counted(ref times, time))), Stop);

        Assert.InRange(times, Customers / PerChunk, Customers);
        var all = Store.Profiles.Load();
        Assert.Equal(Customers + times, all.Count);
        for (var i = times + 1; i < Customers; i++)
            Assert.Equal("former", all.Profiles.Label(LifecycleColumns.Stage, all.RowOf(Id($"c{i}"))));
        AssertSound();
    }

    ShopMoment Strict => Store.Moment(
        new Instant(Now.UnixMs + 10 * 86_400_000L), new ProfileSettings
        {
            Lifecycle = new() { ActiveDays = 0, RecentDays = 1, OlderDays = 2 },
        });

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Killed_at_any_chunk_the_next_computes_only_the_profiles_that_are_left()
    {
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var killed = Another<ChunkContract>();
            killed.ScoredShop();
            var at = kill;
            Assert.Throws<KilledException>(
                () => killed.Store.Folding.RefoldAll(killed.Strict, new Between(time => ThrowAt(time, at)), Stop));
            killed.Reopen();

            Assert.InRange(killed.Store.Folding.RefoldAll(killed.Strict, cancellation: Stop),
                0, Customers - kill);
            var all = killed.Store.Profiles.Load();
            Assert.All(all.Ids,
                id => Assert.Equal("former", all.Profiles.Label(LifecycleColumns.Stage, all.RowOf(id))));
            Assert.Null(killed.Store.Folding.OpenRefold());
            killed.AssertSound();
        }
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Profiles_that_were_left_are_all_computed_anew_where_settings_have_changed_since()
    {
        ScoredShop();
        Assert.Throws<KilledException>(
            () => Store.Folding.RefoldAll(Strict, new Between(time => ThrowAt(time, 2)), Stop));
        Store.Settings.Put("lifecycle", "changed", Now);
        Assert.Equal(Customers, Store.Folding.RefoldAll(Strict, cancellation: Stop));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Who_is_in_segments_is_found_some_at_a_time_and_gone_on_with()
    {
        WriteTwentyCustomers();
        Score(yesterday);
        Store.Segments.Save(new ShopSegment("buyers", "orders > 0"), Now);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        stop.Cancel();
        var moment = new ShopMoments(Store).At(Now);
        Assert.Throws<OperationCanceledException>(() => Store.Stays.Recount(moment, stop.Token));
        Assert.Equal(Customers, Store.Stays.Recount(moment, Stop).Entered);
        Assert.Equal(default, Store.Stays.Recount(moment, Stop));
        Assert.Equal(Customers, Store.Stays.Members("buyers").Count);
    }

    long StatementsOfSaving(int segments, bool tells)
    {
        WriteTwentyCustomers();
        if (tells) Store.Tell();
        Score(yesterday);
        var (run, compared) = Compare();
        var moment = Store.Moment(
            watch: [.. Enumerable.Range(0, segments).Select(i => ($"s{i}", $"orders >= {99 + i}"))]);
        var before = Store.Statements;
        Store.Scoring.Save(run, compared, moment, cancellation: Stop);
        return Store.Statements - before;
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Saving_asks_no_more_where_45_segments_are_watched_than_where_one_is()
    {
        using var many = Another<ChunkContract>();
        Assert.InRange(many.StatementsOfSaving(45, tells: true), 1, StatementsOfSaving(1, tells: true));
    }

    [Fact]
    public void What_was_bought_together_is_the_same_however_many_pieces_it_is_written_in()
    {
        Write(Batch([.. Enumerable.Range(0, Customers).Select(i => Order($"c{i}", $"n{i}", 5, 2_000) with
        {
            Lines = [($"p{i % 4}", 1, 1_000, 0, 0), ($"p{i % 3 + 4}", 1, 1_000, 0, 0)],
        })]));
        int Count() => Store.Recommendations.CountBoughtTogether(new RecommendationOptions(), Moment, Stop);
        Assert.Equal(Customers, Count());
        Assert.Equal(Customers, Store.Recommendations.BoughtTogether().Counts.Customers);
        Assert.Equal(0, Count());
        // As it is left by whoever is killed between two of them.
        Beside("delete from counted_shard");
        Assert.Equal(Customers, Count());
        Assert.Equal(Customers, Store.Recommendations.BoughtTogether().Counts.Customers);
        AssertSound();
    }

    string[] Told() =>
    [
        .. Enumerable.Range(0, Store.ShardCount).SelectMany(shard => Store.Outbox.After(shard, 0, int.MaxValue))
            .Select(row => $"{row.Customer} {row.Change}"),
    ];

    string[] Stays() =>
    [
        .. Store.Profiles.Load().Ids.SelectMany(id => Store.Stays.Of(id).Select(stay => $"{id} {stay}")),
    ];

    static void AssertSame(ChunkContract expected, ChunkContract actual)
    {
        AssertSameScores(expected, actual);
        string[] Open(ChunkContract one) => [.. one.Store.Stays.Members("upper").Select(id => $"{id}")];
        Assert.Equal(Open(expected), Open(actual));
        actual.AssertSound();
    }

    static void AssertSameScores(ChunkContract expected, ChunkContract actual) =>
        AssertSameProfiles(expected.Store.Profiles.Load(), actual.Store.Profiles.Load());
}

public sealed class SqliteChunks : ChunkContract;

public sealed class PostgresChunks : ChunkContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
