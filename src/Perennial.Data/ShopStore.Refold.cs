using Perennial.Core;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>
    /// Computes every profile from its history again, in one transaction for each shard: after settings or the
    /// catalogue changed, or as of another day. Histories stream through in chunks.
    /// </summary>
    /// <returns>How many profiles there are.</returns>
    public int RefoldAll(WriteOptions options, CancellationToken cancellation = default)
    {
        var job = StartRefold(options);
        var count = Refold(job.Id, options with { AsOf = job.AsOf }, cancellation);
        EndRefold(job.Id);
        // What another process had begun is as of its instant; what time changed since is little.
        if (job.AsOf != options.AsOf) RefoldDue(options, int.MaxValue, cancellation);
        return count;
    }

    /// <summary>
    /// Computes the profiles that time alone has changed by <see cref="WriteOptions.AsOf"/>, found by an index: the
    /// cost follows how many are due, not how many there are.
    /// </summary>
    /// <param name="options">As of when.</param>
    /// <param name="most">At most so many of a shard, those that have been due for longest.</param>
    /// <param name="cancellation">Until the commit.</param>
    /// <returns>How many were due.</returns>
    public int RefoldDue(WriteOptions options, int most, CancellationToken cancellation = default)
    {
        var count = TryRefoldDue(options, most, out var busy, cancellation);
        foreach (var shard in busy)
            count += RefoldDue(shard, options, most, mayWait: true, cancellation) ?? 0;
        return count;
    }

    /// <summary>The same but for the shards that somebody else is writing to: they are left for the next time.
    /// </summary>
    /// <inheritdoc cref="RefoldDue(WriteOptions, int, CancellationToken)"/>
    public int TryRefoldDue(WriteOptions options, int most, CancellationToken cancellation = default) =>
        TryRefoldDue(options, most, out _, cancellation);

    // Processes that all began with the same shard would stand in line before it.
    int TryRefoldDue(WriteOptions options, int most, out List<int> busy, CancellationToken cancellation)
    {
        var count = 0;
        busy = [];
        foreach (var shard in DueShards(options.AsOf))
        {
            cancellation.ThrowIfCancellationRequested();
            if (RefoldDue(shard, options, most, mayWait: false, cancellation) is { } done) count += done;
            else busy.Add(shard);
        }
        return count;
    }

    // Nothing is locked to see that nobody is due, which is so nearly always: a page of an index a shard.
    List<int> DueShards(Instant asOf)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("due-shards", "as_of").Bind(1, asOf.UnixMs);
        var shards = new List<int>();
        while (rows.Step()) shards.Add(rows.Int32(0));
        return shards;
    }

    // Null where somebody else has the shard.
    int? RefoldDue(int shard, WriteOptions options, int most, bool mayWait, CancellationToken cancellation)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var bulk = new BulkWriting(database);
        using var transaction = Transaction.Write(database);
        if ((mayWait ? LockShard(database, shard) : database.TryLockShard(shard)) is not { } before) return null;
        var version = before + 1;
        var due = Ids(database.Query("due-profiles", "shard", "as_of", "most")
            .Bind(1, shard).Bind(2, options.AsOf.UnixMs).Bind(3, most));
        if (due.Count == 0) return 0;
        due.Sort();
        using var profiles = new ProfileWriter(database, shard, options, version, LatestRun(database));
        profiles.Refold(due, cancellation);
        SetVersion(database, shard, version);
        transaction.Commit();
        return due.Count;
    }

    static void SetRescored(Database database, int shard, long version)
    {
        database.Query("set-rescored-version", "version", "shard").Bind(1, version).Bind(2, shard).Run();
        database.Query("forget-changed-profiles", "shard").Bind(1, shard).Run();
    }

    static List<CustomerId> Ids(Rows rows)
    {
        var ids = new List<CustomerId>();
        while (rows.Step()) ids.Add(rows.CustomerId(0));
        return ids;
    }
}
