using Perennial.Core.History;
using Perennial.Core;
using Perennial.Core.Shards;

namespace Perennial.Data.Batches;

/// <summary>Which facts of a write the shop did not know before, customer by customer.</summary>
/// <remarks>What files state is history, of which nothing is to follow: it is noted apart, where it may have to be
/// taken back.</remarks>
sealed class NewFacts
{
    readonly Dictionary<CustomerId, List<NewFact>> facts = [];

    /// <summary>Customers whom the shop did not know.</summary>
    public List<CustomerId> Customers { get; } = [];

    /// <summary>All of them, the customers in no order.</summary>
    public IEnumerable<(CustomerId Customer, NewFact Fact)> All =>
        facts.SelectMany(one => one.Value.Select(fact => (one.Key, fact)));

    /// <summary>Notes one.</summary>
    public void Add(CustomerId customer, FactKind kind, UInt128 id, Instant at)
    {
        if (!facts.TryGetValue(customer, out var known)) facts.Add(customer, known = []);
        known.Add(new NewFact(0, kind, id, at));
    }

    /// <summary>Those of some customers, by their places.</summary>
    public IReadOnlyList<NewFact> Of(CustomerId[] ids)
    {
        if (facts.Count == 0) return [];
        var found = new List<NewFact>();
        for (var row = 0; row < ids.Length; row++)
            foreach (var fact in facts.GetValueOrDefault(ids[row], [])) found.Add(fact with { Row = row });
        return found;
    }
}
