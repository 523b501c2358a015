using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Engines;
using Perennial.Data.History;
using Perennial.Data.Products;
using Perennial.Data.Shards;

namespace Perennial.Data.Facts;

/// <summary>What customers did.</summary>
public sealed class FactStore
{
    const long MsPerHour = 3_600_000;

    readonly StoreShards shards;

    internal FactStore(StoreShards shards) => this.shards = shards;

    /// <summary>Histories of all customers, shard by shard and in each in the order of ids, a chunk at a time, from one
    /// state of the store. Facts carry no ids and orders no numbers; contacts keep theirs, which responses
    /// name.</summary>
    /// <param name="customersPerChunk">How many at a time.</param>
    /// <param name="withPast">Whether to read what became of orders too, with its dates: for
    /// <see cref="HistoryTable.AsOf"/>.</param>
    /// <param name="withEventNames">Whether to read what activities are called, for rules that ask for it.</param>
    /// <param name="people">Who customers were: those who were several come as all whom they were, after the others of
    /// their shard, with what became of their orders. Null for who they are.</param>
    public IEnumerable<HistoryChunk> Histories(int customersPerChunk = 65_536, bool withPast = false,
        bool withEventNames = false, PeopleThen? people = null)
    {
        people ??= PeopleThen.AsNow;
        var rental = shards.Rent();
        try
        {
            rental.Database.BeginRead();
            var products = new ProductIndex(rental.Database);
            var joined = people.Joined.Order().ToLookup(shards.Of);
            for (var shard = 0; shard < shards.Count; shard++)
            {
                foreach (var chunk in HistoryReader.All(
                    rental.Database, shard, customersPerChunk, products, withPast, withEventNames, people.Joined))
                    yield return chunk;
                foreach (var chunk in HistoryReader.Apart(rental.Database, shard, [.. joined[shard]], people, products,
                    withNames: false, withEventNames))
                    yield return chunk;
            }
        }
        finally
        {
            EndReading(rental);
        }
    }

    /// <summary>Histories of some customers, shard by shard and in each ascending by id, with the facts' ids and the
    /// orders' numbers. Those unknown are left out.</summary>
    /// <param name="customers">Who.</param>
    /// <param name="customersPerChunk">How many at a time.</param>
    /// <param name="withPast">As for all.</param>
    public IEnumerable<HistoryChunk> Histories(
        IEnumerable<CustomerId> customers, int customersPerChunk = 65_536, bool withPast = false)
    {
        CustomerId[] ids = [.. customers.Distinct().Order()];
        var rental = shards.Rent();
        try
        {
            rental.Database.BeginRead();
            var products = new ProductIndex(rental.Database);
            foreach (var shard in ids.GroupBy(shards.Of).OrderBy(shard => shard.Key))
                foreach (var chunk in HistoryReader.Of(
                    rental.Database, shard.Key, [.. shard], customersPerChunk, withNames: true, products, withPast))
                    yield return chunk;
        }
        finally
        {
            EndReading(rental);
        }
    }

    /// <summary>Histories of whoever was several, as all whom they were.</summary>
    public IEnumerable<HistoryChunk> Histories(PeopleThen people)
    {
        if (people.Joined.Count == 0) yield break;
        var rental = shards.Rent();
        try
        {
            rental.Database.BeginRead();
            var products = new ProductIndex(rental.Database);
            foreach (var shard in people.Joined.Order().GroupBy(shards.Of).OrderBy(shard => shard.Key))
                foreach (var chunk in HistoryReader.Apart(
                    rental.Database, shard.Key, [.. shard], people, products, withNames: false))
                    yield return chunk;
        }
        finally
        {
            EndReading(rental);
        }
    }

    /// <summary>Whose an order is, or null where it is not known.</summary>
    public CustomerId? OwnerOf(OrderId order)
    {
        using var rental = shards.Rent();
        var row = rental.Database.Query("owner-of-order", "order_id").Bind(1, order);
        if (!row.Step()) return null;
        var owner = row.CustomerId(0);
        row.Reset();
        return owner;
    }

    static void EndReading(StoreShards.Rental rental)
    {
        if (rental.Database.InTransaction) rental.Database.Rollback();
        rental.Dispose();
    }

    /// <summary>Whether there is any order at all.</summary>
    public bool HasOrders()
    {
        using var rental = shards.Rent();
        return rental.Database.Query("any-order").Any();
    }

    /// <summary>When the first order, activity or contact that is known happened; None where nothing has.</summary>
    public Instant FirstAt()
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("first-fact");
        var first = Instant.None;
        while (rows.Step())
            if (rows.NullableInt64(0) is { } at) first = new Instant(at);
        return first;
    }

    /// <summary>What is kept of erased customers, by hour up to an instant.</summary>
    public IReadOnlyList<HourTotal> ErasedByHour(Instant asOf)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("erased-totals", "last_hour").Bind(1, asOf.UnixMs / MsPerHour);
        return [.. rows.Each().Select(row =>
            new HourTotal(new Instant(row.Int64(0) * MsPerHour), row.Int32(1), row.Int64(2)))];
    }

    /// <summary>Orders and net revenue by hour up to an instant, ascending, those of erased customers among them; hours
    /// without an order are left out.</summary>
    public IReadOnlyList<HourTotal> OrdersByHour(Instant asOf)
    {
        using var rental = shards.Rent();
        var hours = new SortedDictionary<long, HourTotal>();
        void Add(Rows rows)
        {
            while (rows.Step())
            {
                var hour = rows.Int64(0);
                var sum = hours.GetValueOrDefault(hour);
                hours[hour] = new HourTotal(
                    new Instant(hour * MsPerHour), sum.Orders + rows.Int32(1), sum.NetCents + rows.Int64(2));
            }
        }
        Add(rental.Database.Query("orders-by-hour", "as_of").Bind(1, asOf.UnixMs));
        Add(rental.Database.Query("erased-totals", "last_hour").Bind(1, asOf.UnixMs / MsPerHour));
        return [.. hours.Values];
    }
}
