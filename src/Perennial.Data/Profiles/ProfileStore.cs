using Perennial.Core;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Shards;

namespace Perennial.Data.Profiles;

/// <summary>Customers with their columns, in memory.</summary>
public sealed class ProfileStore
{
    readonly StoreShards shards;
    readonly ScoringRunStore runs;
    readonly CustomerStore customers;

    internal ProfileStore(StoreShards shards, ScoringRunStore runs, CustomerStore customers) =>
        (this.shards, this.runs, this.customers) = (shards, runs, customers);

    /// <summary>Number of the last change: another number than before means that something changed.</summary>
    public long Version()
    {
        using var rental = shards.Rent();
        return ShardVersions.Read(rental.Database, shards.Count).All.Sum();
    }

    /// <summary>All customers with their profiles and names, as of now: about two seconds for a million.</summary>
    public StoreSnapshot Load()
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        return LoadAll(rental.Database);
    }

    /// <summary>One customer: a snapshot of them alone, and everything known of them, of one state of the store; null
    /// if the store does not know them.</summary>
    public (StoreSnapshot Snapshot, CustomerRecord Record)? Load(CustomerId id)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        if (customers.ById(database, id) is not { } record) return null;
        var reader = new SnapshotReader(database, runs.RfmSegments(database));
        reader.Add(shards.Of(id), [id]);
        return (reader.Read(ShardVersions.Read(database, shards.Count).All), record);
    }

    /// <summary>Some customers with their profiles and names, as of now; whom the store does not know is left out.
    /// </summary>
    public StoreSnapshot Load(IReadOnlyList<CustomerId> ids)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        var reader = new SnapshotReader(database, runs.RfmSegments(database));
        foreach (var shard in ids.GroupBy(shards.Of).OrderBy(shard => shard.Key))
            reader.Add(shard.Key, [.. shard.Order()]);
        return reader.Read(ShardVersions.Read(database, shards.Count).All);
    }

    /// <summary>The store as of now, given a snapshot of earlier: the same one if nothing changed; else with the
    /// changed rows replaced; loaded anew only after everything was rescored.</summary>
    public StoreSnapshot Refresh(StoreSnapshot known)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        var (versions, rescored) = ShardVersions.Read(database, shards.Count);
        if (versions.AsSpan().SequenceEqual(known.ShardVersions)) return known;
        if (versions.Length != known.ShardVersions.Length) return LoadAll(database);
        for (var shard = 0; shard < versions.Length; shard++)
        {
            var before = known.ShardVersions[shard];
            if (rescored[shard] > before || versions[shard] < before) return LoadAll(database);
        }
        var reader = new SnapshotReader(database, runs.RfmSegments(database));
        var any = false;
        for (var shard = 0; shard < versions.Length; shard++)
        {
            if (versions[shard] == known.ShardVersions[shard]) continue;
            var changed = ShardVersions.Changed(database, shard, known.ShardVersions[shard]);
            any |= changed.Count > 0;
            reader.Add(shard, changed);
        }
        // While everybody is computed anew nobody's row is read until all are.
        return any ? known.With(reader.Read(versions)) : known.Unchanged(versions);
    }

    StoreSnapshot LoadAll(Database database)
    {
        var versions = ShardVersions.Read(database, shards.Count).All;
        var reader = new SnapshotReader(database, runs.RfmSegments(database));
        for (var shard = 0; shard < versions.Length; shard++) reader.Add(shard);
        return reader.Read(versions);
    }
}
