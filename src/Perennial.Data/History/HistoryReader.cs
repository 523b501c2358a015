using System.Text;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Products;

namespace Perennial.Data.History;

/// <summary>Reads histories from one connection, a chunk of customers at a time.</summary>
static class HistoryReader
{
    // Chunks of customers who are busier than most stay of a size too.
    const int FactsPerChunk = 2_000_000;

    // So many customers are asked for with one question to the database.
    const int CustomersPerQuestion = 4_096;

    /// <summary>All customers of one shard alone.</summary>
    public static IEnumerable<HistoryChunk> All(Database database, int shard, int customersPerChunk)
    {
        var products = new ProductIndex(database);
        foreach (var chunk in All(database, shard, customersPerChunk, products, withPast: false)) yield return chunk;
    }

    /// <summary>All customers of a shard: cursors in the order of customers, side by side.</summary>
    /// <param name="database">Read by it alone until the end.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="customersPerChunk">How many at a time.</param>
    /// <param name="products">Numbers products; the same for all shards of one reading.</param>
    /// <param name="withPast">Whether to read what became of orders too: for whoever looks back.</param>
    /// <param name="withEventNames">Whether to read what activities are called, for rules that ask for it.</param>
    /// <param name="but">Whom to leave out; null for nobody.</param>
    public static IEnumerable<HistoryChunk> All(Database database, int shard, int customersPerChunk,
        ProductIndex products, bool withPast, bool withEventNames = false, IReadOnlySet<CustomerId>? but = null)
    {
        using var keys = database.Scan(SqlText.Query("customer-keys"), shard);
        using var facts = FactCursors.OfShard(database, shard, withPast, withEventNames);
        var chunk = new HistoryChunkBuilder(products, withNames: false, withEventNames);
        while (keys.Step())
        {
            var id = keys.CustomerId(0);
            if (but?.Contains(id) == true) continue;
            chunk.AddCustomer(id, keys.Bytes(1));
            facts.AddTo(chunk, id);
            if (chunk.Count < customersPerChunk && chunk.FactCount < FactsPerChunk) continue;
            yield return chunk.Build();
            chunk = new HistoryChunkBuilder(products, withNames: false, withEventNames);
        }
        // Of those who were left out some may stand behind the last that was read.
        facts.Finish();
        if (chunk.Count > 0) yield return chunk.Build();
    }

    /// <summary>Customers who were several, each as all whom they were, with what became of orders.</summary>
    /// <param name="database">Read by it alone until the end.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="ids">Who, ascending.</param>
    /// <param name="people">Whom they were.</param>
    /// <param name="products">Numbers products.</param>
    /// <param name="withNames">Whether to read the facts' ids and the orders' numbers too.</param>
    /// <param name="withEventNames">Whether to read what activities are called, for rules that ask for it.</param>
    /// <param name="only">One of them alone; null for all.</param>
    public static IEnumerable<HistoryChunk> Apart(Database database, int shard, IReadOnlyList<CustomerId> ids,
        PeopleThen people, ProductIndex products, bool withNames, bool withEventNames = false, CustomerId? only = null)
    {
        foreach (var asked in ids.Chunk(CustomersPerQuestion))
        {
            var (chunk, texts) = (new HistoryChunkBuilder(products, withNames, withEventNames),
                new Dictionary<CustomerId, byte[]>());
            using (var keys = database.RowsOf(SqlText.Query("customer-key"), shard, asked))
                while (keys.Step()) texts.Add(keys.CustomerId(0), keys.Bytes(1).ToArray());
            CustomerId[] known = [.. asked.Where(texts.ContainsKey)];
            var rows = new Dictionary<CustomerId, int>();
            CustomerId[] wanted = only is { } one ? [one] : people.Of(known);
            foreach (var id in wanted)
            {
                rows.Add(id, chunk.Count);
                chunk.AddCustomer(id, texts.TryGetValue(id, out var text) ? text
                    : Encoding.UTF8.GetBytes(people.Others[id].Key));
            }
            if (rows.Count == 0) continue;
            using var facts = FactCursors.OfJoined(database, shard, known);
            foreach (var id in known)
                facts.AddTo(chunk, id, key => rows.GetValueOrDefault(people.Whose(id, key), -1));
            yield return chunk.Build();
        }
    }

    /// <summary>The customers named without their facts; those that are not in the store are left out.</summary>
    public static IEnumerable<HistoryChunk> Names(Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        var chunk = new HistoryChunkBuilder(new ProductIndex(database), withNames: false);
        using (var keys = database.RowsOf(SqlText.Query("customer-key"), shard, ids))
            while (keys.Step()) chunk.AddCustomer(keys.CustomerId(0), keys.Bytes(1));
        if (chunk.Count > 0) yield return chunk.Build();
    }

