using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;
using Perennial.Core.Segments.Rules;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Attributes;

/// <summary>Reads and writes what was said of customers' attributes.</summary>
static class AttributeRows
{
    /// <summary>The names of the parameters of <c>put-attribute</c>, in order.</summary>
    public static readonly string[] Parameters =
    [
        "shard", "customer_id", "name", "value", "said_at", "last_said_at", "known_at", "source", "holds",
        "number", "key_id", "next_key_id",
    ];

    /// <summary>A row of <c>attributes-of</c>.</summary>
    public static AttributeSpan Span(Rows row) => new(
        row.Text(1)!, row.Text(2)!, row.Instant(3), row.Instant(4), row.Instant(5), row.Text(6)!)
    {
        Holds = row.Int64(7) != 0,
        Key = row.IsNull(8) ? null : row.CustomerId(8),
        NextKey = row.IsNull(9) ? null : row.CustomerId(9),
    };

    /// <summary>Binds a span to the parameters of <c>put-attribute</c> from the given number on.</summary>
    public static void Bind(Statement to, int first, int shard, CustomerId customer, AttributeSpan span)
    {
        to.Bind(first, shard).Bind(first + 1, customer).Bind(first + 2, span.Name).Bind(first + 3, span.Value)
            .Bind(first + 4, span.SaidAt).Bind(first + 5, span.LastSaidAt).Bind(first + 6, span.KnownAt)
            .Bind(first + 7, span.Source).Bind(first + 8, span.Holds ? 1L : 0L);
        if (AttributeValue.NumberOf(span.Value) is { } number) to.Bind(first + 9, number);
        else to.BindNull(first + 9);
        FactKeys.Bind(to, first + 10, new FactKey(span.Key, span.NextKey));
    }

    /// <summary>Takes some of a customer's away; what holds then is said of the others.</summary>
    public static void Take(Database database, int shard, CustomerId customer, IReadOnlyList<AttributeSpan> spans)
    {
        foreach (var span in spans)
        {
            database.Query("delete-attribute", "shard", "customer_id", "name", "said_at", "value").Bind(1, shard)
                .Bind(2, customer).Bind(3, span.Name).Bind(4, span.SaidAt).Bind(5, span.Value).Run();
        }
        var left = new AttributeSpans(Of(database, shard, [customer]).GetValueOrDefault(customer, []));
        using var put = new BulkInsert<AttributeSpan>(database, SqlText.Query("put-attribute"), Parameters,
            (to, first, span) => Bind(to, first, shard, customer, span));
        foreach (var span in left.Settle([.. spans.Select(span => span.Name).Distinct()])) put.Add(span);
        put.Flush();
    }

    /// <summary>Writes what is said of a customer's attributes beside what was said before.</summary>
    public static void Say(Database database, int shard, CustomerId customer, IReadOnlyList<AttributeSpan> said)
    {
        var spans = new AttributeSpans(Of(database, shard, [customer]).GetValueOrDefault(customer, []));
        var written = new Dictionary<(string, Instant, string), AttributeSpan>();
        foreach (var one in said)
            foreach (var span in spans.Say(one)) written[(span.Name, span.SaidAt, span.Value)] = span;
        foreach (var span in spans.Settle([.. said.Select(one => one.Name).Distinct()]))
            written[(span.Name, span.SaidAt, span.Value)] = span;
        using var put = new BulkInsert<AttributeSpan>(database, SqlText.Query("put-attribute"), Parameters,
            (to, first, span) => Bind(to, first, shard, customer, span));
        foreach (var span in written.Values) put.Add(span);
        put.Flush();
    }

    /// <summary>Sets the cells of a row of <c>held-attributes</c>.</summary>
    public static void Hold(Rows row, AttributeTable into, int at) => into.SetOwn(at, row.Text(1)!, row.Text(2)!);

    /// <summary>Those of customers of a shard, ascending; whoever has none is left out.</summary>
    public static Dictionary<CustomerId, List<AttributeSpan>> Of(
        Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        var found = new Dictionary<CustomerId, List<AttributeSpan>>();
        if (ids.Count == 0) return found;
        using var rows = database.RowsOf(SqlText.Query("attributes-of"), shard, ids);
        while (rows.Step())
        {
            if (!found.TryGetValue(rows.CustomerId(0), out var mine)) found.Add(rows.CustomerId(0), mine = []);
            mine.Add(Span(rows));
        }
        return found;
    }
}
