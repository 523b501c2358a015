using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Products;

namespace Perennial.Data.History;

/// <summary>Collects the contacts of a chunk.</summary>
sealed class ContactChunk
{
    readonly TextPool strategies = new();
    readonly List<int> customer = [];
    readonly List<Instant> at = [];
    readonly List<ContactChannel> channel = [];
    readonly List<FactId> ids = [];
    readonly List<Instant> known = [];
    readonly List<string?> strategy = [];
    readonly List<ContactContext?> context = [];
    readonly Dictionary<ContactContext, ContactContext> contexts = [];

    public int Count => customer.Count;

    /// <summary>Adds a contact as the store has it.</summary>
    public void Add(int row, Rows contact) => Add(row, contact.Instant(2), (ContactChannel)contact.Int64(3),
        contact.FactId(1), strategies.Of(contact, 4), ContactColumns.Read(contact, 6));

    /// <summary>Notes when the contact added last was first known.</summary>
    public void AddKnown(Rows contact)
    {
        InOrder.Pad(known, Count - 1);
        known.Add(contact.IsNull(5) ? Instant.None : contact.Instant(5));
    }

    /// <summary>Adds a contact of a batch.</summary>
    public void Add(int row, ContactFacts from, int fact) => Add(row, from.At[fact], from.Channel[fact],
        from.Id[fact], from.Strategy.Length == 0 ? null : from.Strategy[fact],
        from.Context.Length == 0 ? null : from.Context[fact]);

    void Add(int row, Instant sentAt, ContactChannel by, FactId id, string? of, ContactContext? what)
    {
        customer.Add(row);
        at.Add(sentAt);
        channel.Add(by);
        ids.Add(id);
        strategy.Add(of);
        context.Add(what is null ? null : Shared(what));
    }

    // A mailing's contacts were all part of the same.
    ContactContext Shared(ContactContext what)
    {
        if (contexts.TryGetValue(what, out var shared)) return shared;
        contexts.Add(what, what);
        return what;
    }

    /// <summary>Null where there are none.</summary>
    public ContactFacts? Build(int customers)
    {
        if (Count == 0) return null;
        var (start, position) = InOrder.Of(customer, at, customers);
        return new ContactFacts
        {
            Start = start,
            At = InOrder.Take(at, position),
            Channel = InOrder.Take(channel, position),
            Id = InOrder.Take(ids, position),
            KnownAt = InOrder.Known(known, position),
            Strategy = strategy.TrueForAll(name => name is null) ? [] : InOrder.Take(strategy, position),
            Context = contexts.Count == 0 ? [] : InOrder.Take(context, position),
        };
    }
}
