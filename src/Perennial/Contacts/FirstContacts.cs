using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Strategies;

namespace Perennial.Contacts;

/// <summary>Hands over as many contacts of a strategy as its file says, over the whole shop, and no more before
/// somebody has looked at them.</summary>
/// <param name="store">The shop.</param>
sealed class FirstContacts(ShopStore store)
{
    /// <summary>Of contacts that are planned those that may go, in their order; strategies of which more would go
    /// pause.</summary>
    public IReadOnlyList<PlannedContact> Of(
        IReadOnlyList<PlannedContact> planned, LiveStrategies live, ShopMoment moment)
    {
        var asking = live.Book.InForce.Select(program => program.Strategy).Where(one => one.First > 0
            && planned.Any(contact => contact.Strategy == one.Name)).ToList();
        if (asking.Count == 0) return planned;
        var (days, went) = (store.Entries.Days(), store.Turns.Went());
        var standings = store.Strategies.Parts().Standings.ToDictionary(one => one.Strategy);
        var may = planned.ToList();
        foreach (var strategy in asking)
        {
            var day = days.GetValueOrDefault(strategy.Name) ?? new EntryDay(strategy.Name);
            // Who starts what has paused for this has looked at them.
            if (day.Pause is { IsOfContacts: true } first && standings[strategy.Name].State == StrategyState.Live)
            {
                day = store.Entries.Change(
                    strategy.Name, kept => kept.GoOn(first, 0, 0, moment.Now, moment.Profiles.Calendar));
            }
            if (day.FirstLeft(strategy, went.GetValueOrDefault(strategy.Name)) is not { } left) continue;
            HashSet<PlannedContact> held = [.. may.Where(one => one.Strategy == strategy.Name).Skip(left)];
            if (held.Count == 0) continue;
            may.RemoveAll(held.Contains);
            store.Strategies.Pause(day with
            {
                Pause = new EntryPause(left + held.Count, strategy.First!.Value, moment.Now) { IsOfContacts = true },
            }, moment.Now, "perennial");
        }
        return may;
    }
}
