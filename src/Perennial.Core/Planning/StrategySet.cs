using Perennial.Core.Occasions;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>Everything that a shop's strategies say, read and checked together.</summary>
public sealed record StrategySet
{
    /// <summary>The strategies, in the order of their names.</summary>
    public IReadOnlyList<Strategy> Strategies { get; init; } = [];

    /// <summary>What may be promised.</summary>
    public IReadOnlyList<Offer> Offers { get; init; } = [];

    /// <summary>Dates that trigger.</summary>
    public IReadOnlyList<Occasion> Occasions { get; init; } = [];

    /// <summary>Customers who were named one by one.</summary>
    public IReadOnlyList<NamedList> Lists { get; init; } = [];

    /// <summary>How often, when, and what the law says.</summary>
    public ContactPolicies Policies { get; init; } = ContactPolicies.None;

    /// <summary>What there is to do it with.</summary>
    public ShopChannels Channels { get; init; } = ShopChannels.None;
}