    /// <summary>The customers named; those that are not in the store are left out.</summary>
    /// <param name="database">Read by it alone until the end.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="ids">Who, ascending.</param>
    /// <param name="customersPerChunk">How many at a time.</param>
    /// <param name="withNames">Whether to read the facts' ids and the orders' numbers too.</param>
    /// <param name="withPast">Whether to read what became of orders too: for whoever looks back.</param>
    /// <param name="withEventNames">Whether to read what activities are called, for rules that ask for it.</param>
    public static IEnumerable<HistoryChunk> Of(Database database, int shard, IReadOnlyList<CustomerId> ids,
        int customersPerChunk, bool withNames, bool withPast = false, bool withEventNames = false)
    {
        var products = new ProductIndex(database);
        foreach (var chunk in
            Of(database, shard, ids, customersPerChunk, withNames, products, withPast, withEventNames))
            yield return chunk;
    }

    /// <summary>The customers named as strategies ask about them: with ids and names, and with when the shop heard of
    /// each fact, for what came in late ends what it ends all the same.</summary>
    public static IEnumerable<HistoryChunk> Heard(
        Database database, int shard, IReadOnlyList<CustomerId> ids, int customersPerChunk) => Of(database, shard, ids,
            customersPerChunk, withNames: true, new ProductIndex(database), withHeard: true);

    /// <summary>The customers named, in one chunk, as they were at a moment's instant: as of a day that is over without
    /// what became of orders since.</summary>
    /// <param name="database">Read by it alone until the end.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="ids">Who, ascending.</param>
    /// <param name="moment">As of when.</param>
    /// <param name="ordersOnly">Whether nothing but orders is asked for.</param>
    public static IEnumerable<HistoryChunk> AsOf(Database database, int shard, IReadOnlyList<CustomerId> ids,
        ShopMoment moment, bool ordersOnly = false)
    {
        var looksBack = moment.AsOf < moment.Now;
        var withNames = moment.Segments?.UsesEventNames == true;
        foreach (var chunk in Of(database, shard, ids, ids.Count, withNames: false, new ProductIndex(database),
            looksBack, withNames, ordersOnly))
            yield return looksBack ? chunk with { History = chunk.History.AsOf(moment.AsOf, Instant.Never) } : chunk;
    }

    /// <summary>The customers named, with their products numbered as the index numbers them.</summary>
    public static IEnumerable<HistoryChunk> Of(Database database, int shard, IReadOnlyList<CustomerId> ids,
        int customersPerChunk, bool withNames, ProductIndex products, bool withPast = false,
        bool withEventNames = false, bool ordersOnly = false, bool withHeard = false)
    {
        var chunk = new HistoryChunkBuilder(products, withNames, withEventNames);
        foreach (var asked in ids.Chunk(CustomersPerQuestion))
        {
            using var stored = new StoredHistories(database, shard, asked, withPast, ordersOnly, withHeard);
            foreach (var id in asked)
            {
                stored.AddTo(chunk, id);
                if (chunk.Count < customersPerChunk && chunk.FactCount < FactsPerChunk) continue;
                yield return chunk.Build();
                chunk = new HistoryChunkBuilder(products, withNames, withEventNames);
            }
        }
        if (chunk.Count > 0) yield return chunk.Build();
    }

    /// <summary>The customers that a batch touched: those whose history it holds whole are not read back.</summary>
    public static IEnumerable<HistoryChunk> Of(Database database, int shard, List<TouchedCustomer> touched,
        FactBatch batch, CustomerGroups groups, int customersPerChunk, bool withEventNames = false,
        bool withHeard = false)
    {
        var products = new ProductIndex(database);
        var held = new HeldHistory(batch.History, groups, products);
        var chunk = new HistoryChunkBuilder(products, withNames: false, withEventNames);
        foreach (var asked in touched.Chunk(CustomersPerQuestion))
        {
            CustomerId[] wanted = [.. asked.Where(customer => customer.Row < 0).Select(customer => customer.Id)];
            using var stored = new StoredHistories(database, shard, wanted, withPast: false, withHeard: withHeard);
            foreach (var (id, row) in asked)
            {
                if (row < 0) stored.AddTo(chunk, id);
                else
                {
                    chunk.AddCustomer(id, batch.Keys[row]);
                    held.AddTo(chunk, row);
                }
                if (chunk.Count < customersPerChunk && chunk.FactCount < FactsPerChunk) continue;
                yield return chunk.Build();
                chunk = new HistoryChunkBuilder(products, withNames: false, withEventNames);
            }
        }
        if (chunk.Count > 0) yield return chunk.Build();
    }

    /// <summary>Some customers as the store has them, one after the other.</summary>
    sealed class StoredHistories(Database database, int shard, CustomerId[] ids, bool withPast,
        bool ordersOnly = false, bool withHeard = false) : IDisposable
    {
        readonly FactCursor keys = new FactCursor(database.RowsOf(SqlText.Query("customer-key"), shard, ids));
        readonly FactCursors facts =
            FactCursors.OfCustomers(database, shard, ids, withPast, ordersOnly, withHeard);

        /// <summary>Adds the next of them, unless the store does not know them.</summary>
        public void AddTo(HistoryChunkBuilder chunk, CustomerId id)
        {
            if (!keys.IsAt(id)) return;
            chunk.AddCustomer(id, keys.Row.Bytes(1));
            facts.AddTo(chunk, id);
        }

        public void Dispose()
        {
            keys.Dispose();
            facts.Dispose();
        }
    }
}
