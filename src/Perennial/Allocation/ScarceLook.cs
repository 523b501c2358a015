using Perennial.Core;
using Perennial.Core.Allocation;
using Perennial.Core.Capacity;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Data;

namespace Perennial.Allocation;

/// <summary>What became of what is scarce at one look at it. Written down where something was used, and of each day
/// the first: whoever asks why nobody had a turn finds the day.</summary>
sealed class ScarceLook
{
    readonly ShopStore store;
    readonly ScarceThings things;
    readonly Instant now;
    readonly int today;
    readonly bool isAnyMeasured;
    readonly Stock stock;
    readonly IReadOnlySet<string> before;
    Dictionary<string, ResourcePlan>? plans;
    readonly Dictionary<string, long> used = [];

    /// <summary>Before anybody has a turn.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="demands">What anybody waits for.</param>
    /// <param name="isAnyMeasured">Whether it is known what any contact adds.</param>
    public ScarceLook(ShopStore store, ShopMoment moment, IReadOnlyList<string> demands, bool isAnyMeasured)
    {
        (this.store, things, now) = (store, moment.Strategies!.Book.Rules.Scarce, moment.Now);
        this.isAnyMeasured = isAnyMeasured;
        var shop = moment.Profiles.Calendar;
        today = shop.DayOf(now);
        before = store.PlanningRuns.On(today);
        stock = store.Capacity.Stock(things, now, shop);
        if (demands.SelectMany(stock.Scarce).Any(one => !before.Contains(one.Resource))) Count();
    }

    // Everybody who waits is counted: once a day, and where somebody has a turn.
    Dictionary<string, ResourcePlan> Count() => plans ??= Wanted().ToDictionary(one => one.Key,
        one => new ResourcePlan(one.Key, isAnyMeasured, stock.Left(one.Key), one.Value, 0, 0, 0, 0));

    /// <summary>What was planned, before anybody has used it: what it adds is summed, and the last price holds.
    /// </summary>
    public void Add(IReadOnlyList<ResourcePlan> planned)
    {
        if (!planned.Any(one => one.Taken > 0)) return;
        var plans = Count();
        foreach (var one in planned.Where(one => one.Wanted > 0 && plans.ContainsKey(one.Resource)))
        {
            var sum = plans[one.Resource];
            plans[one.Resource] = sum with
            {
                IsByValue = sum.IsByValue && one.IsByValue, Value = sum.Value + one.Value,
                Bound = sum.Bound + one.Bound, Price = one.Taken > 0 ? one.Price : sum.Price,
            };
        }
    }

    /// <summary>What of it was used.</summary>
    public void Use(IReadOnlyDictionary<string, long> amounts)
    {
        foreach (var (resource, amount) in amounts)
            used[resource] = used.GetValueOrDefault(resource) + amount;
    }

    /// <summary>Writes it down.</summary>
    public void Write()
    {
        PlanningRun[] looks =
        [
            .. (plans ?? []).Values.Select(one => one with { Taken = used.GetValueOrDefault(one.Resource) })
                .Where(one => one.Taken > 0 || !before.Contains(one.Resource))
                .OrderBy(one => one.Resource, StringComparer.Ordinal)
                .Select(one => PlanningRun.Of(one, things.Of(one.Resource)!.IsMoney, today, now)),
        ];
        if (looks.Length > 0) store.PlanningRuns.Add(looks);
    }

    Dictionary<string, long> Wanted() => store.Capacity.Waiting()
        .SelectMany(one => stock.Scarce(one.Demand).Select(need =>
            (need.Resource, Amount: need.Amount * (one.Number - one.Shadows))))
        .Where(one => one.Amount > 0).GroupBy(one => one.Resource)
        .ToDictionary(same => same.Key, same => same.Sum(one => one.Amount));
}
