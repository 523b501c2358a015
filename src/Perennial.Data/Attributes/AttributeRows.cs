using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Data.Engines;

namespace Perennial.Data.Attributes;

/// <summary>Reads and writes what was said of customers' attributes.</summary>
static class AttributeRows
{
    /// <summary>The names of the parameters of <c>put-attribute</c>, in order.</summary>
    public static readonly string[] Parameters =
    [
        "shard", "customer_id", "name", "value", "said_at", "last_said_at", "known_at", "source", "key_id",
    ];

    /// <summary>A row of <c>attributes-of</c>.</summary>
    public static AttributeRun Run(Rows row) => new(
        row.Text(1)!, row.Text(2)!, row.Instant(3), row.Instant(4), row.Instant(5), row.Text(6)!)
    {
        Key = row.IsNull(7) ? null : row.CustomerId(7),
    };

    /// <summary>Binds a run to the parameters of <c>put-attribute</c> from the given number on.</summary>
    public static void Bind(Statement to, int first, int shard, CustomerId customer, AttributeRun run)
    {
        to.Bind(first, shard).Bind(first + 1, customer).Bind(first + 2, run.Name).Bind(first + 3, run.Value)
            .Bind(first + 4, run.SaidAt).Bind(first + 5, run.LastSaidAt).Bind(first + 6, run.KnownAt)
            .Bind(first + 7, run.Source);
        if (run.Key is { } key) to.Bind(first + 8, key);
        else to.BindNull(first + 8);
    }

    /// <summary>Those of customers of a shard, ascending; whoever has none is left out.</summary>
    public static Dictionary<CustomerId, List<AttributeRun>> Of(
        Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        var found = new Dictionary<CustomerId, List<AttributeRun>>();
        if (ids.Count == 0) return found;
        using var rows = database.RowsOf(SqlText.Query("attributes-of"), shard, ids);
        while (rows.Step())
        {
            if (!found.TryGetValue(rows.CustomerId(0), out var mine)) found.Add(rows.CustomerId(0), mine = []);
            mine.Add(Run(rows));
        }
        return found;
    }
}
