using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.History;
using Perennial.Data.Shards;

namespace Perennial.Data.Identity;

/// <summary>Finds who customers were at an instant, by what was known at another: every key that was joined later is
/// its own customer's again, where anything came under it or it was a customer.</summary>
sealed class JoinedThen
{
    // With the earliest instant at which something came under each of a customer's further keys.
    static readonly string[] firstFacts = ["orders", "activities", "contacts", "responses"];

    readonly StoreShards shards;
    readonly Database database;
    readonly Instant asOf, knownBy;
    readonly SortedDictionary<CustomerId, LateKey> late = [];
    readonly Dictionary<CustomerId, PersonThen> others = [];
    readonly Dictionary<CustomerId, CustomerId> whose = [];
    readonly Dictionary<CustomerId, CustomerDetails> details = [];
    readonly HashSet<CustomerId> named = [];
    KeyTree tree = new();
    // What was known of those who became each of them since.
    ILookup<CustomerId, MovedCustomer>? became;

    JoinedThen(StoreShards shards, Database database, Instant asOf, Instant knownBy) =>
        (this.shards, this.database, this.asOf, this.knownBy) = (shards, database, asOf, knownBy);

    sealed record LateKey(CustomerId Of, (CustomerKeyKind Kind, string Text)? Key, MovedCustomer? Known);

    /// <summary>Reads them.</summary>
    public static PeopleThen Read(StoreShards shards, Instant asOf, Instant knownBy)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        return new JoinedThen(shards, rental.Database, asOf, knownBy).Read();
    }

    PeopleThen Read()
    {
        ReadLate();
        if (late.Count == 0) return PeopleThen.AsNow;
        var now = Resolve(late.Keys);
        var firsts = Firsts([.. late.Keys.Select(now.End).Distinct()]);
        tree = Resolve(late.Keys.Concat(firsts.Select(one => one.Key)));
        foreach (var (customer, key, at) in firsts)
        {
            var then = tree.EndBefore(key, late.ContainsKey);
            if (late.ContainsKey(then) && tree.End(then) == customer) Add(key, then, at);
        }
        foreach (var (id, key) in late)
            if (key.Known?.BeganAtMs is { } began) Add(id, id, new Instant(began));
        if (others.Count == 0) return PeopleThen.AsNow;
        became = late.Values.Where(one => one.Known is not null)
            .ToLookup(one => tree.EndBefore(one.Of, late.ContainsKey), one => one.Known!);
        foreach (var shard in others.Values.Select(one => one.Customer).Distinct().GroupBy(shards.Of))
            ReadDetails(shard.Key, [.. shard.Order()]);
        return new PeopleThen(others, whose, details, named);
    }

    void ReadLate()
    {
        for (var shard = 0; shard < shards.Count; shard++)
        {
            var rows = database.Query("joined-after", "shard", "at", "known_by").Bind(1, shard).Bind(2, asOf)
                .Bind(3, knownBy.UnixMs);
            while (rows.Step())
            {
                late.Add(rows.CustomerId(0), new LateKey(rows.CustomerId(1), NewAlias.Parse(rows.Text(3)),
                    rows.Text(4) is { } known ? JsonSerializer.Deserialize<MovedCustomer>(known) : null));
            }
        }
    }

    KeyTree Resolve(IEnumerable<CustomerId> ids) =>
        Aliases.Resolve(ids, some => AliasRows.OfShards(database, some, shards.Count));

    List<(CustomerId Customer, CustomerId Key, Instant At)> Firsts(CustomerId[] customers)
    {
        var found = new List<(CustomerId, CustomerId, Instant)>();
        foreach (var shard in customers.GroupBy(shards.Of))
        {
            CustomerId[] ids = [.. shard.Order()];
            foreach (var kind in firstFacts)
            {
                using var rows = database.RowsOf(SqlText.Query($"{kind}-by-key"), shard.Key, ids);
                while (rows.Step()) found.Add((rows.CustomerId(0), rows.CustomerId(1), rows.Instant(2)));
            }
        }
        return found;
    }

    // Of a key that is not known as text nobody could be called.
    void Add(CustomerId key, CustomerId then, Instant at)
    {
        if (late[then].Key is not var (kind, text)) return;
        whose[key] = then;
        if (!others.TryGetValue(then, out var one)) others.Add(then, new PersonThen(tree.End(then), kind, text, at));
        else if (at < one.FirstAt) others[then] = one with { FirstAt = at };
    }

    void ReadDetails(int shard, CustomerId[] customers)
    {
        var besides = others.ToLookup(one => one.Value.Customer, one => one.Key);
        using var rows = new FactCursor(
            database.RowsOf(SqlText.Query("known-customers"), shard, customers));
        using var before = new FactCursor(
            database.RowsOf(SqlText.Query("customer-details-before"), shard, customers));
        foreach (var id in customers)
        {
            if (!rows.IsAt(id))
            {
                foreach (var other in besides[id].ToList()) others.Remove(other);
                continue;
            }
            var customer = KnownCustomer.Read(rows.Row);
            var said = customer.Said().ToList();
            for (; before.IsAt(id); before.Next()) said.Add(SaidDetail.Read(before.Row));
            Tell(id, said, BeganAlone(customer, besides[id]), customer.FirstSeenAt);
            foreach (var other in besides[id])
            {
                var was = late[other].Known;
                Tell(other, [.. was?.Said() ?? []], new(was?.BeganAtMs ?? Instant.Never.UnixMs),
                    new(was?.FirstSeenAtMs ?? was?.BeganAtMs ?? Instant.Never.UnixMs));
            }
        }
        NameByAttributes(shard, customers);
    }

    // Of whom something was said by then, somebody had spoken: of the one under whose key it came.
    void NameByAttributes(int shard, CustomerId[] customers)
    {
        const int saidAt = 3, knownAt = 5, key = 8;
        using var rows = database.RowsOf(SqlText.Query("attributes-of"), shard, customers);
        while (rows.Step())
        {
            if (!rows.Instant(saidAt).HasValue || rows.Instant(saidAt) > asOf || rows.Instant(knownAt) > knownBy)
                continue;
            var customer = rows.CustomerId(0);
            named.Add(!rows.IsNull(key) && whose.TryGetValue(rows.CustomerId(key), out var then)
                && others.TryGetValue(then, out var one) && one.Customer == customer ? then : customer);
        }
    }

    // A customer is there from the earliest of all whom they were: only where nobody else was there as early is that
    // their own beginning.
    Instant BeganAlone(KnownCustomer customer, IEnumerable<CustomerId> besides)
    {
        var began = customer.BeganAt.HasValue ? customer.BeganAt : customer.FirstSeenAt;
        return besides.All(other => others[other].FirstAt > began) ? began : Instant.Never;
    }

    void Tell(CustomerId id, List<SaidDetail> said, Instant beganAt, Instant firstSeenAt)
    {
        // What was said of whoever became them since was not said of them.
        var ofOthers = became![id].SelectMany(known => known.Said()).ToHashSet();
        said.RemoveAll(ofOthers.Contains);
        details[id] = new DetailsThen(asOf, knownBy).Of(said);
        if ((beganAt <= asOf && firstSeenAt <= knownBy)
            || said.Exists(one => !one.IsUndated && one.SaidAt <= asOf && one.KnownAt <= knownBy))
            named.Add(id);
    }
}
