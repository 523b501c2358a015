using System.Runtime.InteropServices;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>The facts that stand under keys which have become other customers', as a batch that states them anew with
/// the ids, instants and sources they have.</summary>
sealed class MovedFacts
{
    static readonly string[] tables =
        ["orders", "lines", "order-changes", "activities", "contacts", "responses", "assignments"];

    MovedFacts(FactBatch batch, IReadOnlyList<(PendingAlias, long)> counts) => (Batch, Counts) = (batch, counts);

    /// <summary>The facts, of the customers that the keys belong to.</summary>
    public FactBatch Batch { get; }

    /// <summary>How many facts stood under each key.</summary>
    public IReadOnlyList<(PendingAlias Alias, long Count)> Counts { get; }

    /// <summary>Reads the facts of keys, ascending, in one shard.</summary>
    public static MovedFacts Read(Database database, int shard, IReadOnlyList<PendingAlias> pending)
    {
        var rows = new MovedRows();
        CustomerId[] ids = [.. pending.Select(alias => alias.Alias)];
        FactCursor Cursor(string query) => new FactCursor(database.RowsOf(SqlText.Query(query), shard, ids)).Start();
        using var orders = Cursor("known-orders");
        using var lines = Cursor("lines-of-customer");
        using var changes = Cursor("known-order-changes");
        using var activities = Cursor("moved-activities");
        using var contacts = Cursor("moved-contacts");
        using var responses = Cursor("moved-responses");
        using var assignments = Cursor("assignments-of-customer");
        var counts = new List<(PendingAlias, long)>();
        foreach (var alias in pending)
        {
            var before = rows.FactCount;
            if (alias.Known is { } known) rows.AddKnown(alias.Alias, known);
            var linesOf = new Dictionary<OrderId, List<KnownLine>>();
            for (; lines.IsAt(alias.Alias); lines.Next())
            {
                var row = lines.Row;
                CollectionsMarshal.GetValueRefOrAddDefault(linesOf, row.OrderId(1), out _) ??= [];
                linesOf[row.OrderId(1)].Add(
                    new KnownLine(row.Text(2)!, row.Int32(3), row.Int64(4), row.Int64(5), row.Int32(6)));
            }
            for (; orders.IsAt(alias.Alias); orders.Next())
            {
                var order = KnownOrder.Read(orders.Row);
                rows.AddOrder(alias.Alias, order, linesOf.GetValueOrDefault(order.Id, []));
            }
            for (; changes.IsAt(alias.Alias); changes.Next()) rows.AddChange(alias.Alias, changes.Row);
            for (; activities.IsAt(alias.Alias); activities.Next()) rows.AddActivity(alias.Alias, activities.Row);
            for (; contacts.IsAt(alias.Alias); contacts.Next()) rows.AddContact(alias.Alias, contacts.Row);
            for (; responses.IsAt(alias.Alias); responses.Next()) rows.AddResponse(alias.Alias, responses.Row);
            for (; assignments.IsAt(alias.Alias); assignments.Next())
                rows.AddAssignment(alias.Alias, Assignments.Read(assignments.Row));
            counts.Add((alias, rows.FactCount - before));
        }
        return new MovedFacts(rows.Build(), counts);
    }

    /// <summary>How many facts stand under a key.</summary>
    public static long Count(Database database, int shard, CustomerId alias)
    {
        var query = database.Query("count-facts-of-customer", "shard", "customer_id", "shard2", "customer_id2",
            "shard3", "customer_id3", "shard4", "customer_id4", "shard5", "customer_id5", "shard6", "customer_id6");
        for (var i = 0; i < 6; i++) query.Bind(1 + 2 * i, shard).Bind(2 + 2 * i, alias);
        return query.Number() ?? 0;
    }

    /// <summary>Takes them away and notes that they are moved.</summary>
    public static void Delete(Database database, int shard, CustomerId alias)
    {
        foreach (var table in tables)
            database.Query($"delete-{table}", "shard", "customer_id").Bind(1, shard).Bind(2, alias).Run();
        database.Query("alias-moved", "shard", "alias_id").Bind(1, shard).Bind(2, alias).Run();
    }
}
