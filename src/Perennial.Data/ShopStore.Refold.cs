using Perennial.Core;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>
    /// Computes every profile from its history again, in one transaction: after settings or the catalogue changed,
    /// or as of another day. Histories stream through in chunks.
    /// </summary>
    /// <returns>How many profiles there are.</returns>
    public int RefoldAll(WriteOptions options, CancellationToken cancellation = default)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var bulk = new BulkWriting(database);
        using var transaction = Transaction.Write(database);
        var version = LockShard(database, Shard) + 1;
        using var profiles = new ProfileWriter(database, Shard, options, version, LatestRun(database));
        var count = profiles.RefoldAll(cancellation);
        SetRescored(database, version);
        database.Query("delete-setting", "name").Bind(1, RefoldNeededSetting).Run();
        options.Progress?.Report(new WriteProgress(WritePhase.Commit, 0, 1));
        transaction.Commit();
        return count;
    }

    /// <summary>
    /// Computes the profiles that time alone has changed by <see cref="WriteOptions.AsOf"/>, found by an index: the
    /// cost follows how many are due, not how many there are.
    /// </summary>
    /// <param name="options">As of when.</param>
    /// <param name="most">At most so many, those that have been due for longest.</param>
    /// <param name="cancellation">Until the commit.</param>
    /// <returns>How many were due.</returns>
    public int RefoldDue(
        WriteOptions options, int most, CancellationToken cancellation = default)
    {
        using var lease = Rent();
        var database = lease.Database;
        // Nothing is locked to see that nobody is due, which is so nearly always.
        if (Due(database, Shard, options.AsOf, 1).Count == 0) return 0;
        using var bulk = new BulkWriting(database);
        using var transaction = Transaction.Write(database);
        var version = LockShard(database, Shard) + 1;
        var due = Due(database, Shard, options.AsOf, most);
        using var profiles = new ProfileWriter(database, Shard, options, version, LatestRun(database));
        profiles.Refold(due, cancellation);
        SetVersion(database, Shard, version);
        transaction.Commit();
        return due.Count;
    }

    static List<CustomerId> Due(Database database, int shard, Instant asOf, int most)
    {
        var due = Ids(database.Query("due-profiles", "shard", "as_of", "most")
            .Bind(1, shard).Bind(2, asOf.UnixMs).Bind(3, most));
        due.Sort();
        return due;
    }

    static void SetRescored(Database database, long version) =>
        database.Query("set-rescored-version", "version", "shard").Bind(1, version).Bind(2, Shard).Run();

    static List<CustomerId> Ids(Rows rows)
    {
        var ids = new List<CustomerId>();
        while (rows.Step()) ids.Add(rows.CustomerId(0));
        return ids;
    }
}
