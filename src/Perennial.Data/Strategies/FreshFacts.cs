using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;

namespace Perennial.Data.Strategies;

/// <summary>Finds facts that were just written among their customer's.</summary>
static class FreshFacts
{
    /// <summary>The facts, in the order in which they happened. What was not placed, because its order is not known
    /// yet, is left out.</summary>
    /// <param name="facts">New facts of one customer.</param>
    /// <param name="history">All of the customer's.</param>
    /// <param name="knownAt">When they were written.</param>
    public static IReadOnlyList<FreshFact> Of(IEnumerable<NewFact> facts, CustomerHistory history, Instant knownAt)
    {
        List<FreshFact>? found = null;
        foreach (var fact in facts)
        {
            if (IndexOf(fact, history) is not (>= 0 and var index)) continue;
            (found ??= []).Add(new FreshFact(fact.Kind, index, fact.Id, fact.At, knownAt));
        }
        return found is null ? [] : found;
    }

    /// <summary>The place of a fact among its customer's of its kind; negative where it is not there.</summary>
    /// <remarks>Refunds have no ids of their own among a customer's facts: of several at one instant the first is as
    /// good.</remarks>
    public static int IndexOf(NewFact fact, CustomerHistory history) => fact.Kind switch
    {
        FactKind.Order => history.Orders.Id.IndexOf(new OrderId(fact.Id)),
        FactKind.Activity => history.Activities.Id.IndexOf(new FactId(fact.Id)),
        FactKind.Contact => history.Contacts.Id.IndexOf(new FactId(fact.Id)),
        FactKind.Response => history.Responses.Id.IndexOf(new FactId(fact.Id)),
        _ => history.Refunds.At.IndexOf(fact.At),
    };
}
