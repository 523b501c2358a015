using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Customers;
using Perennial.Data.Shards;

namespace Perennial.Data.Identity;

/// <summary>A key that was said of two people whom it does not join.</summary>
/// <param name="Kind">What kind of key.</param>
/// <param name="Key">The key.</param>
/// <param name="One">Whose it is.</param>
/// <param name="Other">Of whom it was said too.</param>
readonly record struct ContestedKey(CustomerKeyKind Kind, string Key, NamedCustomer One, NamedCustomer Other);

/// <summary>A customer, with the kind of key that names them.</summary>
readonly record struct NamedCustomer(CustomerId Id, CustomerKeyKind Kind)
{
    /// <summary>Whether a key of both is this one's: that of the stronger key, of two alike the smaller id, so that it
    /// does not matter who was known first.</summary>
    public bool ComesBefore(NamedCustomer other) => (Kind, Id).CompareTo((other.Kind, other.Id)) < 0;
}

/// <summary>What follows from keys that were said of two people.</summary>
/// <param name="Over">Keys of more people than the shop allows.</param>
/// <param name="Whose">Whose the others are, and of whom else they were said.</param>
/// <param name="News">Of whom it was new that the keys are theirs too.</param>
sealed record KeysDecided(IReadOnlyList<CustomerId> Over,
    IReadOnlyList<(CustomerId Key, NamedCustomer One, IReadOnlyList<CustomerId> Others)> Whose,
    IReadOnlyList<(CustomerId Key, CustomerId Customer)> News);

/// <summary>Finds the keys that are more people's than one key can be: the address of an office, the telephone that a
/// till writes for everybody, a tablet in a shop.</summary>
/// <remarks>Safe for several threads. What a process noted it does not ask again with every call of a tracker.
/// </remarks>
sealed class ContestedKeys(StoreShards shards)
{
    const int MostNoted = 100_000;

    readonly Lock gate = new();
    readonly HashSet<(CustomerId Key, CustomerId Customer)> noted = [];

    /// <summary>Writes down whose the keys are said to be too.</summary>
    public KeysDecided Decide(IReadOnlyCollection<ContestedKey> contested, ShopMoment moment)
    {
        var over = new List<CustomerId>();
        var whose = new List<(CustomerId, NamedCustomer, IReadOnlyList<CustomerId>)>();
        var news = new List<(CustomerId, CustomerId)>();
        foreach (var key in contested.GroupBy(one => CustomerId.Of(one.Kind, one.Key)))
        {
            if (moment.Keys.Shared.Contains(key.Key)) continue;
            // One more than may be is as good as thousands.
            CustomerId[] people = [.. key.SelectMany(one => new[] { one.One.Id, one.Other.Id }).Distinct()
                .Where(id => IsNew(key.Key, id)).Take(moment.Keys.MostPeople + 1)];
            if (people.Length == 0) continue;
            var (kind, value) = (key.First().Kind, CustomerId.Normalise(key.First().Kind, key.First().Key));
            foreach (var shard in people.GroupBy(shards.Of))
                shards.InShard(shard.Key, moment, one => Put(one, [.. shard.Order()], kind, value));
            news.AddRange(people.Select(one => (key.Key, one)));
            if (HoldersOf(kind, value) > moment.Keys.MostPeople) over.Add(key.Key);
            else if (First(key) is var first) whose.Add((key.Key, first, [.. people.Where(one => one != first.Id)]));
        }
        return new KeysDecided(over, whose, news);
    }

    static NamedCustomer First(IEnumerable<ContestedKey> key)
    {
        var first = key.First().One;
        foreach (var one in key)
        {
            if (one.One.ComesBefore(first)) first = one.One;
            if (one.Other.ComesBefore(first)) first = one.Other;
        }
        return first;
    }

    bool IsNew(CustomerId key, CustomerId customer)
    {
        lock (gate) return !noted.Contains((key, customer));
    }

    /// <summary>All that follows is written: it need not be asked again. Not before, so that whoever says the same
    /// after something failed has it done.</summary>
    public void Done(KeysDecided keys)
    {
        lock (gate)
        {
            if (noted.Count + keys.News.Count > MostNoted) noted.Clear();
            noted.UnionWith(keys.News);
        }
    }

    static int Put(ShardTransaction shard, List<CustomerId> people, CustomerKeyKind kind, string value)
    {
        foreach (var id in CustomerStore.Known(shard.Database, shard.Shard, people))
        {
            shard.Database.Query("put-identity", "shard", "customer_id", "kind", "value").Bind(1, shard.Shard)
                .Bind(2, id).Bind(3, CustomerId.KindName(kind)).Bind(4, value).Run();
        }
        return people.Count;
    }

    int HoldersOf(CustomerKeyKind kind, string value)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("find-identity", "kind", "value").Bind(1, CustomerId.KindName(kind))
            .Bind(2, value).Ids().Distinct().Count();
    }
}
