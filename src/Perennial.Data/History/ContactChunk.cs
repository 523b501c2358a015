using Perennial.Core;
using Perennial.Core.History;
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
    readonly List<string?> strategy = [];

    public int Count => customer.Count;

    /// <summary>Adds a contact as the store has it.</summary>
    public void Add(int row, Rows contact) => Add(row, contact.Instant(2), (ContactChannel)contact.Int64(3),
        contact.FactId(1), strategies.Of(contact, 4));

    /// <summary>Adds a contact of a batch.</summary>
    public void Add(int row, ContactFacts from, int fact) => Add(row, from.At[fact], from.Channel[fact],
        from.Id[fact], from.Strategy.Length == 0 ? null : from.Strategy[fact]);

    void Add(int row, Instant sentAt, ContactChannel by, FactId id, string? of)
    {
        customer.Add(row);
        at.Add(sentAt);
        channel.Add(by);
        ids.Add(id);
        strategy.Add(of);
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
            Strategy = strategy.TrueForAll(name => name is null) ? [] : InOrder.Take(strategy, position),
        };
    }
}
