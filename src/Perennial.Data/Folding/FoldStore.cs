using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Settings;
using Perennial.Data.Shards;

namespace Perennial.Data.Folding;

/// <summary>Profiles computed from histories.</summary>
public sealed class FoldStore
{
    static readonly TimeSpan pause = TimeSpan.FromMilliseconds(100);

    readonly StoreShards shards;

    readonly ChunkPace pace;

    internal FoldStore(StoreShards shards) => (this.shards, pace) = (shards, new ChunkPace(shards.CustomersPerChunk));

    /// <summary>
    /// Computes every profile from its history again, some customers a transaction: after settings or the catalogue
    /// changed, or as of another day. What is stopped before the end, the next goes on with.
    /// </summary>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Between two transactions.</param>
    /// <returns>How many profiles there are.</returns>
    public int RefoldAll(
        ShopMoment moment, IProgress<WriteProgress>? progress = null, CancellationToken cancellation = default)
    {
        var job = StartRefold(moment);
        var count = Refold(job.Id, moment with { AsOf = job.AsOf }, progress, cancellation);
        EndRefold(job.Id);
        // What another process had begun is as of its instant; what time changed since is little.
        if (job.AsOf != moment.AsOf) RefoldDue(moment, int.MaxValue, cancellation);
        return count;
    }

    /// <summary>
    /// Computes the profiles that time alone has changed by <see cref="ShopMoment.AsOf"/>, found by an index: the
    /// cost follows how many are due, not how many there are.
    /// </summary>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="most">At most so many of a shard, those that have been due for longest.</param>
    /// <param name="cancellation">Until the commit.</param>
    /// <returns>How many were due.</returns>
    public int RefoldDue(ShopMoment moment, int most, CancellationToken cancellation = default)
    {
        var count = TryRefoldDue(moment, most, out var busy, cancellation);
        foreach (var shard in busy)
        {
            count += InChunks(most, some => shards.InShard(shard, moment, one => RefoldDue(one, some, cancellation)),
                cancellation);
        }
        return count;
    }

    /// <summary>The same but for the shards that somebody else is writing to: they are left for the next time.
    /// </summary>
    /// <inheritdoc cref="RefoldDue(ShopMoment, int, CancellationToken)"/>
    public int TryRefoldDue(ShopMoment moment, int most, CancellationToken cancellation = default) =>
        TryRefoldDue(moment, most, out _, cancellation);

    // Processes that all began with the same shard would stand in line before it.
    int TryRefoldDue(ShopMoment moment, int most, out List<int> busy, CancellationToken cancellation)
    {
        var count = 0;
        busy = [];
        foreach (var shard in DueShards(moment.AsOf))
        {
            var isBusy = false;
            count += InChunks(most, some =>
            {
                var done = 0;
                isBusy = !shards.TryInShard(shard, moment, one => done = RefoldDue(one, some, cancellation));
                return done;
            }, cancellation);
            if (isBusy) busy.Add(shard);
        }
        return count;
    }

    int InChunks(int most, Func<int, int> refold, CancellationToken cancellation)
    {
        var count = 0;
        shards.InChunks(() =>
        {
            var some = Math.Min(pace.Size, most - count);
            var done = refold(some);
            count += done;
            return done == some && count < most;
        }, cancellation);
        return count;
    }

