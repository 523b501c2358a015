using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Facts;
using Perennial.Data.Strategies;

namespace Perennial.Data.Identity;

/// <summary>The facts that stand under keys which have become other customers', as a batch that states them anew with
/// the ids, instants and sources they have.</summary>
sealed class MovedFacts
{
    // Every row counts, also of a table that is not read below: its facts would be lost with the key.
    static readonly string count = "select " + string.Join(" + ", CustomerTables.Moved.Select(
        (table, i) =>
            $"(select count(*) from {table.Name} where shard = @shard{i} and customer_id = @customer_id{i})"));

    static readonly string[] countParameters =
        [.. CustomerTables.Moved.SelectMany((_, i) => new[] { $"shard{i}", $"customer_id{i}" })];

    MovedFacts(FactBatch batch, IReadOnlyList<(PendingAlias, long)> counts,
        IReadOnlyList<(CustomerId, MovedStrategies)> strategies) =>
        (Batch, Counts, Strategies) = (batch, counts, strategies);

    /// <summary>Where whoever the keys were stood in strategies; those who stood nowhere are left out.</summary>
    public IReadOnlyList<(CustomerId Alias, MovedStrategies Moved)> Strategies { get; }

    /// <summary>The facts, of the customers that the keys belong to.</summary>
    public FactBatch Batch { get; }

    /// <summary>How many rows stood under each key.</summary>
    public IReadOnlyList<(PendingAlias Alias, long Count)> Counts { get; }

    /// <summary>Reads the facts of keys, ascending, in one shard.</summary>
    public static MovedFacts Read(Database database, int shard, IReadOnlyList<PendingAlias> pending)
    {
        var rows = new MovedRows();
        CustomerId[] ids = [.. pending.Select(alias => alias.Alias)];
        FactCursor Cursor(string query) => new FactCursor(database.RowsOf(SqlText.Query(query), shard, ids));
        using var orders = Cursor("known-orders");
        using var lines = Cursor("lines-of-customer");
        using var changes = Cursor("changes-of-customer");
        using var versions = Cursor("versions-of-customer");
        using var activities = Cursor("moved-activities");
        using var contacts = Cursor("moved-contacts");
        using var responses = Cursor("moved-responses");
        using var assignments = Cursor("assignments-of-customer");
        using var standings = new MovedStrategies.Reader(database, shard, ids);
        var counts = new List<(PendingAlias, long)>();
        var strategies = new List<(CustomerId, MovedStrategies)>();
        foreach (var alias in pending)
        {
            var read = 0;
            IEnumerable<Rows> Of(FactCursor cursor)
            {
                for (; cursor.IsAt(alias.Alias); cursor.Next())
                {
                    read++;
                    yield return cursor.Row;
                }
            }
            if (alias.Known is { } known) rows.AddKnown(alias.Alias, known);
            var told = new ToldOrders(Of(orders), Of(lines), Of(changes), Of(versions));
            foreach (var order in told.Orders) rows.AddOrder(alias.Alias, order, told.VersionsOf(order));
            foreach (var change in told.Changes) rows.AddChange(alias.Alias, change.Fact, change.Source, change.Key);
            foreach (var row in Of(activities)) rows.AddActivity(alias.Alias, row);
            foreach (var row in Of(contacts)) rows.AddContact(alias.Alias, row);
            foreach (var row in Of(responses)) rows.AddResponse(alias.Alias, row);
            foreach (var row in Of(assignments)) rows.AddAssignment(alias.Alias, Assignments.Read(row));
            var stood = standings.Of(alias.Alias, out var standing);
            if (stood.Any) strategies.Add((alias.Alias, stood));
            counts.Add((alias, read + standing));
        }
        return new MovedFacts(rows.Build(), counts, strategies);
    }

    /// <summary>How many rows stand under a key.</summary>
    public static long Count(Database database, int shard, CustomerId alias)
    {
        var query = database.Reuse(count, countParameters);
        for (var i = 0; i < CustomerTables.Moved.Count; i++) query.Bind(1 + 2 * i, shard).Bind(2 + 2 * i, alias);
        return query.Number() ?? 0;
    }

    /// <summary>Takes them away and notes that they are moved.</summary>
    public static void Delete(Database database, int shard, CustomerId alias)
    {
        foreach (var table in CustomerTables.Moved)
            database.Reuse(table.Delete, "shard", "customer_id").Bind(1, shard).Bind(2, alias).Run();
        database.Query("alias-moved", "shard", "alias_id").Bind(1, shard).Bind(2, alias).Run();
    }
}
