using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Folding;
using Perennial.Data.Shards;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    const int ScoringTurn = 1;
    static readonly TimeSpan pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The turn to make a scoring run: one process has it at a time, until it is disposed of or the process
    /// dies. Null where another has it.</summary>
    public IDisposable? TryScoringTurn() => engine.TryTurn(ScoringTurn);

    /// <summary>The recomputation of all profiles that is going on, or that was left by a process that was killed; null
    /// where there is none.</summary>
    public RefoldJob? OpenRefold()
    {
        using var lease = Rent();
        return OpenRefold(lease.Database);
    }

    static RefoldJob? OpenRefold(Database database)
    {
        var row = database.Query("open-refold-job");
        if (!row.Step()) return null;
        var job = new RefoldJob(row.Int64(0), row.Instant(1));
        row.Reset();
        return job;
    }

    RefoldJob StartRefold(ShopMoment moment)
    {
        using var lease = Rent();
        var database = lease.Database;
        // Two that begin at once are to begin the same.
        using var transaction = Transaction.Schema(database);
        // With one shard a job is over with its transaction, and whatever was left was never begun.
        if (ShardCount > 1 && OpenRefold(database) is { } left && left.AsOf <= moment.AsOf) return left;
        var job = new RefoldJob(database.Query("next-refold-job").Number()!.Value, moment.AsOf);
        database.Query("finish-refold-jobs", "job_id").Bind(1, job.Id).Run();
        database.Query("add-refold-job", "job_id", "as_of_at", "started_at")
            .Bind(1, job.Id).Bind(2, job.AsOf).Bind(3, moment.Now).Run();
        transaction.Commit();
        return job;
    }

    void EndRefold(long job)
    {
        using var lease = Rent();
        using var transaction = Transaction.Write(lease.Database);
        lease.Database.Query("finish-refold-jobs", "job_id").Bind(1, job).Run();
        DeleteSetting(lease.Database, RefoldNeededSetting);
        transaction.Commit();
    }

    /// <summary>Takes part in a recomputation until no shard is left to be done, by whichever process.</summary>
    /// <param name="job">Its number.</param>
    /// <param name="moment">As of its instant, by the shop's settings.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Between shards, and between customers.</param>
    /// <returns>How many profiles this process computed.</returns>
    public int Refold(long job, ShopMoment moment, IProgress<WriteProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var count = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var open = ShardsToRefold(job);
            if (open.Count == 0) return count;
            var done = 0;
            EachOf(open, shard =>
            {
                var computed = (int?)null;
                TryInShard(shard, moment, one => computed = RefoldShard(one, job, progress, cancellation), bulk: true);
                if (computed is null) return;
                Interlocked.Add(ref count, computed.Value);
                Interlocked.Increment(ref done);
            }, cancellation);
            // The rest is being done by others, who may yet be killed.
            if (done == 0) cancellation.WaitHandle.WaitOne(pause);
        }
    }

    List<int> ShardsToRefold(long job)
    {
        using var lease = Rent();
        return Numbers(lease.Database.Query("shards-to-refold", "job_id").Bind(1, job));
    }

    // Null where another process has done it.
    static int? RefoldShard(
        ShardTransaction shard, long job, IProgress<WriteProgress>? progress, CancellationToken cancellation)
    {
        var claimed = shard.Database.Query("claimed-shard", "shard", "job_id").Bind(1, shard.Shard).Bind(2, job);
        if (!claimed.Any()) return null;
        using var profiles = new ProfileWriter(shard, progress);
        var count = profiles.RefoldAll(cancellation);
        shard.Database.Query("set-refolded", "job_id", "shard").Bind(1, job).Bind(2, shard.Shard).Run();
        progress?.Report(new WriteProgress(WritePhase.Commit, 0, 1));
        return count;
    }
}
