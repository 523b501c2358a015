using Perennial.Core;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.History;
using Perennial.Data.Shards;

namespace Perennial.Data.Identity;

/// <summary>Pairs of customers who may be one person, for somebody to say whether they are.</summary>
public sealed class DuplicateStore
{
    readonly StoreShards shards;

    internal DuplicateStore(StoreShards shards) => this.shards = shards;

    /// <summary>The pairs that nobody has settled, the last one first, as the customers that they are now.</summary>
    public IReadOnlyList<(CustomerId One, CustomerId Other, Instant SaidAt)> Open(int most)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        var pairs = new List<PossibleDuplicate>();
        var rows = database.Query("possible-duplicates", "most").Bind(1, most);
        while (rows.Step()) pairs.Add(new PossibleDuplicate(rows.CustomerId(0), rows.CustomerId(1), rows.Instant(2)));
        CustomerId[] ids = [.. pairs.SelectMany(pair => new[] { pair.One, pair.Other }).Distinct()];
        if (ids.Length == 0) return [];
        var became = Aliases.Resolve(ids, some => AliasRows.OfShards(database, some, shards.Count));
        CustomerId[] ends = [.. ids.Select(became.End).Distinct().Order()];
        var known = CustomerStore.Known(database, ends, shards.Count).ToHashSet();
        return [.. pairs.Select(pair => (One: became.End(pair.One), Other: became.End(pair.Other), pair.SaidAt))
            .Where(pair => pair.One != pair.Other && known.Contains(pair.One) && known.Contains(pair.Other))
            .DistinctBy(pair => (pair.One, pair.Other))];
    }

    /// <summary>Who customers were at an instant: whoever has become another since is somebody of their own.</summary>
    /// <param name="instant">As of when.</param>
    /// <param name="knownBy">By what was known when; null for all that is known now.</param>
    public PeopleThen PeopleAt(Instant instant, Instant? knownBy = null) =>
        JoinedThen.Read(shards, instant, knownBy ?? Instant.Never);

    /// <summary>How many customers of an instant have become others since.</summary>
    /// <param name="instant">As of when.</param>
    /// <param name="knownBy">By what was known when; null for all that is known now.</param>
    public int JoinedAfter(Instant instant, Instant? knownBy = null) =>
        PeopleAt(instant, knownBy).Others.Values.Count(one => one.FirstAt <= instant);

    /// <summary>Keys of several people, which join nobody, with how many are known by each: those of most first, then
    /// those that are a customer of their own. A key by which nobody is known any more is left out.</summary>
    /// <param name="shared">The keys, as ids that follow from them.</param>
    public IReadOnlyList<(CustomerKeyKind Kind, string Value, int People)> Shared(IReadOnlySet<CustomerId> shared)
    {
        if (shared.Count == 0) return [];
        using var rental = shards.Rent();
        var found = new List<(CustomerKeyKind, string, int)>();
        var left = shared.ToHashSet();
        var rows = rental.Database.Query("shared-identities");
        while (rows.Step())
        {
            var (kind, value) = (EnumWord.Parse<CustomerKeyKind>(rows.Text(0)!), rows.Text(1)!);
            if (left.Remove(CustomerId.OfCompared(kind, value))) found.Add((kind, value, rows.Int32(2)));
        }
        using var customers = rental.Database.RowsOfAny(
            SqlText.Query("known-customers"), [.. left.Order()], shards.Count);
        while (customers.Step())
        {
            var key = KnownCustomer.Read(customers).Key;
            found.Add((key.Kind, key.Text, 1));
        }
        return found;
    }

    /// <summary>Says that two customers are two people: they are not listed again.</summary>
    /// <returns>Whether they were listed.</returns>
    public bool Settle(CustomerId one, CustomerId other)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        var settled = 0;
        foreach (var (id, with) in new[] { (one, other), (other, one) })
        {
            using var transaction = Transaction.Write(database);
            settled += database.Query("settle-duplicate", "shard", "customer_id", "other_id")
                .Bind(1, shards.Of(id)).Bind(2, id).Bind(3, with).Run();
            transaction.Commit();
        }
        return settled > 0;
    }

    /// <summary>Adds pairs, in the caller's transaction. Those that are there already stay as they are.</summary>
    internal static void Add(Database database, int shards, IEnumerable<PossibleDuplicate> pairs)
    {
        foreach (var pair in pairs)
        {
            foreach (var (id, other) in new[] { (pair.One, pair.Other), (pair.Other, pair.One) })
            {
                database.Query("add-possible-duplicate", "shard", "customer_id", "other_id", "said_at")
                    .Bind(1, id.Shard(shards)).Bind(2, id).Bind(3, other).Bind(4, pair.SaidAt).Run();
            }
        }
    }
}
