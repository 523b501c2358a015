using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Offers;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;

namespace Perennial.Data.Offers;

/// <summary>A promise as it is stored.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="ClosedAt">When it was found to bind no more; <see cref="Instant.Never"/> while it was not.</param>
readonly record struct StoredPromise(Promise Promise, Instant ClosedAt);

/// <summary>Reads promises and writes them, inside a shard's transaction.</summary>
static class PromiseRows
{
    static readonly string[] parameters =
    [
        "shard", "customer_id", "contact_id", "offer", "applies_to", "price_cents", "channel", "made_at", "last_day",
        "is_phantom", "strategy", "occurrence", "code", "terms", "closed_at",
    ];

    /// <summary>What some customers of a shard, ascending, were promised; nothing of whoever was promised nothing.
    /// </summary>
    public static Dictionary<CustomerId, List<StoredPromise>> Of(Database database, int shard, CustomerId[] ids)
    {
        var found = new Dictionary<CustomerId, List<StoredPromise>>();
        using var rows = new FactCursor(database.RowsOf(SqlText.Query("promises-of"), shard, ids));
        foreach (var id in ids)
        {
            for (; rows.IsAt(id); rows.Next())
            {
                if (!found.TryGetValue(id, out var mine)) found.Add(id, mine = []);
                mine.Add(Read(rows.Row));
            }
        }
        return found;
    }

    /// <summary>A row of the queries of promises.</summary>
    public static StoredPromise Read(Rows row) => new(
        new Promise(OfferText.Read(row.Text(9)!), (ContactChannel)row.Int64(2), row.Instant(3),
            ShopCalendar.Date(row.Int32(4)))
        {
            Contact = row.FactId(1), IsPhantom = row.Int64(5) != 0, Strategy = row.Text(6), Occurrence = row.Text(7),
            Code = row.Text(8),
        }, row.IsNull(10) ? Instant.Never : row.Instant(10));

    /// <summary>An insertion of promises of a shard's customers; what is there stays as it is.</summary>
    public static BulkInsert<(CustomerId Id, StoredPromise Row)> Adding(Database database, int shard) =>
        new(database, SqlText.Query("add-promise"), parameters, (to, first, row) => Bind(to, first, shard, row));

    static void Bind(Statement to, int first, int shard, (CustomerId Id, StoredPromise Row) one)
    {
        var (promise, terms) = (one.Row.Promise, one.Row.Promise.Terms);
        to.Bind(first, shard).Bind(first + 1, one.Id).Bind(first + 2, promise.Contact).Bind(first + 3, terms.Name)
            .Bind(first + 4, AppliesTo(terms))
            .Bind(first + 5, terms.Prices.Count > 0 ? terms.Prices.Values.Min() : (long?)null)
            .Bind(first + 6, (long)promise.Channel).Bind(first + 7, promise.MadeAt)
            .Bind(first + 8, ShopCalendar.Day(promise.LastDay)).Bind(first + 9, promise.IsPhantom ? 1L : 0L)
            .Bind(first + 10, promise.Strategy).Bind(first + 11, promise.Occurrence).Bind(first + 12, promise.Code)
            .Bind(first + 13, OfferText.Of(terms)).Bind(first + 14, one.Row.ClosedAt);
    }

    static string AppliesTo(Offer terms) => terms.Kind == OfferKind.Price
        ? $"product {string.Join(", ", terms.Prices.Keys.Order(StringComparer.Ordinal))}" : terms.AppliesTo;
}
