using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Profiles;
using Perennial.Data.Scoring;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Shards;

namespace Perennial.Data;

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
    /// Stores a scoring run, and then the scores it gave, in one transaction for each shard, with who comes into
    /// segments by them and what destinations have to be told. Customers whose facts changed while it was computed are
    /// scored by its cut points.
    /// </summary>
    /// <param name="run">What was computed; its number is given here.</param>
    /// <param name="compared">The snapshot it was computed from, run columns filled in; takes <c>NextChangeAt</c>.
    /// </param>
    /// <param name="moment">As of when, and by what, this run being in force.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Until the commit; nothing is stored then.</param>
    /// <returns>The run with its number.</returns>
    public ScoringRun SaveRun(ScoringRun run, StoreSnapshot compared, ShopMoment moment,
        IProgress<WriteProgress>? progress = null, CancellationToken cancellation = default)
    {
        // With one shard the run and its scores are there together or not at all.
        if (ShardCount == 1)
        {
            return InShard(Shard, moment, shard =>
            {
                shard.Database.Query("next-moment").Run();
                run = AddRun(shard.Database, run, moment.Now);
                Save(shard);
                return run;
            }, bulk: true);
        }
        run = ChangeMoment(database => AddRun(database, run, moment.Now));
        EachShard(number => InShard(number, moment, shard =>
        {
            Save(shard);
            return 0;
        }, bulk: true), cancellation);
        return run;

        void Save(ShardTransaction shard)
        {
            shard.GoBy(run);
            using var scores = new ScoreWriter(shard, compared, progress);
            scores.Write(engine.RewritesShards, cancellation);
        }
    }

    static ScoringRun AddRun(Database database, ScoringRun run, Instant now)
    {
        run = run with { Id = database.Query("next-run-id").Number()!.Value };
        database.Query("add-run", "scoring_run_id", "as_of_at", "as_of_day", "created_at", "customers", "run_json")
            .Bind(1, run.Id).Bind(2, run.AsOf).Bind(3, run.AsOfDay).Bind(4, now).Bind(5, run.Customers)
            .Bind(6, RunJson.Text(run)).Run();
        return run;
    }

    // Every write scores by the latest run, and its models keep tables that were made for them: it is read from the
    // store once.
    volatile ScoringRun? lastRead;

    ScoringRun? LatestRun(Database database)
    {
        var known = lastRead;
        if (known is not null && database.Query("latest-run-id").Number() == known.Id) return known;
        return lastRead = ReadRun(database.Query("latest-run"));
    }

    static ScoringRun? ReadRun(Statement row)
    {
        if (!row.Step()) return null;
        var run = RunJson.Run(row.Int64(0), row.Bytes(1));
        row.Reset();
        return run;
    }
}
