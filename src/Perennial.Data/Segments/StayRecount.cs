using Perennial.Core;
using Perennial.Core.Segments;
using Perennial.Core.Shards;
using Perennial.Data.CategoryCycles;
using Perennial.Data.History;
using Perennial.Data.Profiles;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;

namespace Perennial.Data.Segments;

/// <summary>Finds who is in the watched segments, of customers of a shard as they are stored.</summary>
sealed class StayRecount : IDisposable
{
    readonly ShardTransaction shard;
    readonly SegmentWatch watch;
    readonly IReadOnlyList<string>? rfmSegments;
    readonly StayWriter stays;
    readonly StrategyWriter? strategies;
    int entered, left;

    public StayRecount(ShardTransaction shard)
    {
        this.shard = shard;
        watch = shard.Moment.Segments ?? throw new ArgumentException("Stays are not to be touched.", nameof(shard));
        rfmSegments = ScoringRunStore.RfmSegments(shard.Moment.ScoringRun);
        stays = new StayWriter(shard);
        if (shard.Moment.Strategies is { AnyByMoves: true } live) strategies = new StrategyWriter(shard, live);
    }

    /// <summary>Looks at some customers, ascending.</summary>
    public SegmentTransitions Run(IReadOnlyList<CustomerId> ids, CancellationToken cancellation)
    {
        foreach (var chunk in watch.UsesFacts
            ? HistoryReader.AsOf(shard.Database, shard.Shard, ids, shard.Moment)
            : HistoryReader.Names(shard.Database, shard.Shard, ids))
        {
            cancellation.ThrowIfCancellationRequested();
            Look(chunk);
        }
        stays.Flush();
        return new SegmentTransitions(entered, left);
    }

    /// <summary>Whether anybody of the shard may come into a segment or leave one.</summary>
    public bool MayMove => stays.MayMove;

    void Look(HistoryChunk chunk)
    {
        var customers = StoredCustomers.Read(shard, chunk.Ids, chunk.Keys, watch.Columns, rfmSegments, watch);
        var stored = customers.Table;
        var nextChangeAt = stored.NextChangeAt.ToArray();
        var moves = ShardStep.Recount(new ShardState
        {
            History = chunk.History,
            Stored = stored,
            Stays = customers.Stays,
            Attributes = customers.Attributes,
            Permissions = customers.Permissions,
            PastStays = customers.PastStays,
            Cycles = watch.UsesCycles ? CategoryCycleRows.Of(shard.Database, shard.Shard, chunk.Ids) : null,
        }, shard.Moment);
        stays.Write(chunk.Ids, moves);
        strategies?.PutOff(chunk.Ids, moves, row => !customers.IsKnown[row]);
        for (var row = 0; row < chunk.Ids.Length; row++)
        {
            if (stored.NextChangeAt[row] != nextChangeAt[row]) BringForward(chunk.Ids[row], stored.NextChangeAt[row]);
            Tell(chunk.Ids[row], moves.Entered[row], moves.Left[row]);
        }
    }

    void BringForward(CustomerId id, Instant at) => shard.Database
        .Query("bring-forward", "next_change_at", "shard", "customer_id").Bind(1, at).Bind(2, shard.Shard).Bind(3, id)
        .Run();

    void Tell(CustomerId id, IReadOnlyList<string>? came, IReadOnlyList<string>? went)
    {
        entered += came?.Count ?? 0;
        left += went?.Count ?? 0;
        if (shard.Moment.Tells && ChangeText.OfMoves(came, went) is { } change)
            shard.Outbox.Add(id, shard.Moment.AsOf, change);
    }

    public void Dispose()
    {
        stays.Dispose();
        strategies?.Dispose();
    }
}
