using Perennial.Core.Strategies;

namespace Perennial.Core.Capacity;

/// <summary>A contact that waits for what is scarce, as the whole shop sees it.</summary>
/// <param name="Key">Which.</param>
/// <param name="Demand">What it takes (<see cref="Capacity.Demand"/>).</param>
/// <param name="Priority">Its strategy's, 0..100.</param>
/// <param name="Place">Its customer's place in the order of calls; 0 for customers who have none yet, who stand at the
/// end.</param>
public sealed record Waiter(CandidateKey Key, string Demand, int Priority, int Place)
{
    /// <summary>Whether the customer has not ordered yet.</summary>
    public bool IsProspect { get; init; }

    /// <summary>Which of the top lists the customer is on, of customers or prospects, 1..6; 0 for none yet.</summary>
    public int Tier { get; init; }

    /// <summary>Whether the customer is held out: takes nothing, and is decided when somebody who is contacted would be
    /// at this place.</summary>
    public bool IsShadow { get; init; }

    /// <summary>What it adds, in thousandths of a cent, as it was measured; null where it was not.</summary>
    public long? Value { get; init; }

    /// <summary>What may be done with it.</summary>
    public Grant Grant => new(Key, Demand, IsShadow);
}

/// <summary>Where prospects stand among customers.</summary>
public enum ProspectPlace
{
    /// <summary>Behind all of them.</summary>
    AfterCustomers,

    /// <summary>By tiers, whichever tier it is: those of one tier together.</summary>
    BetweenByValue,

    /// <summary>Before all of them.</summary>
    Before,
}

/// <summary>Who comes first of those who wait: the higher priority of the strategy, prospects where the shop wants
/// them, then the order of calls, then the id.</summary>
/// <param name="prospects">Where prospects stand.</param>
public sealed class WaitingOrder(ProspectPlace prospects) : IComparer<Waiter>
{
    /// <summary>Where prospects stand.</summary>
    public ProspectPlace Prospects => prospects;

    /// <inheritdoc/>
    public int Compare(Waiter? x, Waiter? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var by = y.Priority.CompareTo(x.Priority);
        if (by == 0) by = Group(x).CompareTo(Group(y));
        if (by == 0) by = Place(x).CompareTo(Place(y));
        if (by == 0) by = x.Key.Customer.CompareTo(y.Key.Customer);
        if (by == 0) by = string.CompareOrdinal(x.Key.Strategy, y.Key.Strategy);
        if (by == 0) by = string.CompareOrdinal(x.Key.Step, y.Key.Step);
        if (by == 0) by = string.CompareOrdinal(x.Key.Occurrence, y.Key.Occurrence);
        return by != 0 ? by : x.Key.Touch.CompareTo(y.Key.Touch);
    }

    int Group(Waiter one) => prospects switch
    {
        ProspectPlace.AfterCustomers => one.IsProspect ? 1 : 0,
        ProspectPlace.Before => one.IsProspect ? 0 : 1,
        _ => one.Tier > 0 ? one.Tier : int.MaxValue,
    };

    static int Place(Waiter one) => one.Place > 0 ? one.Place : int.MaxValue;
}
