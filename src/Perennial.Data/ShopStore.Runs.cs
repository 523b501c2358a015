using Perennial.Core;
using Perennial.Core.Scoring;

namespace Perennial.Data;

/// <summary>One line of the list of scoring runs.</summary>
public sealed record RunEntry(long Id, Instant AsOf, int AsOfDay, Instant CreatedAt, int Customers)
{
    /// <summary>How long it took; null where nobody measured.</summary>
    public TimeSpan? Duration { get; init; }
}

public sealed partial class ShopStore
{
    /// <summary>The run whose cut points are in force: the one computed last; null before the first.</summary>
    public ScoringRun? LatestRun()
    {
        using var lease = Rent();
        return LatestRun(lease.Database);
    }

    /// <summary>The last run of a day before the given one (the latest run's, usually), or null.</summary>
    /// <param name="day">Days since 1970-01-01.</param>
    public ScoringRun? RunBeforeDay(int day)
    {
        using var lease = Rent();
        return ReadRun(lease.Database.Query("run-before-day", "as_of_day").Bind(1, day));
    }

    /// <summary>The run of a number, or null.</summary>
    public ScoringRun? Run(long id)
    {
        using var lease = Rent();
        return ReadRun(lease.Database.Query("run", "scoring_run_id").Bind(1, id));
    }

    /// <summary>The runs, the last one first.</summary>
    public IReadOnlyList<RunEntry> Runs(int limit = 100)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("runs", "limit").Bind(1, limit);
        var runs = new List<RunEntry>();
        while (rows.Step())
        {
            runs.Add(new RunEntry(rows.Int64(0), rows.Instant(1), rows.Int32(2), rows.Instant(3), rows.Int32(4))
            {
                Duration = rows.IsNull(5) ? null : TimeSpan.FromMilliseconds(rows.Int64(5)),
            });
        }
        return runs;
    }

    /// <summary>Notes how long a run took.</summary>
    public void PutRunDuration(long id, TimeSpan duration)
    {
        using var lease = Rent();
        lease.Database.Query("put-run-duration", "duration_ms", "scoring_run_id")
            .Bind(1, (long)duration.TotalMilliseconds).Bind(2, id).Run();
    }

    /// <summary>
    /// Stores a scoring run, and then the scores it gave, in one transaction for each shard. Customers whose facts
    /// changed while it was computed are scored by its cut points.
    /// </summary>
    /// <param name="run">What was computed; its number is given here.</param>
    /// <param name="scored">The snapshot it was computed from, run columns filled in.</param>
    /// <param name="options">As for a write.</param>
    /// <param name="before">All customers as they were, for destinations to be told what the run changed; null where
    /// nobody is to be told.</param>
    /// <param name="cancellation">Until the commit; nothing is stored then.</param>
    /// <returns>The run with its number.</returns>
    public ScoringRun SaveRun(ScoringRun run, StoreSnapshot scored, WriteOptions options,
        StoreSnapshot? before = null, CancellationToken cancellation = default)
    {
        using (var lease = Rent())
        {
            // With one shard the run and its scores are there together or not at all.
            using var transaction = Transaction.Write(lease.Database);
            run = run with { Id = lease.Database.Query("next-run-id").Number()!.Value };
            AddRun(lease.Database, run, options.Now);
            if (ShardCount == 1) PutScores(lease.Database, 0, run, scored, options, before, cancellation);
            transaction.Commit();
        }
        if (ShardCount > 1) EachShard(
            shard => PutScores(shard, run, scored, options, before, cancellation), cancellation);
        return run;
    }

    void PutScores(int shard, ScoringRun run, StoreSnapshot scored, WriteOptions options, StoreSnapshot? before,
        CancellationToken cancellation)
    {
        using var lease = Rent();
        using var transaction = Transaction.Write(lease.Database);
        PutScores(lease.Database, shard, run, scored, options, before, cancellation);
        transaction.Commit();
    }

    void PutScores(Database database, int shard, ScoringRun run, StoreSnapshot scored, WriteOptions options,
        StoreSnapshot? before, CancellationToken cancellation)
    {
        using var bulk = new BulkWriting(database);
        var version = LockShard(database, shard) + 1;
        if (engine.RewritesShards) RewriteScores(database, shard, run.Id, scored, cancellation);
        else PutScores(database, shard, run.Id, scored, options, cancellation);
        var changed = Ids(database.Query("profiles-changed-since", "shard", "version")
            .Bind(1, shard).Bind(2, scored.ShardVersions[shard]));
        if (before is not null)
            TellScores(database, shard, scored, before, changed, options.AsOf, run.CutPoints.Bins);
        if (changed.Count > 0)
        {
            using var profiles = new ProfileWriter(database, shard, options, version, run);
            profiles.Refold(changed, cancellation);
        }
        AddScoreHistory(database, shard, run.Id);
        SetRescored(database, shard, version);
        options.Progress?.Report(new WriteProgress(WritePhase.Commit, 0, 1));
    }

    static void AddRun(Database database, ScoringRun run, Instant now) => database
        .Query("add-run", "scoring_run_id", "as_of_at", "as_of_day", "created_at", "customers", "run_json")
        .Bind(1, run.Id).Bind(2, run.AsOf).Bind(3, run.AsOfDay).Bind(4, now).Bind(5, run.Customers)
        .Bind(6, RunJson.Text(run)).Run();

    // Every write scores by the latest run, and its models keep tables that were made for them: it is read from the
    // store once.
    volatile ScoringRun? lastRead;

    ScoringRun? LatestRun(Database database)
    {
        var known = lastRead;
        if (known is not null && database.Query("latest-run-id").Number() == known.Id) return known;
        return lastRead = ReadRun(database.Query("latest-run"));
    }

    // The run that a question once the shard was locked has named.
    ScoringRun? RunOf(Database database, ShardHolds holds)
    {
        if (holds.Run is not { } id) return null;
        if (lastRead is { } known && known.Id == id) return known;
        return lastRead = ReadRun(database.Query("run", "scoring_run_id").Bind(1, id));
    }

    static ScoringRun? ReadRun(Statement row)
    {
        if (!row.Step()) return null;
        var run = RunJson.Run(row.Int64(0), row.Bytes(1));
        row.Reset();
        return run;
    }
}
