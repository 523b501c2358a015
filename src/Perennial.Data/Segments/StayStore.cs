using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Settings;
using Perennial.Data.Shards;

namespace Perennial.Data.Segments;

/// <summary>Who is and was in which segment.</summary>
public sealed class StayStore
{
    readonly StoreShards shards;
    readonly ProfileState profiles;
    readonly ChunkPace pace;

    internal StayStore(StoreShards shards, ProfileState profiles) =>
        (this.shards, this.profiles, pace) = (shards, profiles, new ChunkPace(shards.CustomersPerChunk));

    /// <summary>Who is recorded as being in a segment, ascending.</summary>
    public IReadOnlyList<CustomerId> Members(string segment)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("segment-members", "segment").Bind(1, segment).Ids();
    }

    /// <summary>Who was recorded as being in a segment at an instant, ascending.</summary>
    public IReadOnlyList<CustomerId> Members(string segment, Instant asOf)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("segment-members-at", "segment", "as_of", "still_in_at")
            .Bind(1, segment).Bind(2, asOf).Bind(3, asOf).Ids();
    }

    /// <summary>A customer's stays in segments, the oldest first.</summary>
    public IReadOnlyList<SegmentStay> Of(CustomerId customer)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("stays-of-customer", "shard", "customer_id")
            .Bind(1, shards.Of(customer)).Bind(2, customer);
        var stays = new List<SegmentStay>();
        while (rows.Step())
        {
            stays.Add(new SegmentStay(
                rows.Text(0)!, rows.Instant(1), rows.NullableInt64(2) is { } left ? new Instant(left) : Instant.None));
        }
        return stays;
    }

    /// <summary>Further segments that are watched because somebody asked, by name.</summary>
    public IReadOnlyList<string> Watched()
    {
        using var rental = shards.Rent();
        return Watched(rental.Database);
    }

    /// <summary>Watches segments from now on and writes down that it was done, all or nothing. Who is in them,
    /// <see cref="Recount"/> finds.</summary>
    public void Watch(
        IEnumerable<string> names, Instant now, string by, params IReadOnlyList<AuditEntry> audit) =>
        shards.ChangeMoment(database =>
        {
            foreach (var entry in audit) AuditLog.Add(database, entry);
            return names.Sum(name => database.Query("watch-segment", "name", "since_at", "watched_by")
                .Bind(1, name).Bind(2, now).Bind(3, by).Run());
        }, watchesOthers: true);

    /// <summary>Watches segments no longer, unless they are used otherwise: their stays end with
    /// <see cref="Recount"/>.</summary>
    public void Unwatch(IEnumerable<string> names, params IReadOnlyList<AuditEntry> audit) =>
        shards.ChangeMoment(database =>
        {
            foreach (var entry in audit) AuditLog.Add(database, entry);
            return names.Sum(name => database.Query("unwatch-segment", "name").Bind(1, name).Run());
        }, watchesOthers: true);

    /// <summary>Looks at everybody of the shards in which other segments are watched than everybody was looked at for:
    /// who is in them enters, who is in one that is watched no longer leaves. Some customers a transaction: stopped
    /// half-way, the next goes on.</summary>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="cancellation">Between two transactions.</param>
    public SegmentTransitions Recount(ShopMoment moment, CancellationToken cancellation = default)
    {
        var (entered, left) = (0, 0);
        var due = Due();
        // Profiles that hold an earlier day's state say nothing of who is in a segment now.
        if (due.Count == 0 || profiles.FoldedAsOf is not null) return default;
        shards.Each(due, number => shards.InChunks(() =>
        {
            var (moved, isMore) = shards.InShard(number, moment, shard => RecountSome(shard, cancellation));
            Interlocked.Add(ref entered, moved.Entered);
            Interlocked.Add(ref left, moved.Left);
            return isMore;
        }, cancellation), cancellation);
        return new SegmentTransitions(entered, left);
    }

    (SegmentTransitions Moved, bool IsMore) RecountSome(ShardTransaction shard, CancellationToken cancellation)
    {
        var next = shard.Database.Query("next-stays", "shard").Bind(1, shard.Shard);
        if (shard.Moment.Segments is null || !next.Step()) return default;
        var first = next.IsNull(0) ? default : next.CustomerId(0);
        next.Reset();
        var (most, began) = (pace.Size, Stopwatch.GetTimestamp());
        using var recount = new StayRecount(shard);
        var some = recount.MayMove ? shard.Customers(first, most) : [];
        var moved = recount.Run(some, cancellation);
        pace.Took(some.Count, Stopwatch.GetElapsedTime(began));
        if (some.Count == most)
        {
            shard.Database.Query("put-next-stays", "next_id", "shard")
                .Bind(1, some[^1].Next).Bind(2, shard.Shard).Run();
        }
        else shard.Database.Query("stays-done", "shard").Bind(1, shard.Shard).Run();
        return (moved, some.Count == most);
    }

    List<int> Due()
    {
        using var rental = shards.Rent();
        return rental.Database.Query("stays-due").Numbers();
    }

    internal static List<string> Watched(Database database)
    {
        var rows = database.Query("watched-segments");
        var names = new List<string>();
        while (rows.Step()) names.Add(rows.Text(0)!);
        return names;
    }

    /// <summary>How many came and went at each recording, the last first.</summary>
    /// <param name="segment">Its name.</param>
    /// <param name="most">At most so many recordings.</param>
    public IReadOnlyList<SegmentMoves> Moves(string segment, int most)
    {
        using var rental = shards.Rent();
        var rows = rental.Database
            .Query("segment-moves", "segment", "left_segment", "most")
            .Bind(1, segment).Bind(2, segment).Bind(3, most);
        var moves = new List<SegmentMoves>();
        while (rows.Step()) moves.Add(new SegmentMoves(rows.Instant(0), rows.Int32(1), rows.Int32(2)));
        return moves;
    }

    /// <summary>Who is in a segment, those who came last first.</summary>
    public IReadOnlyList<SegmentMover> Came(string segment, int most) => Movers("segment-came", segment, most);

    /// <summary>Who was in a segment and is no longer, those who left last first.</summary>
    public IReadOnlyList<SegmentMover> Went(string segment, int most) => Movers("segment-went", segment, most);

    List<SegmentMover> Movers(string query, string segment, int most)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query(query, "segment", "most").Bind(1, segment).Bind(2, most);
        var movers = new List<SegmentMover>();
        while (rows.Step()) movers.Add(new SegmentMover(rows.CustomerId(0), rows.Instant(1)));
        return movers;
    }
}
