using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Data.Customers;
using Perennial.Data.Engines;

namespace Perennial.Data.Profiles;

/// <summary>Reads customers with their profiles from one connection, inside the caller's transaction: shard by shard,
/// and puts them in the order of ids.</summary>
/// <param name="database">In the transaction.</param>
/// <param name="rfmSegments">Names of the RFM segments in force; null before the first scoring run.</param>
sealed class SnapshotReader(Database database, IReadOnlyList<string>? rfmSegments)
{
    readonly List<ShardPart> parts = [];
    CustomerId[] ids = [];

    /// <summary>Some or all customers of one shard.</summary>
    /// <param name="Shard">The shard.</param>
    /// <param name="Wanted">Who was asked for; null for all.</param>
    /// <param name="Ids">Who was found, ascending.</param>
    /// <param name="Directory">Their names.</param>
    /// <param name="Rows">Their rows in the whole.</param>
    sealed record ShardPart(
        int Shard, IReadOnlyList<CustomerId>? Wanted, CustomerId[] Ids, CustomerDirectoryBuilder Directory, int[] Rows);

    /// <summary>Reads who is in a shard.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="wanted">Who, ascending; null for all.</param>
    public void Add(int shard, IReadOnlyList<CustomerId>? wanted = null)
    {
        var found = new List<CustomerId>();
        var directory = new CustomerDirectoryBuilder(wanted?.Count ?? 0);
        using var rows = wanted is null ? database.Scan(SqlText.Query("directory"), shard)
            : database.RowsOf(SqlText.Query("directory-entry"), shard, wanted);
        while (rows.Step())
        {
            found.Add(rows.CustomerId(0));
            directory.Add(rows);
        }
        parts.Add(new ShardPart(shard, wanted, [.. found], directory, new int[found.Count]));
    }

    /// <summary>Everybody who was added, with their profiles.</summary>
    /// <param name="versions">Those of the shards.</param>
    public StoreSnapshot Read(long[] versions)
    {
        var directory = InOrder();
        var profiles = new ProfileTable(Columns.All, directory.Keys.ToKeys());
        var cells = ProfileCells.Of(profiles, ProfileSql.Stored, rfmSegments);
        foreach (var part in parts) ReadProfiles(part, profiles, cells);
        foreach (var cell in cells) cell.Finish();
        return new StoreSnapshot(versions, ids, profiles, new CustomerDirectory(directory));
    }

    CustomerDirectoryBuilder InOrder()
    {
        if (parts.Count == 1)
        {
            ids = parts[0].Ids;
            for (var row = 0; row < ids.Length; row++) parts[0].Rows[row] = row;
            return parts[0].Directory;
        }
        ids = [.. parts.SelectMany(part => part.Ids)];
        var from = new int[ids.Length];
        for (var i = 0; i < from.Length; i++) from[i] = i;
        Array.Sort(ids, from);
        // Where each part's customers start when all parts stand one after the other.
        var starts = new int[parts.Count + 1];
        for (var i = 0; i < parts.Count; i++) starts[i + 1] = starts[i] + parts[i].Ids.Length;
        CustomerDirectory[] directories = [.. parts.Select(part => new CustomerDirectory(part.Directory))];
        var whole = new CustomerDirectoryBuilder(ids.Length);
        for (var row = 0; row < from.Length; row++)
        {
            var part = PartOf(starts, from[row]);
            parts[part].Rows[from[row] - starts[part]] = row;
            directories[part].CopyTo(whole, from[row] - starts[part]);
        }
        return whole;
    }

    // Of several that start at the same place, all but the last are empty.
    static int PartOf(int[] starts, int position)
    {
        var part = Array.BinarySearch(starts, position);
        if (part < 0) return ~part - 1;
        while (starts[part + 1] == position) part++;
        return part;
    }

    void ReadProfiles(ShardPart part, ProfileTable profiles, ProfileCells[] cells)
    {
        using var rows = part.Wanted is null ? database.Scan(ProfileSql.SelectAll(ProfileSql.Stored), part.Shard)
            : database.RowsOf(ProfileSql.SelectOne(ProfileSql.Stored), part.Shard, part.Ids);
        var at = 0;
        while (rows.Step())
        {
            var id = rows.CustomerId(0);
            while (at < part.Ids.Length && part.Ids[at] < id) at++;
            // A profile without a customer belongs to nobody; `doctor` reports it.
            if (at == part.Ids.Length || part.Ids[at] != id) continue;
            var row = part.Rows[at];
            profiles.NextChangeAt[row] = rows.IsNull(1) ? Instant.Never : rows.Instant(1);
            for (var i = 0; i < cells.Length; i++) cells[i].Read(rows, ProfileSql.FirstSelectedColumn + i, row);
        }
    }
}
