using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Segments;

/// <summary>Writes who is in which of the watched segments, inside a shard's transaction.</summary>
sealed class StayWriter : IDisposable
{
    readonly ShardTransaction shard;
    readonly BulkInsert<(CustomerId Id, StayChange Stay)> put;

    public StayWriter(ShardTransaction shard)
    {
        this.shard = shard;
        put = new(shard.Database, SqlText.Query("put-stay"),
            ["shard", "customer_id", "segment", "entered_at", "left_at"],
            (to, first, row) => to.Bind(first, shard.Shard).Bind(first + 1, row.Id).Bind(first + 2, row.Stay.Segment)
                .Bind(first + 3, row.Stay.EnteredAt).Bind(first + 4, row.Stay.LeftAt));
    }

    /// <summary>Whether anybody of the shard may come into a segment or leave one.</summary>
    public bool MayMove => shard.Moment.Segments is { } watch && (watch.Segments.Count > 0
        || shard.Database.Query("any-open-stay", "shard").Bind(1, shard.Shard).Any());

    /// <summary>Writes what begins and ends.</summary>
    public void Write(CustomerId[] ids, Moves moves)
    {
        foreach (var stay in moves.Stays) put.Add((ids[stay.Row], stay));
    }

    /// <summary>Writes what still waits.</summary>
    public void Flush() => put.Flush();

    public void Dispose() => put.Dispose();
}
