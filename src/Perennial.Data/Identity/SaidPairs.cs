using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Identity;

/// <summary>Two keys that were said to be one person's.</summary>
/// <param name="Id">The id that follows from the one.</param>
/// <param name="With">From the other.</param>
/// <param name="Kind">What kind of key the one is.</param>
/// <param name="WithKind">And the other.</param>
/// <param name="SaidAt">When.</param>
readonly record struct SaidPair(
    CustomerId Id, CustomerId With, CustomerKeyKind Kind, CustomerKeyKind WithKind, Instant SaidAt);

/// <summary>Keeps of which keys it was said that they are one person's, where that was known by then, or follows from
/// other keys: taking one of them apart asks what was said of the rest (<see cref="KeysApart"/>).</summary>
/// <remarks>Safe for several threads. A tracker says the same with every call: what a process kept it does not write
/// again.</remarks>
sealed class SaidPairs
{
    const int Most = 100_000;

    readonly Lock gate = new();
    readonly HashSet<(CustomerId, CustomerId)> kept = [];

    /// <summary>Those that may not be kept yet.</summary>
    public List<SaidPair> New(IEnumerable<SaidPair> said)
    {
        lock (gate) return [.. said.Where(one => !kept.Contains((one.Id, one.With)))];
    }

    /// <summary>Notes that pairs are in the store now.</summary>
    public void Add(List<SaidPair> written)
    {
        if (written.Count == 0) return;
        lock (gate)
        {
            if (kept.Count + written.Count > Most) kept.Clear();
            kept.UnionWith(written.Select(one => (one.Id, one.With)));
        }
    }

    /// <summary>Writes pairs of a shard, in its transaction.</summary>
    public static void Put(Database database, int shard, IEnumerable<SaidPair> pairs)
    {
        foreach (var one in pairs)
        {
            database.Query("add-key-pair", "shard", "alias_id", "with_id", "kind", "with_kind", "said_at")
                .Bind(1, shard).Bind(2, one.Id).Bind(3, one.With).Bind(4, (long)one.Kind)
                .Bind(5, (long)one.WithKind).Bind(6, one.SaidAt).Run();
        }
    }

    /// <summary>Dates aliases of a shard that were said earlier than was known.</summary>
    public static void Date(Database database, int shard, IEnumerable<Alias> earlier)
    {
        foreach (var one in earlier)
        {
            database.Query("alias-was-earlier", "said_at", "shard", "alias_id", "customer_id")
                .Bind(1, one.SaidAt).Bind(2, shard).Bind(3, one.Id).Bind(4, one.Of).Run();
        }
    }
}

/// <summary>What a batch says of keys.</summary>
/// <param name="Aliases">The keys that become others' by it.</param>
/// <param name="Pairs">Pairs to be kept besides.</param>
/// <param name="Earlier">Aliases that are known, and were said earlier than that.</param>
sealed record KeysSaid(List<NewAlias> Aliases, List<SaidPair> Pairs, List<Alias> Earlier)
{
    /// <summary>Nothing.</summary>
    public static KeysSaid Nothing { get; } = new([], [], []);

    /// <summary>Writes pairs and earlier instants, each shard in a transaction of its own, where there are any.
    /// </summary>
    /// <param name="shards">The shards.</param>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="kept">What is kept already.</param>
    public void Keep(StoreShards shards, ShopMoment moment, SaidPairs kept)
    {
        var pairs = kept.New(Pairs);
        foreach (var number in pairs.Select(one => shards.Of(one.Id)).Concat(Earlier.Select(one => shards.Of(one.Id)))
            .Distinct().Order())
        {
            shards.InShard(number, moment, shard =>
            {
                SaidPairs.Put(shard.Database, number, pairs.Where(one => shards.Of(one.Id) == number));
                SaidPairs.Date(shard.Database, number, Earlier.Where(one => shards.Of(one.Id) == number));
                return pairs.Count;
            });
        }
        kept.Add(pairs);
    }
}
