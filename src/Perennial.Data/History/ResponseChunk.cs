using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Engines;
using Perennial.Data.Products;

namespace Perennial.Data.History;

/// <summary>Collects the responses of a chunk.</summary>
sealed class ResponseChunk(bool withNames)
{
    readonly TextPool dispositions = new();
    readonly List<int> customer = [];
    readonly List<Instant> at = [];
    readonly List<ResponseKind> kind = [];
    readonly List<ContactChannel> channel = [];
    readonly List<FactId> ids = [], contact = [];
    readonly List<Instant> known = [];
    readonly List<string?> disposition = [], text = [];

    public int Count => customer.Count;

    /// <summary>Adds a response as the store has it.</summary>
    public void Add(int row, Rows response)
    {
        Add(row, response.Instant(2), (ResponseKind)response.Int64(3), (ContactChannel)response.Int64(4),
            response.IsNull(5) ? FactId.None : response.FactId(5), dispositions.Of(response, 6));
        if (!withNames) return;
        ids.Add(response.FactId(1));
        text.Add(response.Text(8));
    }

    /// <summary>Notes when the response added last was first known.</summary>
    public void AddKnown(Rows response)
    {
        InOrder.Pad(known, Count - 1);
        known.Add(response.IsNull(7) ? Instant.None : response.Instant(7));
    }

    /// <summary>Adds a response of a batch.</summary>
    public void Add(int row, ResponseFacts from, int fact) => Add(row, from.At[fact], from.Kind[fact],
        from.Channel[fact], from.Contact.Length == 0 ? FactId.None : from.Contact[fact],
        from.Disposition.Length == 0 ? null : from.Disposition[fact]);

    void Add(int row, Instant respondedAt, ResponseKind what, ContactChannel by, FactId to, string? outcome)
    {
        customer.Add(row);
        at.Add(respondedAt);
        kind.Add(what);
        channel.Add(by);
        contact.Add(to);
        disposition.Add(outcome);
    }

    /// <summary>Null where there are none.</summary>
    public ResponseFacts? Build(int customers)
    {
        if (Count == 0) return null;
        var (start, position) = InOrder.Of(customer, at, customers);
        return new ResponseFacts
        {
            Start = start,
            At = InOrder.Take(at, position),
            Kind = InOrder.Take(kind, position),
            Channel = InOrder.Take(channel, position),
            KnownAt = InOrder.Known(known, position),
            Id = withNames ? InOrder.Take(ids, position) : [],
            Text = text.TrueForAll(words => words is null) ? [] : InOrder.Take(text, position),
            Contact = contact.TrueForAll(id => id == FactId.None) ? [] : InOrder.Take(contact, position),
            Disposition = disposition.TrueForAll(name => name is null) ? [] : InOrder.Take(disposition, position),
        };
    }
}
