using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Identity;

/// <summary>Takes one key out of those that are one person's: the others are joined as they would be had it never been
/// said with them, whatever came first.</summary>
/// <remarks>Of keys that were joined before pairs were kept (migration 0040) the aliases are all that is known.
/// </remarks>
sealed class KeysApart
{
    readonly CustomerId holder, key;
    readonly Dictionary<CustomerId, Alias> aliases = [];
    readonly List<SaidPair> pairs = [];
    readonly Dictionary<CustomerId, CustomerKeyKind> kinds = [];
    readonly Dictionary<CustomerId, CustomerId> ends = [];

    KeysApart(CustomerId holder, CustomerId key) => (this.holder, this.key) = (holder, key);

    /// <summary>The ids that became others, the key's own among them.</summary>
    public IEnumerable<CustomerId> Ids => aliases.Keys;

    /// <summary>Reads what the keys of a customer were joined by, and joins those anew that the key did not.</summary>
    /// <param name="database">The store.</param>
    /// <param name="shards">Its shards.</param>
    /// <param name="holder">Whose the key is.</param>
    /// <param name="key">The key to take out.</param>
    public static KeysApart Read(Database database, StoreShards shards, CustomerId holder, CustomerId key)
    {
        var apart = new KeysApart(holder, key);
        var ids = new HashSet<CustomerId> { holder };
        var open = new Queue<CustomerId>(ids);
        while (open.TryDequeue(out var id))
        {
            for (var shard = 0; shard < shards.Count; shard++)
            {
                var further = database.Query("aliases-to", "shard", "customer_id").Bind(1, shard).Bind(2, id).Ids();
                foreach (var one in further.Where(ids.Add)) open.Enqueue(one);
            }
        }
        CustomerId[] all = [.. ids.Order()];
        foreach (var alias in AliasRows.OfShards(database, all, shards.Count)) apart.aliases[alias.Id] = alias;
        using (var rows = database.RowsOfAny(SqlText.Query("key-pairs-of"), all, shards.Count))
        {
            while (rows.Step())
            {
                apart.pairs.Add(new SaidPair(rows.CustomerId(0), rows.CustomerId(1), (CustomerKeyKind)rows.Int64(2),
                    (CustomerKeyKind)rows.Int64(3), rows.Instant(4)));
            }
        }
        apart.Join();
        return apart;
    }

    // The strongest key of each of those that are left together names the customer, as where they are joined first.
    void Join()
    {
        foreach (var pair in pairs) (kinds[pair.Id], kinds[pair.With]) = (pair.Kind, pair.WithKind);
        foreach (var alias in aliases.Values) kinds[alias.Of] = alias.Kind;
        var said = aliases.Values.Where(alias => !alias.IsIndirect).Select(alias => (One: alias.Id, Other: alias.Of))
            .Concat(pairs.Select(pair => (One: pair.Id, Other: pair.With)))
            .Where(pair => pair.One != key && pair.Other != key).Distinct();
        // Of two numbers of the shop's own the one remains that was said to.
        foreach (var (one, other) in said.OrderByDescending(pair => AreNumbers(pair.One, pair.Other))
            .ThenBy(pair => pair.One).ThenBy(pair => pair.Other))
        {
            var (from, to) = (End(one), End(other));
            if (from == to) continue;
            // Whoever holds all of them goes on to hold what stays together.
            if (Remains(from, to)) (from, to) = (to, from);
            ends[from] = to;
        }
    }

    bool Remains(CustomerId one, CustomerId other) => one == holder || (other != holder && !AreNumbers(one, other)
        && (KindOf(one), one).CompareTo((KindOf(other), other)) < 0);

    bool AreNumbers(CustomerId one, CustomerId other) =>
        (KindOf(one), KindOf(other)) == (CustomerKeyKind.External, CustomerKeyKind.External);

    // Of what was never another's end nothing is known but that it is weaker.
    CustomerKeyKind KindOf(CustomerId id) => kinds.GetValueOrDefault(id, CustomerKeyKind.Anonymous);

    CustomerId End(CustomerId id)
    {
        while (ends.TryGetValue(id, out var next)) id = next;
        return id;
    }

    /// <summary>Writes what became of the keys.</summary>
    /// <returns>How many are another's than before, or their own.</returns>
    public int Write(StoreShards shards, ShopMoment moment)
    {
        var changed = 0;
        var of = aliases.Values.Select(alias => alias.Id).Concat(pairs.Select(pair => pair.Id)).Distinct();
        foreach (var some in of.GroupBy(shards.Of).OrderBy(some => some.Key))
        {
            changed += shards.InShard(some.Key, moment, shard =>
            {
                var count = some.Order().Count(id => aliases.TryGetValue(id, out var alias) && Put(shard, alias));
                foreach (var pair in pairs.Where(one => shards.Of(one.Id) == shard.Shard
                    && (one.Id == key || one.With == key)))
                {
                    shard.Database.Query("delete-key-pair", "shard", "alias_id", "with_id")
                        .Bind(1, shard.Shard).Bind(2, pair.Id).Bind(3, pair.With).Run();
                }
                return count;
            });
        }
        return changed;
    }

    bool Put(ShardTransaction shard, Alias alias)
    {
        var end = End(alias.Id);
        // What it became leads to the same customer still.
        if (end != alias.Id && alias.Id != key && alias.Of != key && !alias.IsIndirect) return false;
        if (end == alias.Id)
        {
            shard.Database.Query("delete-alias", "shard", "alias_id").Bind(1, shard.Shard).Bind(2, alias.Id).Run();
            return true;
        }
        if (end == alias.Of) return false;
        shard.Database.Query("alias-leads-to", "customer_id", "kind", "shard", "alias_id")
            .Bind(1, end).Bind(2, (long)KindOf(end)).Bind(3, shard.Shard).Bind(4, alias.Id).Run();
        return true;
    }
}
