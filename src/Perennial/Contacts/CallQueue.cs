using Perennial.Allocation;
using Perennial.Core;
using Perennial.Core.Capacity;
using Perennial.Core.Planning;
using Perennial.Core.Priority;
using Perennial.Core.Prospects;
using Perennial.Core.Rfm;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Shop;

namespace Perennial.Contacts;

/// <summary>A line of a queue.</summary>
/// <param name="Place">From 1; calls that may be made now come first.</param>
/// <param name="Customer">The customer's own key.</param>
/// <param name="CustomerId">The customer's id.</param>
/// <param name="Name">What to call them.</param>
/// <param name="Phone">Number to call; empty where the customer may not be called.</param>
/// <param name="Strategy">Of which strategy.</param>
/// <param name="Step">Of which step.</param>
/// <param name="Touch">Which dial, from 1.</param>
/// <param name="Priority">The strategy's.</param>
/// <param name="Rank">The customer's place in the order of calls; 0 for who came since the last scoring run.</param>
/// <param name="Waits">What it waits for; null where it may be made now.</param>
/// <param name="ExpiresAt">From when on it is too late; null where nobody can say.</param>
sealed record QueueLine(int Place, string Customer, string CustomerId, string Name, string Phone, string Strategy,
    string Step, int Touch, int Priority, int Rank, string? Waits, string? ExpiresAt);

/// <summary>What staff of a queue has to do, in order: what may be done now (<see cref="QueueOrder"/>), and behind it
/// what waits for its turn. Whoever is held out is in no queue.</summary>
static class CallQueue
{
    const double ThousandthsOfACent = 1_000;

    /// <summary>The lines.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="view">Its customers.</param>
    /// <param name="queue">Which queue.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="BadInputException">There is no such queue.</exception>
    public static IReadOnlyList<QueueLine> Of(ShopStore store, ShopView view, string queue, int limit, Instant now)
    {
        var book = StrategyBooks.InForce(store)?.Book;
        var channels = book?.Rules.Set.Channels ?? ShopChannels.None;
        string[] all = [.. channels.Channels.SelectMany(one => one.Queues).Select(one => one.Name)
            .Concat(channels.Tasks.Select(one => one.Queue)).Distinct()];
        if (book is null || !all.Contains(queue))
        {
            throw new BadInputException($"queue '{queue}'", "There is no such queue.", all.Length == 0
                ? "Queues stand in channels.yaml, at call: perennial apply publishes it."
                : NearestNames.Remedy(queue, all));
        }
        var scarce = book.Rules.Scarce;
        var priorities = book.InForce.ToDictionary(one => one.Strategy.Name, one => one.Strategy.Priority);
        var values = ContactValues.Of(store, view.Calendar.DayOf(now));
        var planned = store.Turns.PlannedCalls().Where(one => one.Queue == queue).ToDictionary(
            one => new QueueTask(Waiter(view, KeyOf(one), priorities.GetValueOrDefault(one.Strategy)))
            {
                AddedCents = values.Of(new(SegmentOf(view, one.Customer), one.Kind, one.Offer ?? ""))
                    / ThousandthsOfACent,
            });
        var open = new QueueOrder(scarce.Order).Of(planned.Keys, now);
        var waiting = Demands(store, scarce, queue)
            .SelectMany(demand => values.First(scarce, demand, limit, now).Select(one => one.Waiter))
            .Where(one => !one.IsShadow).Order(scarce.Order).ToList();
        // As they will have their turns.
        if (waiting.All(one => one.Value is not null)) waiting = [.. waiting.OrderByDescending(one => one.Value)];
        return [.. open.Select(one => (one.Waiter, (string?)null, (string?)$"{new Instant(planned[one].ExpiresMs)}"))
            .Concat(waiting.Select(one => (one, (string?)ScarceWords.Of(one.Demand, scarce), (string?)null)))
            .Take(limit).Select((one, index) => Line(view, index + 1, one.Item1, one.Item2, one.Item3))];
    }

    static IEnumerable<string> Demands(ShopStore store, ScarceThings scarce, string queue) => store.Capacity.Demands()
        .Where(demand => Demand.Read(demand).Any(one => scarce.IsOfQueue(one.Resource, queue)));

    static string SegmentOf(ShopView view, CustomerId id) =>
        view.RowOf(id) is >= 0 and var row ? view.Table.Label(RfmColumns.RfmSegment, row) ?? "" : "";

    static CandidateKey KeyOf(PlannedContact one) =>
        new(one.Customer, one.Strategy, one.Step, one.Occurrence, one.Touch);

    // By columns as they are now: facts move a task while it waits.
    static Waiter Waiter(ShopView view, CandidateKey key, int priority)
    {
        var row = view.RowOf(key.Customer);
        var prospect = row < 0 ? 0 : view.Table.Values(ProspectColumns.Tier)[row];
        return new Waiter(key, "", priority, row < 0 ? 0 : Math.Max(0, view.Table.Values(PriorityColumns.Rank)[row]))
        {
            IsProspect = prospect > 0,
            Tier = row < 0 ? 0 : Math.Max(prospect, view.Table.Values(PriorityColumns.Tier)[row]),
        };
    }

    static QueueLine Line(ShopView view, int place, Waiter one, string? waits, string? expires)
    {
        var row = view.RowOf(one.Key.Customer);
        return new QueueLine(place, row < 0 ? $"{one.Key.Customer}" : view.Table.Keys.Text(row), $"{one.Key.Customer}",
            row < 0 ? $"{one.Key.Customer}" : view.NameOf(row), row < 0 ? "" : view.PhoneToCall(row), one.Key.Strategy,
            one.Key.Step, one.Key.Touch, one.Priority, one.Place, waits, expires);
    }
}
