using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Identity;

/// <summary>How many customers of an instant have become others since: a look back shows them as whom they are.
/// </summary>
static class JoinedLater
{
    // With the earliest instant at which something came under each of a customer's further keys.
    static readonly string[] firstFacts = ["orders", "activities", "contacts", "responses"];

    /// <summary>Counts the keys that were joined later and under which something had happened by then.</summary>
    /// <param name="shards">The store.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="knownBy">What was joined by what was learned later counts too.</param>
    public static int Count(StoreShards shards, Instant asOf, Instant knownBy)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        var joined = new HashSet<CustomerId>();
        for (var shard = 0; shard < shards.Count; shard++)
            joined.UnionWith(database.Query("joined-after", "shard", "at", "known_by").Bind(1, shard).Bind(2, asOf)
                .Bind(3, knownBy.UnixMs).Ids());
        if (joined.Count == 0) return 0;
        var tree = Aliases.Resolve(joined, ids => AliasRows.OfShards(database, ids, shards.Count));
        var there = new HashSet<CustomerId>();
        foreach (var shard in joined.Select(tree.End).Distinct().GroupBy(shards.Of))
        {
            CustomerId[] ids = [.. shard.Order()];
            foreach (var kind in firstFacts)
            {
                using var rows = database.RowsOf(SqlText.Query($"{kind}-by-key"), shard.Key, ids);
                while (rows.Step())
                    if (rows.Instant(2) <= asOf && joined.Contains(rows.CustomerId(1))) there.Add(rows.CustomerId(1));
            }
        }
        return there.Count;
    }
}
