using Perennial.Core;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Scoring;
using Perennial.Tests.Loops;
using Perennial.Tests.Store;

namespace Perennial.Tests.Postgres;

/// <summary>Several processes at one store: each is a store of its own here, with its own connections.</summary>
public sealed class SharedWork : IDisposable
{
    const int Shards = 8, Customers = 200;

    readonly string address = PostgresServer.Rent(Shards);
    readonly ShopStore one, other;

    public SharedWork()
    {
        one = ShopStore.Open(address, Some.Now, new StoreOptions { NewShards = Shards });
        other = ShopStore.Open(address, Some.Now);
        one.Intake.Write(SomeFacts.Batch([.. Enumerable.Range(0, Customers).Select(
            i => SomeFacts.Order($"c{i}", $"n{i}", i, 100 + i))]), Moment, cancellation: Stop);
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    Perennial.Core.Shards.ShopMoment Moment => one.Moment();

    [Fact]
    public async Task Two_processes_compute_each_profile_once()
    {
        var later = Moment with { AsOf = new Instant(Some.Now.UnixMs + 1) };
        var first = Task.Run(() => one.Folding.RefoldAll(later, cancellation: Stop), Stop);
        var second = Task.Run(() => other.Folding.RefoldAll(later, cancellation: Stop), Stop);
        await Task.WhenAll(first, second);

        // Whoever came too late to help began anew; nothing was done twice within one.
        Assert.Equal(0, (await first + await second) % Customers);
        Assert.Null(one.Folding.OpenRefold());
        Assert.Empty(StoreCheck.Run(address, cancellation: Stop));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_finished_by_the_next()
    {
        var left = await RefoldAndDie();
        Assert.NotNull(other.Folding.OpenRefold());

        Assert.Equal(left, other.Folding.RefoldAll(Moment, cancellation: Stop));
        Assert.Null(other.Folding.OpenRefold());
    }

    [Fact]
    public async Task What_a_killed_process_left_is_brought_up_to_the_present_by_the_next()
    {
        await RefoldAndDie();
        var month = Moment with { AsOf = new Instant(Some.Now.UnixMs + 31 * 86_400_000L) };
        Assert.True(other.Folding.DueProfiles(month.AsOf).Count > 0);

        other.Folding.RefoldAll(month, cancellation: Stop);
        Assert.Equal(0, other.Folding.DueProfiles(month.AsOf).Count);
    }

    // Nobody can commit a shard that is locked elsewhere: all but that one are done when the process ends. Returns how
    // many customers are in it.
    async Task<int> RefoldAndDie()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var engine = ShopPlace.Engine(address, new StoreOptions());
        using var database = engine.Connect();
        database.BeginWrite();
        Assert.NotNull(database.TryLockShard(3));
        var refolding = Task.Run(() => one.Folding.RefoldAll(Moment, cancellation: stop.Token), Stop);
        while (ShardsLeft(engine) > 1)
        {
            Assert.False(refolding.IsCompleted);
            await Task.Delay(10, Stop);
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refolding);
        database.Rollback();
        return one.Profiles.Load().Ids.Count(id => one.ShardOf(id) == 3);
    }

    int ShardsLeft(Engine engine)
    {
        if (other.Folding.OpenRefold() is not { } job) return Shards;
        using var database = engine.Connect();
        var left = 0;
        for (var rows = database.Query("shards-to-refold", "job_id").Bind(1, job.Id); rows.Step();) left++;
        return left;
    }

    [Fact]
    public void A_tick_passes_over_a_shard_that_another_process_writes_to()
    {
        var month = Moment with { AsOf = new Instant(Some.Now.UnixMs + 31 * 86_400_000L) };
        var due = (int)one.Folding.DueProfiles(month.AsOf).Count;
        using (var engine = ShopPlace.Engine(address, new StoreOptions()))
        using (var database = engine.Connect())
        {
            database.BeginWrite();
            Assert.NotNull(database.TryLockShard(0));
            // Whoever waited for the lock would be refused in the end, for it is held until this has returned.
            Assert.InRange(one.Folding.TryRefoldDue(month, int.MaxValue, Stop), 1, due - 1);
            database.Rollback();
        }
        Assert.Equal(0, (int)other.Folding.DueProfiles(month.AsOf).Count
            - other.Folding.RefoldDue(month, int.MaxValue, Stop));
        Assert.Equal(0, one.Folding.DueProfiles(month.AsOf).Count);
    }

    [Fact]
    public async Task Two_processes_that_score_at_once_make_one_run()
    {
        var runs = await Task.WhenAll(new[] { one, other }.Select(store => Task.Run(
            () => Rescore.Run(store, null, null, Some.Now, (_, _) => { }, Stop), Stop)));

        Assert.Equal(runs[0].Id, runs[1].Id);
        Assert.Single(one.ScoringRuns.Last());
        var snapshot = one.Profiles.Load();
        Assert.All(snapshot.Profiles.Values(RfmColumns.R), r => Assert.InRange(r, (byte)1, (byte)5));
        Assert.Empty(StoreCheck.Run(address, cancellation: Stop));
    }

    [Fact]
    public void A_turn_is_one_processs_until_it_is_given_back()
    {
        using (var turn = one.Scoring.TryTurn())
        {
            Assert.NotNull(turn);
            Assert.Null(other.Scoring.TryTurn());
        }
        using var next = other.Scoring.TryTurn();
        Assert.NotNull(next);
    }

    [Fact]
    public void A_turn_that_could_not_be_given_back_ends_with_its_connection()
    {
        var fails = false;
        using var failing = ShopStore.Open(address, Some.Now, new StoreOptions
        {
            BeforeStatement = text =>
            {
                if (fails && text.Contains("pg_advisory_unlock")) throw new DeliberateFault();
            },
        });
        var turn = failing.Scoring.TryTurn();
        Assert.NotNull(turn);
        fails = true;
        Assert.Throws<DeliberateFault>(turn.Dispose);

        // A process of its own: the very connection would give the turn to whoever has it.
        using var stranger = ShopStore.Open(Elsewhere(address), Some.Now);
        using var next = stranger.Scoring.TryTurn();
        Assert.NotNull(next);
    }

    // Another address, and so connections of its own.
    static string Elsewhere(string address) => $"{address};Application Name=elsewhere";

    [Fact]
    public void Customers_who_changed_while_scores_were_computed_keep_their_facts()
    {
        var snapshot = one.Profiles.Load();
        snapshot.Profiles.ReadAt(Some.Now, ShopCalendar.Utc);
        var run = Core.Scoring.Scorer.Run(
            snapshot.Profiles, ShopCalendar.Utc, SomeFacts.HowToScore, previousAsOfDay: null);
        other.Intake.Write(
            SomeFacts.Batch(SomeFacts.Order("c1", "more", 2, 5000), SomeFacts.Order("new", "first", 3, 700)),
            Moment, cancellation: Stop);

        one.Scoring.Save(run, snapshot, Moment, cancellation: Stop);

        var after = one.Profiles.Load();
        Assert.Equal(Customers + 1, after.Count);
        Assert.Equal(2, after.Profiles.Values(PurchaseColumns.Orders)[after.RowOf(SomeFacts.Id("c1"))]);
        Assert.All(after.Profiles.Values(RfmColumns.R), r => Assert.InRange(r, (byte)1, (byte)5));
        Assert.Empty(StoreCheck.Run(address, cancellation: Stop));
    }

    public void Dispose()
    {
        one.Dispose();
        other.Dispose();
        PostgresServer.GiveBack(address, Shards);
    }
}
