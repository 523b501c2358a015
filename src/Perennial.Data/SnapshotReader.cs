using Perennial.Core;
using Perennial.Core.Profiles;

namespace Perennial.Data;

/// <summary>Reads customers with their profiles from one connection, inside the caller's transaction.</summary>
sealed class SnapshotReader(Database database, int shard)
{
    /// <summary>Ids and directory of all customers.</summary>
    public (CustomerId[] Ids, CustomerDirectoryBuilder Directory) ReadDirectory()
    {
        var count = (int)database.Query("count-customers", "shard").Bind(1, shard).Number()!.Value;
        var ids = new List<CustomerId>(count);
        var directory = new CustomerDirectoryBuilder(count);
        var rows = database.Query("directory", "shard").Bind(1, shard);
        while (rows.Step())
        {
            ids.Add(rows.CustomerId(0));
            directory.Add(rows);
        }
        return ([.. ids], directory);
    }

    /// <summary>Ids and directory of the customers named, ascending.</summary>
    public (CustomerId[] Ids, CustomerDirectoryBuilder Directory) ReadDirectory(List<CustomerId> wanted)
    {
        var ids = new List<CustomerId>(wanted.Count);
        var directory = new CustomerDirectoryBuilder(wanted.Count);
        var row = database.Query("directory-entry", "shard", "customer_id").Bind(1, shard);
        foreach (var id in wanted)
        {
            if (!row.Bind(2, id).Step()) continue;
            ids.Add(id);
            directory.Add(row);
            row.Reset();
        }
        return ([.. ids], directory);
    }

    /// <summary>Profiles of all customers, in the order of <paramref name="ids"/>.</summary>
    public ProfileTable ReadProfiles(CustomerId[] ids, CustomerKeys keys, IReadOnlyList<string>? segments)
    {
        var table = new ProfileTable(keys);
        var cells = ProfileCells.Of(table, ProfileSql.Stored, segments);
        using var rows = database.Prepare(ProfileSql.SelectAll(ProfileSql.Stored), "shard").Bind(1, shard);
        var row = 0;
        while (rows.Step())
        {
            var id = rows.CustomerId(0);
            while (row < ids.Length && ids[row] < id) row++;
            // A profile without a customer belongs to nobody; `doctor` reports it.
            if (row < ids.Length && ids[row] == id) ReadRow(rows, cells, table, row);
        }
        foreach (var cell in cells) cell.Finish();
        return table;
    }

    /// <summary>Profiles of the customers named.</summary>
    public ProfileTable ReadSomeProfiles(CustomerId[] ids, CustomerKeys keys, IReadOnlyList<string>? segments)
    {
        var table = new ProfileTable(keys);
        var cells = ProfileCells.Of(table, ProfileSql.Stored, segments);
        using var rows = database.Prepare(ProfileSql.SelectOne(ProfileSql.Stored), "shard", "customer_id");
        rows.Bind(1, shard);
        for (var row = 0; row < ids.Length; row++)
        {
            if (!rows.Bind(2, ids[row]).Step()) continue;
            ReadRow(rows, cells, table, row);
            rows.Reset();
        }
        foreach (var cell in cells) cell.Finish();
        return table;
    }

    static void ReadRow(Rows rows, ProfileCells[] cells, ProfileTable table, int row)
    {
        table.NextChangeAt[row] = rows.IsNull(1) ? Instant.Never : rows.Instant(1);
        for (var i = 0; i < cells.Length; i++) cells[i].Read(rows, ProfileSql.FirstSelectedColumn + i, row);
    }
}
