using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Folding;
using Perennial.Data.Shards;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>
    /// Computes every profile from its history again, in one transaction for each shard: after settings or the
    /// catalogue changed, or as of another day. Histories stream through in chunks.
    /// </summary>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Between shards, and between customers.</param>
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
            count += InShard(shard, moment, one => RefoldDue(one, most, cancellation), bulk: true);
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
            cancellation.ThrowIfCancellationRequested();
            var done = 0;
            if (TryInShard(shard, moment, one => done = RefoldDue(one, most, cancellation), bulk: true)) count += done;
            else busy.Add(shard);
        }
        return count;
    }

    // Nothing is locked to see that nobody is due, which is so nearly always: a page of an index a shard.
    List<int> DueShards(Instant asOf)
    {
        using var lease = Rent();
        return Numbers(lease.Database.Query("due-shards", "as_of").Bind(1, asOf.UnixMs));
    }

    static int RefoldDue(ShardTransaction shard, int most, CancellationToken cancellation)
    {
        var due = Ids(shard.Database.Query("due-profiles", "shard", "as_of", "most")
            .Bind(1, shard.Shard).Bind(2, shard.Moment.AsOf.UnixMs).Bind(3, most));
        if (due.Count == 0) return 0;
        due.Sort();
        using var profiles = new ProfileWriter(shard);
        profiles.Refold(due, cancellation);
        return due.Count;
    }

    internal static List<CustomerId> Ids(Rows rows)
    {
        var ids = new List<CustomerId>();
        while (rows.Step()) ids.Add(rows.CustomerId(0));
        return ids;
    }

    static List<int> Numbers(Rows rows)
    {
        var numbers = new List<int>();
        while (rows.Step()) numbers.Add(rows.Int32(0));
        return numbers;
    }
}
