using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data;

namespace Perennial.Contacts;

/// <summary>Gives strategies what time brings: everybody is asked once something was published, whoever moved by a
/// scoring run enters, and whoever is due goes on.</summary>
/// <param name="store">The shop.</param>
sealed class StrategyTurns(ShopStore store)
{
    // Small enough that whoever writes events waits for a moment only.
    const int MostAtOnce = 1_000;

    /// <summary>Takes turns until nobody is due.</summary>
    /// <param name="at">Makes what is written by, as of now.</param>
    /// <param name="cancel">Between two transactions.</param>
    /// <returns>How many there were.</returns>
    public int Run(Func<ShopMoment> at, CancellationToken cancel)
    {
        var moment = at();
        if (moment.Strategies is null) return 0;
        var count = store.Turns.AskEverybody(moment, cancel) + LetIn(moment, cancel);
        int done;
        do
        {
            cancel.ThrowIfCancellationRequested();
            done = store.Turns.TryTakeDue(at(), MostAtOnce, cancel);
            count += done;
        }
        while (done >= MostAtOnce);
        return count;
    }

    // More than anybody had foreseen are let in by a person alone: the strategy pauses before the first of them.
    int LetIn(ShopMoment moment, CancellationToken cancel)
    {
        var waiting = store.Turns.WaitingMoves();
        if (waiting.Count == 0 || store.Watch.IsUnfinished()) return 0;
        var parts = store.Strategies.Parts();
        var calendar = moment.Profiles.Calendar;
        var today = calendar.DayOf(moment.Now);
        var entered = store.Turns.EnteredOn(today);
        var count = 0;
        foreach (var (strategy, moves) in waiting)
        {
            var standing = parts.Standings.FirstOrDefault(one => one.Strategy == strategy);
            if (standing is null or { State: StrategyState.Removed }) store.Turns.ForgetMoves(strategy);
            if (standing is not { State: StrategyState.Live }) continue;
            // What somebody has said yes to today is not counted against the day.
            var before = standing.AskedFrom.HasValue && calendar.DayOf(standing.AskedFrom) == today ? 0
                : entered.GetValueOrDefault(strategy);
            if (moves + before > Allowed(moment, strategy))
            {
                store.Strategies.Stop(strategy, StrategyState.Paused, Pausing(moves), moment.Now, "perennial");
                continue;
            }
            count += store.Turns.TakeMoves(strategy, moment, cancel);
        }
        return count;
    }

    int Allowed(ShopMoment moment, string strategy)
    {
        var program = moment.Strategies!.Book.InForce.FirstOrDefault(one => one.Strategy.Name == strategy);
        return program is null ? 0
            : EntryLimit.Of(program.Strategy.Trigger, (int)store.Turns.Customers(), expected: null);
    }

    static string Pausing(long moves) =>
        FormattableString.Invariant($"{moves:N0} would enter at once; start it to let them in");
}