    // Nothing is locked to see that nobody is due, which is so nearly always: a page of an index a shard.
    List<int> DueShards(Instant asOf)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("due-shards", "as_of").Bind(1, asOf.UnixMs).Numbers();
    }

    int RefoldDue(ShardTransaction shard, int most, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var due = shard.Database.Query("due-profiles", "shard", "as_of", "most")
            .Bind(1, shard.Shard).Bind(2, shard.Moment.AsOf.UnixMs).Bind(3, most).Ids();
        if (due.Count == 0) return 0;
        due.Sort();
        using var profiles = new ProfileWriter(shard);
        profiles.Refold(due, cancellation);
        pace.Took(due.Count, Stopwatch.GetElapsedTime(began));
        return due.Count;
    }

    /// <summary>How many profiles are due, and since when the first is; None where none is.</summary>
    public (long Count, Instant Since) DueProfiles(Instant now)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("count-due", "as_of").Bind(1, now.UnixMs).CountSince();
    }

    /// <summary>The recomputation of all profiles that is going on, or that was left by a process that was killed; null
    /// where there is none.</summary>
    public RefoldJob? OpenRefold()
    {
        using var rental = shards.Rent();
        return OpenRefold(rental.Database);
    }

    static RefoldJob? OpenRefold(Database database)
    {
        var row = database.Query("open-refold-job");
        if (!row.Step()) return null;
        var job = new RefoldJob(row.Int64(0), row.Instant(1), row.Int64(2));
        row.Reset();
        return job;
    }

    RefoldJob StartRefold(ShopMoment moment)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        // Two that begin at once are to begin the same.
        using var transaction = Transaction.Schema(database);
        var version = database.Query("moment").Number() ?? 0;
        if (OpenRefold(database) is { } left && left.Moment == version && left.AsOf <= moment.AsOf) return left;
        var job = new RefoldJob(database.Query("next-refold-job").Number()!.Value, moment.AsOf, version);
        database.Query("finish-refold-jobs", "job_id").Bind(1, job.Id).Run();
        database.Query("refold-from-the-first").Run();
        database.Query("add-refold-job", "job_id", "as_of_at", "started_at", "moment")
            .Bind(1, job.Id).Bind(2, job.AsOf).Bind(3, moment.Now).Bind(4, version).Run();
        transaction.Commit();
        return job;
    }

    void EndRefold(long job)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        rental.Database.Query("finish-refold-jobs", "job_id").Bind(1, job).Run();
        ProfileState.RefoldIsDone(rental.Database);
        transaction.Commit();
    }

    /// <summary>Takes part in a recomputation until no shard is left to be done, by whichever process.</summary>
    /// <param name="job">Its number.</param>
    /// <param name="moment">As of its instant, by the shop's settings.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Between two transactions.</param>
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
            shards.Each(open, shard => shards.InChunks(() =>
            {
                var computed = (int?)null;
                shards.TryInShard(shard, moment, one => computed = RefoldSome(one, job, cancellation));
                if (computed is null) return false;
                Interlocked.Increment(ref done);
                var soFar = Interlocked.Add(ref count, computed.Value);
                progress?.Report(new WriteProgress(WritePhase.Profiles, soFar, 0));
                // A chunk of each in turn: whoever waits for a shard has it while others are taken. A file gives way
                // by pausing.
                return shards.Count == 1;
            }, cancellation), cancellation);
            // The rest is being done by others, who may yet be killed.
            if (done == 0) cancellation.WaitHandle.WaitOne(pause);
        }
    }

    List<int> ShardsToRefold(long job)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("shards-to-refold", "job_id").Bind(1, job).Numbers();
    }

    // Null where the shard is done.
    int? RefoldSome(ShardTransaction shard, long job, CancellationToken cancellation)
    {
        var (most, began) = (pace.Size, Stopwatch.GetTimestamp());
        var next = shard.Database.Query("next-refold", "shard", "job_id").Bind(1, shard.Shard).Bind(2, job);
        if (!next.Step()) return null;
        var first = next.IsNull(0) ? default : next.CustomerId(0);
        next.Reset();
        var some = shard.Customers(first, most);
        if (some.Count > 0)
        {
            shard.NotBefore(some[0], some[^1]);
            using var profiles = new ProfileWriter(shard) { IsOfEverybody = true };
            profiles.Refold(some, cancellation);
            pace.Took(some.Count, Stopwatch.GetElapsedTime(began));
        }
        if (some.Count == most)
        {
            shard.Database.Query("put-next-refold", "next_id", "shard")
                .Bind(1, some[^1].Next).Bind(2, shard.Shard).Run();
            return some.Count;
        }
        shard.Database.Query("set-refolded", "job_id", "shard").Bind(1, job).Bind(2, shard.Shard).Run();
        shard.ChangeEverybody();
        return some.Count;
    }
}
