using Perennial.Core.History;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Strategies;

namespace Perennial.Core.Shards;

/// <summary>Facts that a file tells of start nothing: how many would have, had they been told as they happened.
/// </summary>
public static class LateFacts
{
    /// <summary>Counts those that a strategy waits for.</summary>
    /// <param name="trigger">What it waits for.</param>
    /// <param name="history">Customers with all their facts.</param>
    /// <param name="fresh">Those that are new, by the rows of the customers. Of several facts of a kind at one instant
    /// it is not asked which.</param>
    public static int Count(EventTrigger trigger, HistoryTable history, IReadOnlyList<NewFact> fresh)
    {
        var kinds = trigger.Facts.ToLookup(FactKinds.Of, rule => BoundFacts.Bind(rule.Test, history));
        var count = 0;
        foreach (var same in fresh.Where(fact => kinds.Contains(fact.Kind))
            .GroupBy(fact => (fact.Row, fact.Kind, fact.At)))
        {
            count += Math.Min(same.Count(), Matching([.. kinds[same.Key.Kind]], same.Key.Row, same.Key.At));
        }
        return count;
    }

    static int Matching(BoundFacts[] rules, int row, Instant at)
    {
        var when = rules[0].Times(row);
        var count = 0;
        for (var fact = 0; fact < when.Length && when[fact] <= at; fact++)
            if (when[fact] == at && Array.Exists(rules, rule => rule.Matches(row, fact))) count++;
        return count;
    }
}
