using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>What became of those who were under way in former versions of a strategy.</summary>
/// <param name="Strategy">Which strategy.</param>
/// <param name="Version">The version that they were to go on in.</param>
public sealed record MovedVersions(string Strategy, int Version)
{
    /// <summary>How many go on in it.</summary>
    public int Moved { get; set; }

    /// <summary>How many stayed, by why.</summary>
    public Dictionary<string, int> Stayed { get; } = [];
}

/// <summary>What is done to whoever is under way when strategies change: they are known by another name, or go on in
/// another version.</summary>
public sealed class UnderWayStore
{
    readonly StoreShards shards;

    internal UnderWayStore(StoreShards shards) => this.shards = shards;

    /// <summary>Calls all rows as strategies are called. What is stopped half-way is done by whoever writes next.
    /// </summary>
    public void Rename(ShopMoment moment, CancellationToken cancellation = default)
    {
        for (var shard = 0; shard < shards.Count; shard++)
        {
            cancellation.ThrowIfCancellationRequested();
            shards.InShard(shard, moment, one =>
            {
                if (one.Moment.Strategies is { } live) ShardRenames.Apply(one, live.Renames);
                return true;
            });
        }
    }

    /// <summary>Moves whoever is in a former version of a strategy to the one in force, some a transaction.</summary>
    /// <param name="strategy">Which.</param>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="cancellation">Between two transactions: who was moved stays moved.</param>
    /// <returns>How many, and why others stayed; null where the strategy is not in force.</returns>
    public MovedVersions? Move(string strategy, ShopMoment moment, CancellationToken cancellation = default)
    {
        MovedVersions? moved = null;
        for (var shard = 0; shard < shards.Count; shard++)
        {
            var (number, after) = (shard, default(CustomerId));
            shards.InChunks(() =>
            {
                var isMore = false;
                shards.InShard(number, moment, one =>
                {
                    (after, isMore) = Move(one, strategy, after, ref moved);
                    return true;
                });
                return isMore;
            }, cancellation);
        }
        return moved;
    }

    (CustomerId Last, bool IsMore) Move(
        ShardTransaction shard, string strategy, CustomerId after, ref MovedVersions? moved)
    {
        if (shard.Moment.Strategies is not { } live
            || live.Book.InForce.FirstOrDefault(one => one.Strategy.Name == strategy) is not { } to)
            return (after, false);
        ShardRenames.Apply(shard, live.Renames);
        moved ??= new MovedVersions(strategy, to.Version.Version);
        var most = shards.CustomersPerChunk;
        var rows = shard.Database.Query("in-former-versions", "shard", "strategy", "version", "after", "most")
            .Bind(1, shard.Shard).Bind(2, strategy).Bind(3, to.Version.Version).Bind(4, after).Bind(5, most);
        var found = new List<(CustomerId Id, Enrollment Enrollment)>();
        while (rows.Step()) found.Add((rows.CustomerId(0), EnrollmentText.Read(rows.Text(1)!)));
        // Several of one customer are not torn apart: those of the last are read again with the next.
        var isMore = found.Count == most;
        if (isMore && found[0].Id != found[^1].Id) found.RemoveAll(one => one.Id == found[^1].Id);
        using var writer = new StrategyRowWriter(shard);
        foreach (var (id, enrollment) in found)
        {
            var answer = live.Book.Has(enrollment)
                ? VersionMove.Of(enrollment, live.Book.Of(enrollment), to, shard.Moment.Now)
                : new VersionMoveAnswer(null, VersionMove.Unreadable);
            if (answer.Moved is not { } goesOn)
            {
                moved.Stayed[answer.Why!] = moved.Stayed.GetValueOrDefault(answer.Why!) + 1;
                continue;
            }
            moved.Moved++;
            writer.Put(id, goesOn);
            shard.Database.Query("hear-everything", "shard", "customer_id").Bind(1, shard.Shard).Bind(2, id).Run();
            if (goesOn.DueAt == Instant.Never) continue;
            shard.Database.Query("hasten-strategies", "due_at", "shard", "customer_id").Bind(1, goesOn.DueAt)
                .Bind(2, shard.Shard).Bind(3, id).Run();
        }
        writer.Flush();
        return (found.Count == 0 ? after : found[^1].Id, isMore);
    }
}
