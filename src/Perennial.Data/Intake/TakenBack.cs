using Perennial.Core.History;
using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Folding;
using Perennial.Data.Identity;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;

namespace Perennial.Data.Intake;

/// <summary>What was taken back of an import.</summary>
/// <param name="Facts">Facts that it had added.</param>
/// <param name="Customers">Customers whom nobody else has spoken of.</param>
public readonly record struct TakenBackCounts(int Facts, int Customers);

/// <summary>Takes back what an import under way has added, some customers a transaction: facts, then customers of whom
/// nothing else is known. Whoever stays is folded again, and destinations are told.</summary>
/// <remarks>Details that it has replaced are given back (<see cref="DetailsBack"/>). What it has changed of orders that
/// were there stays as it said; so does what somebody has said again since.</remarks>
sealed class TakenBack(StoreShards shards, ImportUnderWay import, ShopMoment moment)
{
    static readonly string[] withAnOrder =
        ["delete-lines-of-order", "delete-versions-of-order", "delete-changes-of-order"];

    // What is left of customers who go: once for some of them, since not every table has a key by customer. What was
    // noted of the import itself goes with its place.
    static readonly string[] rest =
    [
        .. CustomerTables.Erased.Where(table => table.Name != "import_fact").Select(table => $"""
            delete from {table.Name}
            where shard = @shard and customer_id >= @first_id and customer_id <= @last_id
              and exists (select 1 from import_fact gone
                where gone.shard = @shard and gone.import_id = @import_id
                  and gone.customer_id = {table.Name}.customer_id and gone.kind = @gone)
            """),
    ];

    int facts, customers;

    readonly record struct Added(CustomerId Customer, FactKind Kind, CustomerId Fact);

    /// <summary>Takes it back.</summary>
    public TakenBackCounts Run(CancellationToken cancellation)
    {
        // From here on the same file is another import: this one's place says nothing of what is gone.
        using (var rental = shards.Rent()) import.Put(rental.Database, ImportState.TakingBack);
        for (var shard = 0; shard < shards.Count; shard++)
        {
            var number = shard;
            shards.InChunks(() => shards.InShard(number, moment, one => TakeSome(one, cancellation)),
                cancellation);
        }
        new DetailsBack(shards, import, moment).Run(cancellation);
        using var last = shards.Rent();
        using var transaction = Transaction.Write(last.Database);
        last.Database.Query("import-counts-nothing", "import_id").Bind(1, import.Id).Run();
        import.Put(last.Database, ImportState.TakenBack);
        transaction.Commit();
        return new TakenBackCounts(facts, customers);
    }

    bool TakeSome(ShardTransaction shard, CancellationToken cancellation)
    {
        var some = import.Customers(shard, shards.CustomersPerChunk);
        if (some.Count == 0)
        {
            shard.Database.Query("delete-import-place", "shard", "import_id")
                .Bind(1, shard.Shard).Bind(2, import.Id).Run();
            return false;
        }
        var (gone, told) = (new HashSet<CustomerId>(), GoneCustomers.Read(shard, some));
        foreach (var (customer, added) in AddedTo(shard, some))
        {
            foreach (var fact in added.Where(fact => fact.Kind != ImportUnderWay.Customer)) facts += Take(shard, fact);
            if (added.Exists(fact => fact.Kind == ImportUnderWay.Customer) && Remove(shard, customer, told))
                gone.Add(customer);
        }
        if (shard.Moment.Strategies is not null)
            foreach (var id in gone) CountedRows.Gone(shard, id);
        if (gone.Count > 0) RemoveRest(shard, some[0], some[^1]);
        import.Forget(shard, some[^1]);
        var left = some.Where(id => !gone.Contains(id)).ToList();
        if (left.Count > 0)
        {
            shard.NotBefore(left[0], left[^1]);
            using var profiles = new ProfileWriter(shard);
            profiles.Refold(left, cancellation);
        }
        // Whoever is gone is in no list of what changed.
        if (gone.Count > 0) shard.ChangeEverybody();
        return true;
    }

    SortedDictionary<CustomerId, List<Added>> AddedTo(ShardTransaction shard, List<CustomerId> some)
    {
        var added = new SortedDictionary<CustomerId, List<Added>>();
        var rows = shard.Database.Query("facts-of-import", "shard", "import_id", "first_id", "last_id")
            .Bind(1, shard.Shard).Bind(2, import.Id).Bind(3, some[0]).Bind(4, some[^1]);
        while (rows.Step())
        {
            var one = new Added(rows.CustomerId(0), (FactKind)rows.Int64(1), rows.CustomerId(2));
            if (!added.TryGetValue(one.Customer, out var mine)) added.Add(one.Customer, mine = []);
            mine.Add(one);
        }
        return added;
    }

    int Take(ShardTransaction shard, Added fact)
    {
        var (query, id) = fact.Kind switch
        {
            FactKind.Order => ("take-back-order", "order_id"),
            FactKind.Activity => ("take-back-activity", "activity_id"),
            FactKind.Contact => ("take-back-contact", "contact_id"),
            FactKind.Response => ("take-back-response", "response_id"),
            _ => throw new InvalidOperationException($"A file adds no {fact.Kind}."),
        };
        string[] parameters = fact.Kind == FactKind.Order ? ["shard", "customer_id", id, "said_at"]
            : ["shard", "customer_id", id];
        var delete = shard.Database.Query(query, parameters)
            .Bind(1, shard.Shard).Bind(2, fact.Customer).Bind(3, fact.Fact);
        if (fact.Kind == FactKind.Order) delete.Bind(4, import.At);
        var taken = delete.Run();
        if (taken > 0 && fact.Kind == FactKind.Order)
        {
            foreach (var with in withAnOrder)
                shard.Database.Query(with, "shard", "customer_id", "order_id")
                    .Bind(1, shard.Shard).Bind(2, fact.Customer).Bind(3, fact.Fact).Run();
        }
        return taken;
    }

    // Not whoever did something else meanwhile, or of whom something else was said.
    bool Remove(ShardTransaction shard, CustomerId id, GoneCustomers told)
    {
        var database = shard.Database;
        if (MovedFacts.Count(database, shard.Shard, id) > 0) return false;
        if (!database.Query("said-only-at", "shard", "customer_id", "said_at").Bind(1, shard.Shard).Bind(2, id)
            .Bind(3, DetailTimes.At(import.At).ToString()).Any()) return false;
        database.Query("note-customer-gone", "gone", "shard", "import_id", "customer_id", "customer")
            .Bind(1, (long)ImportUnderWay.Gone).Bind(2, shard.Shard).Bind(3, import.Id).Bind(4, id)
            .Bind(5, (long)ImportUnderWay.Customer).Run();
        told.WasErased(id, shard.Moment.AsOf);
        customers++;
        return true;
    }

    void RemoveRest(ShardTransaction shard, CustomerId first, CustomerId last)
    {
        foreach (var text in rest)
        {
            shard.Database.Reuse(text, "shard", "first_id", "last_id", "import_id", "gone").Bind(1, shard.Shard)
                .Bind(2, first).Bind(3, last).Bind(4, import.Id).Bind(5, (long)ImportUnderWay.Gone).Run();
        }
    }
}
