using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Data.History;

/// <summary>Somebody who was a customer of their own at an instant, and has become another since.</summary>
/// <param name="Customer">Who they are now.</param>
/// <param name="Kind">What kind of key they were known by.</param>
/// <param name="Key">The key.</param>
/// <param name="FirstAt">The earliest fact under the key, or when somebody first spoke of them.</param>
public sealed record PersonThen(CustomerId Customer, CustomerKeyKind Kind, string Key, Instant FirstAt);

/// <summary>Who customers were at an instant: keys that were joined later, or by what was learned later, are taken
/// apart, and each fact is the customer's whose its own key was.</summary>
public sealed class PeopleThen
{
    /// <summary>Everybody was who they are.</summary>
    public static PeopleThen AsNow { get; } = new([], [], [], []);

    readonly Dictionary<CustomerId, CustomerId> whose;

    internal PeopleThen(Dictionary<CustomerId, PersonThen> others, Dictionary<CustomerId, CustomerId> whose,
        Dictionary<CustomerId, CustomerDetails> details, HashSet<CustomerId> named)
    {
        (Others, this.whose, Details, Named) = (others, whose, details, named);
        Joined = others.Values.Select(one => one.Customer).ToHashSet();
    }

    /// <summary>Customers who were several.</summary>
    public IReadOnlySet<CustomerId> Joined { get; }

    /// <summary>Whoever they were besides, by the ids that follow from their keys.</summary>
    public IReadOnlyDictionary<CustomerId, PersonThen> Others { get; }

    /// <summary>The details that all of them had then.</summary>
    public IReadOnlyDictionary<CustomerId, CustomerDetails> Details { get; }

    /// <summary>Of whom somebody had spoken by then; whoever has a fact of then was there too.</summary>
    public IReadOnlySet<CustomerId> Named { get; }

    /// <summary>Whose something was that stands with a customer.</summary>
    /// <param name="customer">With whom.</param>
    /// <param name="key">The key that it came under; null where that is the customer's own.</param>
    public CustomerId Whose(CustomerId customer, CustomerId? key) =>
        key is { } own && whose.TryGetValue(own, out var then) && Others.TryGetValue(then, out var one)
            && one.Customer == customer ? then : customer;

    /// <summary>Customers who were several, and whoever they were besides, ascending.</summary>
    /// <param name="customers">The customers, as they are now.</param>
    internal CustomerId[] Of(IReadOnlyList<CustomerId> customers)
    {
        var asked = customers.ToHashSet();
        return [.. customers.Concat(Others.Where(one => asked.Contains(one.Value.Customer)).Select(one => one.Key))
            .Distinct().Order()];
    }
}
