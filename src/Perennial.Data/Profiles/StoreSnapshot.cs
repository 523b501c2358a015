using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Data.Customers;
using Perennial.Data.History;

namespace Perennial.Data.Profiles;

/// <summary>All customers as of one version of the store, in memory: ids, profiles and directory, row by row the
/// same customers, in the order of ids.</summary>
/// <remarks>
/// Never changed by the store: <see cref="ProfileStore.Refresh"/> makes a new one. Clock columns are computed by
/// whoever reads (<see cref="ProfileTable.ReadAt"/>).
/// </remarks>
public sealed class StoreSnapshot
{
    internal StoreSnapshot(
        long[] shardVersions, CustomerId[] ids, ProfileTable profiles, CustomerDirectory directory)
    {
        ShardVersions = shardVersions;
        Ids = ids;
        Profiles = profiles;
        Directory = directory;
    }

    /// <summary>The store's version that it shows.</summary>
    public long Version => ShardVersions.Sum();

    /// <summary>The versions of the shards that it shows.</summary>
    public IReadOnlyList<long> VersionsOfShards => ShardVersions;

    internal long[] ShardVersions { get; }

    /// <summary>Who, ascending.</summary>
    public CustomerId[] Ids { get; }

    /// <summary>Their columns.</summary>
    public ProfileTable Profiles { get; }

    /// <summary>Their names and addresses.</summary>
    public CustomerDirectory Directory { get; }

    /// <summary>Number of customers.</summary>
    public int Count => Ids.Length;

    /// <summary>The row of a customer; negative if unknown.</summary>
    public int RowOf(CustomerId id) => Array.BinarySearch(Ids, id);

    /// <summary>The same customers with other profiles: as they were at an earlier instant.</summary>
    public StoreSnapshot WithProfiles(ProfileTable profiles) => new(ShardVersions, Ids, profiles, Directory);

    /// <summary>The same customers by the names and addresses that they had then.</summary>
    /// <param name="held">Of whoever may have had others than now.</param>
    public StoreSnapshot WithDetails(IReadOnlyDictionary<CustomerId, CustomerDetails> held)
    {
        if (held.Count == 0) return this;
        var directory = new CustomerDirectoryBuilder(Count);
        for (var row = 0; row < Count; row++)
        {
            if (held.TryGetValue(Ids[row], out var details)) directory.Add(Profiles.Keys[row], details);
            else Directory.CopyTo(directory, row);
        }
        return new StoreSnapshot(ShardVersions, Ids, Profiles, new CustomerDirectory(directory));
    }

    /// <summary>The same with whoever some of them were besides, as yet without columns and details.</summary>
    /// <param name="others">Whom they were, by their ids.</param>
    public StoreSnapshot With(IEnumerable<KeyValuePair<CustomerId, PersonThen>> others)
    {
        List<KeyValuePair<CustomerId, PersonThen>> added = [.. others.OrderBy(one => one.Key)];
        if (added.Count == 0) return this;
        var keys = CustomerKeys.From([.. added.Select(one => one.Value.Key)]);
        return With(new StoreSnapshot(ShardVersions, [.. added.Select(one => one.Key)],
            new ProfileTable(Columns.All, keys), CustomerDirectory.From(keys, _ => new CustomerDetails())));
    }

    /// <summary>All but some of the customers.</summary>
    /// <param name="left">Who is left out.</param>
    /// <param name="calendar">The shop's calendar.</param>
    public StoreSnapshot Without(IReadOnlySet<CustomerId> left, ShopCalendar calendar)
    {
        if (left.Count == 0) return this;
        List<int> rows = [.. Enumerable.Range(0, Count).Where(row => !left.Contains(Ids[row]))];
        var directory = new CustomerDirectoryBuilder(rows.Count);
        foreach (var row in rows) Directory.CopyTo(directory, row);
        return new StoreSnapshot(ShardVersions, [.. rows.Select(row => Ids[row])],
            ProfileCopy.Only(Profiles, rows, calendar), new CustomerDirectory(directory));
    }

    /// <summary>The same as of later versions.</summary>
    internal StoreSnapshot Unchanged(long[] versions) => new(versions, Ids, Profiles, Directory);

    /// <summary>This snapshot with some rows replaced and others added.</summary>
    /// <param name="changes">Whoever is new or changed, as of a later version.</param>
    internal StoreSnapshot With(StoreSnapshot changes)
    {
        var ids = new List<CustomerId>(Count + changes.Count);
        // Where each row of the result comes from: a row of this snapshot, or ~row of the changes.
        var from = new List<int>(Count + changes.Count);
        for (int mine = 0, theirs = 0; mine < Count || theirs < changes.Count;)
        {
            var order = mine == Count ? 1 : theirs == changes.Count ? -1 : Ids[mine].CompareTo(changes.Ids[theirs]);
            ids.Add(order < 0 ? Ids[mine] : changes.Ids[theirs]);
            from.Add(order < 0 ? mine : ~theirs);
            if (order <= 0) mine++;
            if (order >= 0) theirs++;
        }
        var directory = new CustomerDirectoryBuilder(from.Count);
        foreach (var row in from) (row >= 0 ? Directory : changes.Directory).CopyTo(directory, row >= 0 ? row : ~row);
        var profiles = new ProfileTable(Columns.All, directory.Keys.ToKeys());
        ProfileCopy.Rows(Profiles, changes.Profiles, from, profiles, ProfileSql.Stored);
        return new StoreSnapshot(changes.ShardVersions, [.. ids], profiles, new CustomerDirectory(directory));
    }
}
