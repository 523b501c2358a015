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
    // With the cell from which on each row has the keys that the fact came under.
    static readonly (string Kind, string Query, int Keys)[] lasting =
        [("activity", "moved-activities", 8), ("contact", "moved-contacts", 6), ("response", "moved-responses", 9)];

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
        using (Rows orders = Of("known-orders"), lines = Of("lines-of-customer"), changes = Of("changes-of-customer"),
            versions = Of("versions-of-customer"))
        {
            found.AddOrders(new ToldOrders(orders.Each(), lines.Each(), changes.Each(), versions.Each()), rows, keyOf);
        }
        foreach (var (kind, query, keys) in lasting)
        {
            using var all = Of(query);
            while (all.Step())
            {
                if (keyOf(FactKeys.Read(all, keys)) is not { } to) continue;
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
                foreach (var with in (string[])["delete-lines-of-order", "delete-versions-of-order"])
                    database.Query(with, "shard", "customer_id", "order_id")
                        .Bind(1, shard).Bind(2, customer).Bind(3, new FactId(id)).Run();
            }
            database.Query($"delete-{kind}", "shard", "customer_id", "fact_id")
                .Bind(1, shard).Bind(2, customer).Bind(3, new FactId(id)).Run();
        }
    }

    void AddOrders(ToldOrders told, MovedRows rows, Func<FactKey, CustomerId?> keyOf)
    {
        var whose = new Dictionary<OrderId, CustomerId?>();
        foreach (var order in told.Orders)
        {
            var to = keyOf(order.Key);
            whose.Add(order.Id, to);
            if (to is not { } customer) continue;
            rows.AddOrder(customer, order, told.VersionsOf(order));
            facts.Add(("order", order.Id.Value));
        }
        // What became of an order goes where the order goes.
        foreach (var change in told.Changes)
        {
            if ((whose.TryGetValue(change.Fact.Order, out var with) ? with : keyOf(change.Key)) is not { } to) continue;
            rows.AddChange(to, change.Fact, change.Source, change.Key);
            facts.Add(("change", change.Fact.Id.Value));
        }
    }
}
