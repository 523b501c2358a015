using Perennial.Core.Scoring;

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

    /// <summary>The store as of now, given a snapshot of earlier: the same one if nothing changed; else with the
    /// changed rows replaced; loaded anew only after everything was rescored.</summary>
    public StoreSnapshot Refresh(StoreSnapshot known)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Read(database);
        var (version, rescored) = Version(database);
        if (version == known.Version) return known;
        if (rescored > known.Version || version < known.Version) return LoadAll(database);

        var changed = Ids(database.Query("changed-customers", "shard", "version")
            .Bind(1, Shard).Bind(2, known.Version));
        var reader = new SnapshotReader(database, Shard);
        var (ids, directory) = reader.ReadDirectory(changed);
        var profiles = reader.ReadSomeProfiles(ids, directory.Keys.ToKeys(), SegmentNames(database));
        return known.With(new StoreSnapshot(version, ids, profiles, new CustomerDirectory(directory)));
    }

    StoreSnapshot LoadAll(Database database)
    {
        var reader = new SnapshotReader(database, Shard);
        var version = Version(database).Version;
        var (ids, directory) = reader.ReadDirectory();
        var profiles = reader.ReadProfiles(ids, directory.Keys.ToKeys(), SegmentNames(database));
        return new StoreSnapshot(version, ids, profiles, new CustomerDirectory(directory));
    }

    IReadOnlyList<string>? SegmentNames(Database database) =>
        LatestRun(database) is { } run ? SegmentNames(run) : null;

    internal static IReadOnlyList<string> SegmentNames(ScoringRun run) => run.Segments.ToSet().Names;
}
