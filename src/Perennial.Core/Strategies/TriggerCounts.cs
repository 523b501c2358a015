using Perennial.Core.Occasions;

namespace Perennial.Core.Strategies;

/// <summary>How often what triggers a strategy happened to a customer, or is to come: what it would bring in a day is
/// told by it.</summary>
static class TriggerCounts
{
    /// <summary>How often it happened later than an instant and not later than now. Whether the customer was in the
    /// audience then is not asked.</summary>
    /// <returns>Null where facts and dates do not tell: who came into a segment is known of those that are watched,
    /// and of lists nothing is known before they are there.</returns>
    public static int? Past(Strategy strategy, IReadOnlyList<Occasion> occasions, StrategyCustomer customer,
        Instant after, Instant now) => strategy.Trigger switch
        {
            EventTrigger happening => Events(happening, customer, after, now),
            QuietTrigger quiet => Silences(quiet, customer, after, now),
            ReplenishTrigger replenish => TriggerTimes.After(replenish, occasions, customer, after, now)
                .Count(time => time.At <= now),
            MoveTrigger move => Moves(move, strategy, customer).Count(at => at > after && at <= now),
            _ => null,
        };

    /// <summary>The times to come of a trigger that goes by the calendar, in order; of others none. Of a schedule those
    /// that are soon, and the next one however far away it is: the others are the same.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="occasions">The shop's occasions.</param>
    /// <param name="customer">Whose.</param>
    /// <param name="now">Later than this.</param>
    /// <param name="soon">So long is soon.</param>
    /// <param name="until">Not later than this.</param>
    public static IReadOnlyList<TriggerTime> ToCome(Trigger trigger, IReadOnlyList<Occasion> occasions,
        StrategyCustomer customer, Instant now, Instant soon, Instant until)
    {
        if (trigger is not (OccasionTrigger or ScheduleTrigger)) return [];
        var found = new List<TriggerTime>();
        foreach (var time in TriggerTimes.After(trigger, occasions, customer, now, now))
        {
            if (time.At > until || (found.Count > 0 && time.At > soon && trigger is ScheduleTrigger)) break;
            found.Add(time);
        }
        return found;
    }

    /// <summary>When a customer came into what a strategy watches, or left it; in any order.</summary>
    public static IEnumerable<Instant> Moves(MoveTrigger move, Strategy strategy, StrategyCustomer customer) =>
        (customer.Data.Stays?[customer.Row - customer.Data.FirstRow] ?? [])
        .Where(stay => stay.Segment == Trigger.WatchedAs(strategy))
        .Select(stay => move.Leaves ? stay.LeftAt : stay.EnteredAt).Where(at => at.HasValue);

    // The last of several restarts the clock, and they are one.
    static int Events(EventTrigger trigger, StrategyCustomer customer, Instant after, Instant now)
    {
        var longest = trigger.For is { } length ? length.Ms() + DayMs : 0;
        var facts = trigger.Facts.SelectMany(rule =>
            FactMatch.Times(rule, customer, new Instant(after.UnixMs - longest), now)).Order().ToList();
        if (trigger.For is not { } waited) return facts.Count;
        return facts.Index().Count(fact =>
        {
            var due = waited.After(fact.Item, customer.Shop);
            return due > after && due <= now && (fact.Index + 1 == facts.Count || facts[fact.Index + 1] > due)
                && !trigger.ThenNo.Any(rule => FactMatch.AnyAfter(rule, customer, fact.Item, due));
        });
    }

    const long DayMs = 86_400_000;

    static int Silences(QuietTrigger trigger, StrategyCustomer customer, Instant after, Instant now)
    {
        var count = 0;
        // What ended it: for the last one, nothing has yet.
        var next = Instant.Never;
        for (var until = now; ;)
        {
            var last = FactMatch.Last(trigger.Without, customer, until);
            var from = last.HasValue ? last : customer.KnownSince;
            if (!from.HasValue) return count;
            var quiet = trigger.Length.After(from, customer.Shop);
            if (quiet > after && quiet <= now && quiet < next) count++;
            if (!last.HasValue || quiet <= after) return count;
            (next, until) = (last, new Instant(last.UnixMs - 1));
        }
    }
}
