using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Attributes;

/// <summary>Writes what is said of customers' attributes, customer by customer in the order of ids.</summary>
sealed class AttributeWriter : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly FactBatch batch;
    readonly FactKeys keys;
    readonly Instant now;
    readonly bool any;
    readonly BulkInsert<(CustomerId Id, AttributeSpan Span)> put;
    Dictionary<CustomerId, List<AttributeSpan>> known = [];

    public AttributeWriter(Database database, int shard, FactBatch batch, FactKeys keys, Instant now)
    {
        (this.database, this.shard, this.batch, this.keys, this.now) = (database, shard, batch, keys, now);
        any = batch.Details.Any(details => details is { Attributes.Count: > 0 });
        put = new(database, SqlText.Query("put-attribute"), AttributeRows.Parameters,
            (to, first, row) => AttributeRows.Bind(to, first, shard, row.Id, row.Span));
    }

    /// <summary>Reads what is known of customers, ascending.</summary>
    public void Load(IReadOnlyList<CustomerId> ids) => known = any ? AttributeRows.Of(database, shard, ids) : [];

    /// <summary>Writes what a batch says of a customer.</summary>
    /// <returns>The attributes of which another value holds now, with that value.</returns>
    public IReadOnlyDictionary<string, string> Put(CustomerId id, ArraySegment<int> rows)
    {
        if (!any || !rows.Any(row => batch.Details[row] is { Attributes.Count: > 0 })) return none;
        var spans = new AttributeSpans(known.GetValueOrDefault(id, []));
        var before = spans.All.Select(span => span.Name).Distinct()
            .ToDictionary(name => name, name => AttributeSpans.Holding(spans.All, name)?.Value ?? "");
        var written = new Dictionary<(string, Instant, string), AttributeSpan>();
        foreach (var row in rows)
            foreach (var said in batch.Details[row]?.Attributes ?? [])
                foreach (var span in spans.Say(SpanOf(said, row))) written[(span.Name, span.SaidAt, span.Value)] = span;
        foreach (var span in spans.Settle([.. written.Values.Select(span => span.Name).Distinct()]))
            written[(span.Name, span.SaidAt, span.Value)] = span;
        foreach (var span in written.Values) put.Add((id, span));
        return written.Values.Select(span => span.Name).Distinct()
            .Select(name => (Name: name, Value: AttributeSpans.Holding(spans.All, name)?.Value ?? ""))
            .Where(one => one.Value != before.GetValueOrDefault(one.Name, ""))
            .ToDictionary(one => one.Name, one => one.Value);
    }

    static readonly IReadOnlyDictionary<string, string> none = new Dictionary<string, string>();

    AttributeSpan SpanOf(AttributeStatement said, int row)
    {
        var at = said.SaidAt.HasValue ? said.SaidAt : batch.Live is { } live ? live.SaidAt[row] : now;
        var source = said.Source ?? (batch.Live is { } from ? from.Source[row] : batch.Source);
        var heard = said.KnownAt.HasValue ? said.KnownAt : HeardAt(row);
        return new AttributeSpan(said.Name, said.Value, at, at, heard, source)
        {
            Key = keys.Of(row).Own, NextKey = keys.Of(row).Next,
        };
    }

    Instant HeardAt(int row) => batch.Live is { KnownAt.Count: > 0 } live && live.KnownAt[row].HasValue
        ? live.KnownAt[row] : now;

    /// <summary>Writes what still waits.</summary>
    public void Flush() => put.Flush();

    public void Dispose() => put.Dispose();
}
