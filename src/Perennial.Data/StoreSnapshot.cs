using Perennial.Core;
using Perennial.Core.Profiles;

namespace Perennial.Data;

/// <summary>All customers as of one version of the store, in memory: ids, profiles and directory, row by row the
/// same customers, in the order of ids.</summary>
/// <remarks>
/// Never changed by the store: <see cref="ShopStore.Refresh"/> makes a new one. Clock columns are computed by
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
        var profiles = new ProfileTable(directory.Keys.ToKeys());
        ProfileCopy.Rows(Profiles, changes.Profiles, from, profiles);
        return new StoreSnapshot(changes.ShardVersions, [.. ids], profiles, new CustomerDirectory(directory));
    }
}

/// <summary>Copies rows of two profile tables into a third.</summary>
static class ProfileCopy
{
    /// <summary>Fills <paramref name="into"/>: its row i is row from[i] of the first table, or, where that is
    /// negative, row ~from[i] of the second.</summary>
    public static void Rows(ProfileTable first, ProfileTable second, List<int> from, ProfileTable into)
    {
        for (var row = 0; row < from.Count; row++)
            into.NextChangeAt[row] = from[row] >= 0 ? first.NextChangeAt[from[row]] : second.NextChangeAt[~from[row]];
        foreach (var column in ProfileSql.Stored)
        {
            switch (column)
            {
                case Column<int> { Type: ColumnType.Product } ids: Products(ids, first, second, from, into); break;
                case Column<int> ints: Values(ints, first, second, from, into); break;
                case Column<long> longs: Values(longs, first, second, from, into); break;
                case Column<double> doubles: Values(doubles, first, second, from, into); break;
                case Column<Instant> instants: Values(instants, first, second, from, into); break;
                case Column<byte> { Type: ColumnType.Label } labels: Labels(labels, first, second, from, into); break;
                case Column<byte> bytes: Values(bytes, first, second, from, into); break;
                default: throw new ArgumentException($"Column {column.Name} holds values of an unknown type.");
            }
        }
    }

    static void Values<T>(
        Column<T> column, ProfileTable first, ProfileTable second, List<int> from, ProfileTable into)
        where T : unmanaged
    {
        var (a, b, to) = (first.Values(column), second.Values(column), into.Values(column));
        for (var row = 0; row < to.Length; row++) to[row] = from[row] >= 0 ? a[from[row]] : b[~from[row]];
    }

    // The same name may have different numbers in the two tables.
    static void Labels(
        Column<byte> column, ProfileTable first, ProfileTable second, List<int> from, ProfileTable into)
    {
        var names = first.LabelsOf(column).ToList();
        var numbers = new byte[256];
        var theirs = second.LabelsOf(column);
        for (var i = 0; i < theirs.Count; i++)
        {
            var known = names.IndexOf(theirs[i]);
            if (known < 0)
            {
                known = names.Count;
                names.Add(theirs[i]);
            }
            numbers[i + 1] = checked((byte)(known + 1));
        }
        var (a, b, to) = (first.Values(column), second.Values(column), into.Values(column));
        for (var row = 0; row < to.Length; row++) to[row] = from[row] >= 0 ? a[from[row]] : numbers[b[~from[row]]];
        into.SetLabels(column, names);
    }

    // So may the same product.
    static void Products(
        Column<int> column, ProfileTable first, ProfileTable second, List<int> from, ProfileTable into)
    {
        var (a, b, to) = (first.Values(column), second.Values(column), into.Values(column));
        for (var row = 0; row < to.Length; row++)
        {
            var (products, number) = from[row] >= 0 ? (first.Products, a[from[row]]) : (second.Products, b[~from[row]]);
            to[row] = number == column.NoValue ? number : into.Products.NumberOf(products[number]);
        }
    }
}
