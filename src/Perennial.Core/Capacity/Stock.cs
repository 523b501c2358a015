using Perennial.Core.Allocation;

namespace Perennial.Core.Capacity;

/// <summary>What is left of what is scarce, and who of those who wait may have it.</summary>
/// <remarks>A pure account. Whoever keeps it writes down what was taken before anybody uses it.</remarks>
public sealed class Stock
{
    readonly IReadOnlyDictionary<string, Resource> resources;
    readonly Dictionary<string, long> left = [];
    readonly Dictionary<string, long> taken = [];
    readonly Instant now;
    readonly ShopCalendar shop;

    /// <summary>Begins.</summary>
    /// <param name="resources">What is scarce; of what is not among them there is enough.</param>
    /// <param name="takenOf">How much of a resource is taken in its present period.</param>
    /// <param name="now">When.</param>
    /// <param name="shop">Whose days and hours count.</param>
    public Stock(IEnumerable<Resource> resources, Func<Resource, long> takenOf, Instant now, ShopCalendar shop)
    {
        (this.resources, this.now, this.shop) = (resources.ToDictionary(one => one.Name), now, shop);
        foreach (var one in this.resources.Values) left[one.Name] = Math.Max(0, one.Most - takenOf(one));
    }

    /// <summary>What was taken here, by resource.</summary>
    public IReadOnlyDictionary<string, long> Taken => taken;

    /// <summary>How much of a resource is left.</summary>
    public long Left(string resource) => left[resource];

    /// <summary>The first day of a resource's present period.</summary>
    public int PeriodOf(string resource) => resources[resource].PeriodOf(shop.DayOf(now));

    /// <summary>What of a demand is scarce.</summary>
    public IReadOnlyList<Need> Scarce(string demand) =>
        [.. Demand.Read(demand).Where(one => resources.ContainsKey(one.Resource))];

    /// <summary>How many of one demand there is enough for; 0 where it cannot be had now.</summary>
    public long EnoughFor(string demand) => Scarce(demand).Aggregate((long)int.MaxValue, (most, one) =>
        resources[one.Resource].IsOpen(now, shop) ? Math.Min(most, left[one.Resource] / one.Amount) : 0);

    /// <summary>What became of each resource when it was given last; empty before.</summary>
    public IReadOnlyList<ResourcePlan> Plans { get; private set; } = [];

    /// <summary>Gives to those who wait what is left: by what it adds where that was measured of everybody, else in
    /// their order (<see cref="WaitingAllocation"/>). Whoever is held out takes nothing, and has a turn where somebody
    /// in that place would. Where too little is left for one, a later one who needs less may have it.</summary>
    /// <param name="waiters">Who waits.</param>
    /// <param name="order">In which order.</param>
    /// <returns>Who has it, in the same order.</returns>
    public IReadOnlyList<Waiter> Give(IEnumerable<Waiter> waiters, WaitingOrder order)
    {
        Waiter[] waiting = [.. waiters.Where(one => IsOpen(one.Demand)).Order(order)];
        var plan = WaitingAllocation.Of([.. waiting.Select(Contact)], left);
        Plans = plan.Resources;
        Waiter[] given = [.. plan.Taken.Select(place => waiting[place])];
        foreach (var need in given.Where(one => !one.IsShadow).SelectMany(one => Scarce(one.Demand)))
        {
            left[need.Resource] -= need.Amount;
            taken[need.Resource] = taken.GetValueOrDefault(need.Resource) + need.Amount;
        }
        return given;
    }

    bool IsOpen(string demand) => Scarce(demand).All(one => resources[one.Resource].IsOpen(now, shop));

    WaitingContact Contact(Waiter one) => new(
        [.. Scarce(one.Demand).Select(need => KeyValuePair.Create(need.Resource, need.Amount))], one.Value)
    {
        IsShadow = one.IsShadow,
    };
}
