using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Profiles;

/// <summary>Some customers' columns as they are stored.</summary>
/// <param name="Table">Row by row the customers asked for, with <c>NextChangeAt</c>.</param>
/// <param name="IsKnown">Whether a customer has a profile yet.</param>
sealed record StoredProfiles(ProfileTable Table, bool[] IsKnown)
{
    /// <summary>Reads columns of customers of a shard.</summary>
    /// <param name="shard">The transaction.</param>
    /// <param name="ids">Who, ascending.</param>
    /// <param name="keys">Their own keys.</param>
    /// <param name="columns">Which; with none nothing is asked, and nobody is known.</param>
    /// <param name="rfmSegments">Names of the RFM segments in force; null before the first run.</param>
    public static StoredProfiles Read(ShardTransaction shard, CustomerId[] ids, CustomerKeys keys,
        IReadOnlyList<Column> columns, IReadOnlyList<string>? rfmSegments)
    {
        var stored = new StoredProfiles(new ProfileTable(keys), new bool[ids.Length]);
        if (columns.Count == 0) return stored;
        var cells = ProfileCells.Of(stored.Table, columns, rfmSegments);
        using var rows = new FactCursor(
            shard.Database.RowsOf(ProfileSql.SelectOne(columns), shard.Shard, ids)).Start();
        for (var row = 0; row < ids.Length; row++)
        {
            if (!rows.IsAt(ids[row])) continue;
            stored.IsKnown[row] = true;
            stored.Table.NextChangeAt[row] = rows.Row.IsNull(1) ? Instant.Never : rows.Row.Instant(1);
            for (var i = 0; i < cells.Length; i++) cells[i].Read(rows.Row, ProfileSql.FirstSelectedColumn + i, row);
        }
        foreach (var cell in cells) cell.Finish();
        return stored;
    }
}
