using Perennial.Core.History;
using Perennial.Core;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Intake;

/// <summary>Some customers of an import that is under way.</summary>
/// <param name="import">Its number.</param>
/// <param name="shard">The shard that notes that they are written.</param>
/// <param name="next">Who comes after them.</param>
/// <param name="rows">The rows of the file that speak of them.</param>
sealed class ImportPart(long import, int shard, CustomerId next, IReadOnlyList<int> rows)
{
    /// <summary>The shard that notes that they are written: that of the ids that follow from the file's own keys.
    /// </summary>
    public int Shard => shard;

    /// <summary>The rows of the file that speak of them.</summary>
    public IReadOnlyList<int> Rows => rows;

    /// <summary>Whether it is noted.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Notes what was added to a shard, in the transaction that adds it.</summary>
    public void Note(ShardTransaction one, NewFacts added)
    {
        using var add = new BulkInsert<(CustomerId Customer, FactKind Kind, UInt128 Id)>(one.Database,
            SqlText.Query("add-import-fact"), ["shard", "import_id", "customer_id", "kind", "fact_id"],
            (to, first, fact) => to.Bind(first, one.Shard).Bind(first + 1, import).Bind(first + 2, fact.Customer)
                .Bind(first + 3, (long)fact.Kind).Bind(first + 4, new CustomerId(fact.Id)));
        foreach (var id in added.Customers) add.Add((id, ImportUnderWay.Customer, id.Value));
        foreach (var (id, fact) in added.All) add.Add((id, fact.Kind, fact.Id));
        add.Flush();
    }

    /// <summary>Notes that they are written, and what came of it.</summary>
    public bool End(ShardTransaction one, WriteResult result)
    {
        one.Database.Query("put-import-place", "shard", "import_id", "next_id")
            .Bind(1, shard).Bind(2, import).Bind(3, next).Run();
        one.Database.Query("count-import", "customers_added", "customers_updated", "customers_unchanged",
                "orders_added", "orders_updated", "orders_unchanged", "activities_added", "activities_unchanged",
                "contacts_added", "contacts_unchanged", "responses_added", "responses_unchanged", "import_id")
            .Bind(1, result.Customers.Added).Bind(2, result.Customers.Updated).Bind(3, result.Customers.Unchanged)
            .Bind(4, result.Orders.Added).Bind(5, result.Orders.Updated).Bind(6, result.Orders.Unchanged)
            .Bind(7, result.Activities.Added).Bind(8, result.Activities.Unchanged)
            .Bind(9, result.Contacts.Added).Bind(10, result.Contacts.Unchanged)
            .Bind(11, result.Responses.Added).Bind(12, result.Responses.Unchanged).Bind(13, import).Run();
        return IsDone = true;
    }
}
