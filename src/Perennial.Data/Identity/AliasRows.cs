using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Data.Identity;

/// <summary>Reads which ids have become which customers.</summary>
static class AliasRows
{
    /// <summary>Of some ids of a shard, ascending.</summary>
    public static List<Alias> Of(Database database, int shard, IReadOnlyList<CustomerId> ids) =>
        Read(database.RowsOf(SqlText.Query("aliases-of"), shard, ids));

    /// <summary>The same, where the shard has any at all.</summary>
    public static List<Alias> OfAny(Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        if (ids.Count == 0 || !database.Query("any-alias", "shard").Bind(1, shard).Any()) return [];
        return Of(database, shard, ids);
    }

    /// <summary>Of some ids of any shards, ascending.</summary>
    public static List<Alias> OfShards(Database database, IReadOnlyList<CustomerId> ids, int shards) =>
        Read(database.RowsOfAny(SqlText.Query("aliases-of"), ids, shards));

    /// <summary>The e-mail addresses that customers, of whom some rows were read, are known by, as the ids that follow
    /// from them.</summary>
    public static List<(CustomerId Customer, CustomerId Address)> Addresses(Rows rows)
    {
        using var all = rows;
        var found = new List<(CustomerId, CustomerId)>();
        while (all.Step())
        {
            var key = KeyText.Compared(CustomerKeyKind.Email, all.Text(1));
            if (key.Length > 0) found.Add((all.CustomerId(0), CustomerId.Of(CustomerKeyKind.Email, key)));
        }
        return found;
    }

    static List<Alias> Read(Rows rows)
    {
        using var all = rows;
        var found = new List<Alias>();
        while (all.Step())
        {
            found.Add(new Alias(all.CustomerId(0), all.CustomerId(1), (CustomerKeyKind)all.Int64(2))
            {
                IsIndirect = all.Int64(3) != 0, SaidAt = all.Instant(4),
            });
        }
        return found;
    }
}
