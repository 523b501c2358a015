using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Data;

/// <summary>Rows of one table in the order of customers, read beside those of other tables.</summary>
/// <param name="rows">Its first cell is the customer. Disposed of with the cursor.</param>
sealed class FactCursor(Statement rows) : IDisposable
{
    bool more;

    /// <summary>The row it stands at.</summary>
    public Statement Row => rows;

    /// <summary>Goes to the first row.</summary>
    public FactCursor Start()
    {
        more = rows.Step();
        return this;
    }

    /// <summary>Whether it stands at a row of this customer. Rows of customers before are passed over: they belong to
    /// nobody, and <c>doctor</c> reports them.</summary>
    public bool IsAt(CustomerId id)
    {
        for (; more; more = rows.Step())
        {
            var order = rows.CustomerId(0).CompareTo(id);
            if (order >= 0) return order == 0;
        }
        return false;
    }

    /// <summary>Goes to the next row.</summary>
    public void Next() => more = rows.Step();

    public void Dispose() => rows.Dispose();
}

/// <summary>All facts, customer by customer: of a whole shard, or of one customer after the other.</summary>
sealed class FactCursors : IDisposable
{
    readonly FactCursor orders, lines, activities, contacts, responses;

    FactCursors(Func<string, Statement> prepare)
    {
        orders = new(prepare("orders"));
        lines = new(prepare("lines"));
        activities = new(prepare("activities"));
        contacts = new(prepare("contacts"));
        responses = new(prepare("responses"));
    }

    IEnumerable<FactCursor> All => [orders, lines, activities, contacts, responses];

    /// <summary>At the first customer of a shard.</summary>
    public static FactCursors OfShard(SqliteDatabase database, int shard)
    {
        var cursors = new FactCursors(name => database.Prepare(SqlText.Query(name), "shard").Bind(1, shard));
        foreach (var cursor in cursors.All) cursor.Start();
        return cursors;
    }

    /// <summary>At no customer yet: see <see cref="GoTo"/>.</summary>
    public static FactCursors OfCustomers(SqliteDatabase database, int shard) => new(name =>
        database.Prepare(SqlText.Query($"{name}-of-customer"), "shard", "customer_id").Bind(1, shard));

    /// <summary>Starts with one customer, where the cursors are not those of a shard.</summary>
    public void GoTo(CustomerId id)
    {
        foreach (var cursor in All)
        {
            cursor.Row.Bind(2, id);
            cursor.Start();
        }
    }

    /// <summary>Adds the facts of a customer, whom the chunk added last, and goes past them.</summary>
    public void AddTo(HistoryChunkBuilder chunk, CustomerId id)
    {
        for (; orders.IsAt(id); orders.Next())
        {
            chunk.Orders.Add(chunk.Customer, orders.Row);
            AddLines(chunk, id, orders.Row.OrderId(1));
        }
        while (lines.IsAt(id)) lines.Next();
        for (; activities.IsAt(id); activities.Next()) chunk.Activities.Add(chunk.Customer, activities.Row);
        for (; contacts.IsAt(id); contacts.Next()) chunk.Contacts.Add(chunk.Customer, contacts.Row);
        for (; responses.IsAt(id); responses.Next()) chunk.Responses.Add(chunk.Customer, responses.Row);
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

    public void Dispose()
    {
        foreach (var cursor in All) cursor.Dispose();
    }
}
