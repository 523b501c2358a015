using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Strategies;
using Perennial.Customers;
using Perennial.Data;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Shop;
using Perennial.Words;

namespace Perennial.Live;

/// <summary>Something of a shop that waits for somebody.</summary>
/// <param name="Number">How many; null where it is one that must not wait.</param>
/// <param name="Title">What.</param>
/// <param name="Text">Why, or what it means.</param>
/// <param name="Link">Where it is seen to.</param>
/// <param name="Button">What is done there.</param>
public sealed record ToDo(int? Number, string Title, string Text, string Link, string Button)
{
    /// <summary>The strategy that waits for a yes; null for others.</summary>
    public string? Strategy { get; init; }
}

/// <summary>What waits for somebody, what must not wait first.</summary>
public static class ToDoList
{
    /// <summary>All of it; a visitor who may not change anything is told of it all the same.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="published">What its strategies are made of now.</param>
    /// <param name="view">Its customers.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<ToDo> Of(ShopStore store, PublishedStrategies published, ShopView view, Instant now) =>
        [.. Paused(published.Parts), .. Destinations(store, now), .. Kept(store, published.Parts, view),
            .. Scarce(store, published), .. Calls(view)];

    static IEnumerable<ToDo> Paused(StrategyParts strategies) => strategies.Standings
        .Where(one => one.State == StrategyState.Paused)
        .Select(one => new ToDo(null, $"{one.Strategy} has paused", $"{one.Reason}.", "/strategies", "See")
        {
            Strategy = one.Strategy,
        });

    static IEnumerable<ToDo> Destinations(ShopStore store, Instant now) => DataSheet.DestinationsOf(store, now)
        .Where(one => one.Problem is not null || one.Dead > 0)
        .Select(one => one.Problem is { } problem
            ? new ToDo(null, $"{one.Name} is {one.State}", problem, "/data", "See why")
            : new ToDo((int)Math.Min(int.MaxValue, one.Dead), $"Changes that {one.Name} did not take",
                "They are not sent again by themselves.", "/data", "Decide"));

    static IEnumerable<ToDo> Kept(ShopStore store, StrategyParts strategies, ShopView view)
    {
        if (StrategyDrafts.ToLookAt(store, strategies) is not { } draft) yield break;
        yield return new ToDo(1, "Draft of strategies to look at",
            $"Kept by {draft.By} at {Show.Minute(draft.At, view.Calendar)}; nobody enters before it is published.",
            "/strategies#draft", "Review");
    }

    // Nothing that waits for its turn is lost before it is too late: who wants more to go changes channels.yaml.
    static IEnumerable<ToDo> Scarce(ShopStore store, PublishedStrategies published)
    {
        if (store.Capacity.Waiting() is not { Count: > 0 } waiting) yield break;
        if (published.Live?.Book.Rules.Scarce is not { } things) yield break;
        foreach (var same in waiting.GroupBy(one => ScarceWords.Of(one.Demand, things)))
        {
            var number = (int)Math.Min(int.MaxValue, same.Sum(one => one.Number - one.Shadows));
            if (number > 0)
                yield return new ToDo(number, "Contacts that wait for their turn", $"There are {same.Key}.",
                    "/strategies", "See");
        }
    }

    static IEnumerable<ToDo> Calls(ShopView view)
    {
        if (view.ScoringRun is null) yield break;
        var callable = CustomerList.Find(view, new CustomerFilter { Ranked = true, WithPhone = true },
            ListOrder.Priority, 1, 1).Total;
        if (callable > 0)
            yield return new ToDo(callable, "Customers to call, in order", "Who has a number, best first.", "/calls",
                "Open the list");
    }
}
