using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Engines;

namespace Perennial.Data.History;

/// <summary>All facts, customer by customer: of a whole shard, or of the customers named.</summary>
sealed class FactCursors : IDisposable
{
    // Cells with the instant from which what an order says was given back counts.
    const int RefundedAt = 10, RefundedAtOfStatement = 15;

    // Cells with the key that a fact came under, of those who were several.
    const int OrderKey = 16, ActivityKey = 13, ContactKey = 14, ResponseKey = 9;

    readonly FactCursor orders, lines;
    readonly FactCursor? activities, contacts, responses;
    // Read by whoever looks back.
    readonly FactCursor? versions;
    readonly Func<string, Rows> rows;
    readonly bool withHeard;
    FactCursor? changes;

    FactCursors(Func<string, Rows> rows, bool withPast, bool ordersOnly, bool withHeard = false)
    {
        (this.rows, this.withHeard) = (rows, withHeard);
        try
        {
            orders = new FactCursor(rows(withPast ? "statements" : "orders"));
            if (withPast) versions = new FactCursor(rows("versions"));
            lines = new FactCursor(rows("lines"));
            if (ordersOnly) return;
            activities = new FactCursor(rows("activities"));
            contacts = new FactCursor(rows("contacts"));
            responses = new FactCursor(rows("responses"));
        }
        // Each is a connection with a transaction of its own, and nobody has those that began before one failed.
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>At the first customer of a shard.</summary>
    public static FactCursors OfShard(Database database, int shard, bool withPast, bool withEventNames = false) =>
        new(name => database.Scan(SqlText.Query(
            withEventNames && name == "activities" ? "named-activities" : name), shard), withPast, ordersOnly: false);

    /// <summary>At the first of the customers named, ascending.</summary>
    public static FactCursors OfCustomers(Database database, int shard, IReadOnlyList<CustomerId> ids, bool withPast,
        bool ordersOnly = false, bool withHeard = false) => new(
            name => database.RowsOf(SqlText.Query($"{name}-of-customer"), shard, ids), withPast, ordersOnly, withHeard);

    /// <summary>At the first of customers who were several, ascending: with what a look back asks, and the key that
    /// each fact came under.</summary>
    public static FactCursors OfJoined(Database database, int shard, IReadOnlyList<CustomerId> ids) =>
        new(name => database.RowsOf(SqlText.Query(name is "statements" or "activities" or "contacts" or "responses"
            ? $"{name}-with-keys" : $"{name}-of-customer"), shard, ids), withPast: true, ordersOnly: false);

    /// <summary>Adds the facts of a customer, whom the chunk added last, and goes past them.</summary>
    public void AddTo(HistoryChunkBuilder chunk, CustomerId id) => Add(chunk, id, null);

    /// <summary>Adds the facts of a customer who was several, and goes past them.</summary>
    /// <param name="chunk">Has everybody whom the customer was.</param>
    /// <param name="id">Who.</param>
    /// <param name="rowOf">The row of whoever had a key, null for the customer's own; negative where the chunk does not
    /// have them.</param>
    public void AddTo(HistoryChunkBuilder chunk, CustomerId id, Func<CustomerId?, int> rowOf) =>
        Add(chunk, id, rowOf);

    static int RowOf(HistoryChunkBuilder chunk, Rows row, int key, Func<CustomerId?, int>? rowOf) =>
        rowOf is null ? chunk.Customer : rowOf(row.IsNull(key) ? null : row.CustomerId(key));

    void Add(HistoryChunkBuilder chunk, CustomerId id, Func<CustomerId?, int>? rowOf)
    {
        var withKnown = withHeard || versions is not null;
        for (; orders.IsAt(id); orders.Next())
        {
            if (RowOf(chunk, orders.Row, OrderKey, rowOf) is not (>= 0 and var row)) continue;
            chunk.Orders.Add(row, orders.Row);
            if (withHeard) chunk.Orders.AddHeard(orders.Row);
            AddChanges(chunk, id, orders.Row);
            AddLines(chunk, id, orders.Row.OrderId(1));
        }
        while (lines.IsAt(id)) lines.Next();
        for (; activities?.IsAt(id) == true; activities.Next())
        {
            if (RowOf(chunk, activities.Row, ActivityKey, rowOf) is not (>= 0 and var row)) continue;
            chunk.Activities.Add(row, activities.Row);
            if (withKnown) chunk.Activities.AddKnown(activities.Row);
        }
        for (; contacts?.IsAt(id) == true; contacts.Next())
        {
            if (RowOf(chunk, contacts.Row, ContactKey, rowOf) is not (>= 0 and var row)) continue;
            chunk.Contacts.Add(row, contacts.Row);
            if (withKnown) chunk.Contacts.AddKnown(contacts.Row);
        }
        for (; responses?.IsAt(id) == true; responses.Next())
        {
            if (RowOf(chunk, responses.Row, ResponseKey, rowOf) is not (>= 0 and var row)) continue;
            chunk.Responses.Add(row, responses.Row);
            if (withKnown) chunk.Responses.AddKnown(responses.Row);
        }
    }

    void AddChanges(HistoryChunkBuilder chunk, CustomerId id, Rows order)
    {
        var (row, now) = (chunk.Orders.Count - 1, order.OrderId(1));
        if (versions is not null) chunk.Orders.AddKnown(order);
        // Where nothing was given back nobody needs to know when.
        else if (!chunk.Orders.IsRefunded) return;
        changes ??= new FactCursor(rows("changes"));
        chunk.Orders.BeginRefunds();
        for (; changes.IsAt(id) && changes.Row.OrderId(1).Value <= now.Value; changes.Next())
        {
            if (changes.Row.OrderId(1) != now) continue;
            var change = ChangeRow.Read(changes.Row);
            chunk.Orders.AddRefund(change);
            if (versions is not null) chunk.Orders.AddChange(row, change);
        }
        for (; versions?.IsAt(id) == true && versions.Row.OrderId(1).Value <= now.Value; versions.Next())
            if (versions.Row.OrderId(1) == now) chunk.Orders.AddVersion(row, versions.Row);
        chunk.Orders.EndRefunds(order, versions is null ? RefundedAt : RefundedAtOfStatement);
        if (versions is not null) chunk.Orders.EndPast(row, order);
    }

    // Lines whose order is missing are passed over, as orders whose customer is missing are.
    void AddLines(HistoryChunkBuilder chunk, CustomerId id, OrderId order)
    {
        for (; lines.IsAt(id); lines.Next())
        {
            var of = lines.Row.OrderId(1).Value;
            if (of > order.Value) return;
            if (of == order.Value) chunk.Orders.AddLine(lines.Row);
        }
    }

    /// <summary>Reads what is left to its end: an answer that is cut off costs the server more than its last rows.
    /// </summary>
    public void Finish()
    {
        foreach (var cursor in (FactCursor?[])[orders, lines, activities, contacts, responses, changes, versions])
            cursor?.Finish();
    }

    public void Dispose()
    {
        orders?.Dispose();
        lines?.Dispose();
        activities?.Dispose();
        contacts?.Dispose();
        responses?.Dispose();
        changes?.Dispose();
        versions?.Dispose();
    }
}
