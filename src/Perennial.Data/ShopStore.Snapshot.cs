using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Profiles;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>All customers with their profiles and names, as of now: about two seconds for a million.</summary>
    public StoreSnapshot Load()
    {
        using var lease = Rent();
        using var transaction = Transaction.Read(lease.Database);
        return LoadAll(lease.Database);
    }

    /// <summary>One customer: a snapshot of them alone, and everything known of them, of one state of the store; null
    /// if the store does not know them.</summary>
    public (StoreSnapshot Snapshot, CustomerRecord Record)? Load(CustomerId id)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Read(database);
        if (Customer(database, id) is not { } record) return null;
        var reader = new SnapshotReader(database, SegmentNames(database));
        reader.Add(ShardOf(id), [id]);
        return (reader.Read(Versions(database).Versions), record);
    }

    /// <summary>The store as of now, given a snapshot of earlier: the same one if nothing changed; else with the
    /// changed rows replaced; loaded anew only after everything was rescored.</summary>
    public StoreSnapshot Refresh(StoreSnapshot known)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Read(database);
        var (versions, rescored) = Versions(database);
        if (versions.AsSpan().SequenceEqual(known.ShardVersions)) return known;
        if (versions.Length != known.ShardVersions.Length) return LoadAll(database);
        for (var shard = 0; shard < versions.Length; shard++)
        {
            var before = known.ShardVersions[shard];
            if (rescored[shard] > before || versions[shard] < before) return LoadAll(database);
        }
        var reader = new SnapshotReader(database, SegmentNames(database));
        for (var shard = 0; shard < versions.Length; shard++)
            if (versions[shard] != known.ShardVersions[shard])
                reader.Add(shard, Changed(database, shard, known.ShardVersions[shard]));
        return known.With(reader.Read(versions));
    }

    StoreSnapshot LoadAll(Database database)
    {
        var versions = Versions(database).Versions;
        var reader = new SnapshotReader(database, SegmentNames(database));
        for (var shard = 0; shard < versions.Length; shard++) reader.Add(shard);
        return reader.Read(versions);
    }

    static List<CustomerId> Changed(Database database, int shard, long since) =>
        Ids(database.Query("changed-customers", "shard", "version").Bind(1, shard).Bind(2, since));

    IReadOnlyList<string>? SegmentNames(Database database) =>
        LatestRun(database) is { } run ? SegmentNames(run) : null;

    internal static IReadOnlyList<string> SegmentNames(ScoringRun run) => run.Segments.ToSet().Names;
}
