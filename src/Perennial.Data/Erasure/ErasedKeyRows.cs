using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Data.Erasure;

/// <summary>Reads which ids follow from keys of people who were erased.</summary>
static class ErasedKeyRows
{
    /// <summary>Which of some ids of a shard, ascending.</summary>
    public static List<CustomerId> Of(Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        using var rows = database.RowsOf(SqlText.Query("erased-keys-of"), shard, ids);
        return rows.Ids();
    }

    /// <summary>The same, where the shard has any at all.</summary>
    public static List<CustomerId> OfAny(Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        if (ids.Count == 0 || !database.Query("any-erased-key", "shard").Bind(1, shard).Any()) return [];
        return Of(database, shard, ids);
    }

    /// <summary>Which of some ids of any shards, ascending.</summary>
    public static List<CustomerId> OfShards(Database database, IReadOnlyList<CustomerId> ids, int shards)
    {
        using var rows = database.RowsOfAny(SqlText.Query("erased-keys-of"), ids, shards);
        return rows.Ids();
    }
}
