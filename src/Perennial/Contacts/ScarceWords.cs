using Perennial.Core.Capacity;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Capacity;

namespace Perennial.Contacts;

/// <summary>Who waits for what is scarce, in words.</summary>
static class ScarceWords
{
    /// <summary>How many wait of each step, by what there is of what they wait for.</summary>
    /// <param name="waiting">Who waits.</param>
    /// <param name="things">What is scarce.</param>
    public static IReadOnlyDictionary<(string Strategy, string Step), IReadOnlyDictionary<string, long>> ByStep(
        IReadOnlyList<WaitingDemand> waiting, ScarceThings things) =>
        waiting.GroupBy(one => (one.Strategy, one.Step)).ToDictionary(same => same.Key,
            IReadOnlyDictionary<string, long> (same) => same.GroupBy(one => Of(one.Demand, things))
                .ToDictionary(one => one.Key, one => one.Sum(each => each.Number)));

    /// <summary>What contacts of a strategy use of what is scarce, by its names.</summary>
    public static IReadOnlySet<string> UsedBy(Strategy strategy, ScarceThings things) =>
        strategy.AllSteps.OfType<ContactStep>()
            .SelectMany(step => step.Arms.Select(arm => arm.Content).Prepend(step.Content))
            .SelectMany(things.NeedsOf).Select(need => need.Resource).ToHashSet(StringComparer.Ordinal);

    /// <summary>What there is of the first of what somebody waits for.</summary>
    public static string Of(string demand, ScarceThings things) => Demand.Read(demand)
        .Select(one => things.Of(one.Resource)?.Words ?? one.Resource).FirstOrDefault() ?? demand;
}
