using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Attributes;
using Perennial.Data.Batches;
using Perennial.Data.Consent;
using Perennial.Data.Engines;
using Perennial.Data.Facts;

namespace Perennial.Data.Identity;

/// <summary>The facts of a customer that by their own keys are somebody else's, as a batch that states them anew with
/// the ids, instants and sources they have.</summary>
sealed class StrayFacts
{
    static readonly (string Kind, string Query)[] lasting =
        [("activity", "moved-activities"), ("contact", "moved-contacts"), ("response", "moved-responses")];

    readonly List<(string Kind, UInt128 Id)> facts = [];
    readonly List<AttributeSpan> attributes = [];
    readonly List<ConsentStatement> consents = [];

    /// <summary>The facts, of the customers whose keys they came under.</summary>
    public FactBatch Batch { get; private set; } = EventBatch.Of([]);

    /// <summary>How many facts there are.</summary>
    public int Count => facts.Count + attributes.Count + consents.Count;

    /// <summary>Reads them.</summary>
    /// <param name="database">The store.</param>
    /// <param name="shard">The customer's shard.</param>
    /// <param name="customer">With whom they stand.</param>
    /// <param name="keyOf">The key, among those that a fact came under, whose it is; null where it stays.</param>
    public static StrayFacts Read(Database database, int shard, CustomerId customer, Func<FactKey, CustomerId?> keyOf)
    {
        var (found, rows) = (new StrayFacts(), new MovedRows());
        Rows Of(string query) => database.RowsOf(SqlText.Query(query), shard, [customer]);
        var moved = found.ReadOrders(Of, rows, keyOf);
        // What became of an order goes where the order goes.
        using (var changes = Of("known-order-changes"))
        {
            while (changes.Step())
            {
                var key = FactKeys.Read(changes, 6);
                var whose = moved.TryGetValue(changes.OrderId(1).Value, out var with) ? with : keyOf(key);
                if (whose is not { } to) continue;
                rows.AddChange(to, changes);
                found.facts.Add(("change", changes.FactId(2).Value));
            }
        }
        foreach (var (kind, query) in lasting)
        {
            using var all = Of(query);
            while (all.Step())
            {
                if (keyOf(FactKeys.Read(all, all.Columns - 2)) is not { } to) continue;
                if (kind == "activity") rows.AddActivity(to, all);
                else if (kind == "contact") rows.AddContact(to, all);
                else rows.AddResponse(to, all);
                found.facts.Add((kind, all.FactId(1).Value));
            }
        }
        foreach (var span in AttributeRows.Of(database, shard, [customer]).GetValueOrDefault(customer, []))
        {
            var key = new FactKey(span.Key, span.NextKey);
            if (key == default || keyOf(key) is not { } to) continue;
            rows.AddAttributes(to, [MovedAttribute.Of(span)], key);
            found.attributes.Add(span);
        }
        using (var said = Of("consents-of"))
        {
            while (said.Step())
            {
                var key = FactKeys.Read(said, 10);
                if (key == default || keyOf(key) is not { } to) continue;
                var one = PermissionRows.Statement(said);
                rows.AddConsent(to, one, key);
                found.consents.Add(one);
            }
        }
        if (!rows.IsEmpty) found.Batch = rows.Build();
        return found;
    }

    /// <summary>Takes the facts away from where they stood.</summary>
    public void Delete(Database database, int shard, CustomerId customer)
    {
        foreach (var one in consents)
        {
            database.Query("delete-consent", "shard", "customer_id", "channel", "topic", "said_at", "granted", "basis",
                    "expires_at", "source")
                .Bind(1, shard).Bind(2, customer).Bind(3, (long)one.Channel).Bind(4, one.Topic).Bind(5, one.SaidAt)
                .Bind(6, one.IsGranted ? 1L : 0L).Bind(7, (long)one.Basis).Bind(8, one.ExpiresAt.UnixMs)
                .Bind(9, one.Source!).Run();
        }
        if (attributes.Count > 0) AttributeRows.Take(database, shard, customer, attributes);
        foreach (var (kind, id) in facts)
        {
            if (kind == "order")
            {
                database.Query("delete-lines-of-order", "shard", "customer_id", "order_id")
                    .Bind(1, shard).Bind(2, customer).Bind(3, new FactId(id)).Run();
            }
            database.Query($"delete-{kind}", "shard", "customer_id", "fact_id")
                .Bind(1, shard).Bind(2, customer).Bind(3, new FactId(id)).Run();
        }
    }

    // Returns whose each order is that is read, by the order's id.
    Dictionary<UInt128, CustomerId?> ReadOrders(Func<string, Rows> of, MovedRows rows, Func<FactKey, CustomerId?> keyOf)
    {
        var lines = new Dictionary<UInt128, List<KnownLine>>();
        using (var all = of("lines-of-customer"))
        {
            while (all.Step())
            {
                var order = all.OrderId(1).Value;
                if (!lines.TryGetValue(order, out var list)) lines.Add(order, list = []);
                list.Add(new KnownLine(all.Text(2)!, all.Int32(3), all.Int64(4), all.Int64(5), all.Int32(6)));
            }
        }
        var moved = new Dictionary<UInt128, CustomerId?>();
        using var orders = of("known-orders");
        while (orders.Step())
        {
            var order = KnownOrder.Read(orders);
            var to = keyOf(order.Key);
            moved.Add(order.Id.Value, to);
            if (to is not { } customer) continue;
            rows.AddOrder(customer, order, lines.GetValueOrDefault(order.Id.Value, []));
            facts.Add(("order", order.Id.Value));
        }
        return moved;
    }
}
