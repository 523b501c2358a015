using Perennial.Core.Shards;
using Perennial.Data;

namespace Perennial.Contacts;

/// <summary>Gives strategies what time brings: everybody is asked once something was published, whoever is due goes on,
/// whoever waits to enter does once it is known how many there are, and what is scarce is given to those who wait.
/// </summary>
/// <param name="store">The shop.</param>
sealed class StrategyTurns(ShopStore store)
{
    // Small enough that whoever writes events waits for a moment only.
    const int MostAtOnce = 1_000;

    readonly EntryWaves waves = new(store);
    readonly ScarceTurns scarce = new(store);

    /// <summary>Takes turns until nobody is due.</summary>
    /// <param name="at">Makes what is written by, as of now.</param>
    /// <param name="cancel">Between two transactions.</param>
    /// <returns>How many there were.</returns>
    public int Run(Func<ShopMoment> at, CancellationToken cancel)
    {
        var moment = at();
        if (moment.Strategies is null) return 0;
        var count = store.Turns.AskEverybody(moment, cancel);
        int done;
        do
        {
            cancel.ThrowIfCancellationRequested();
            done = store.Turns.TryTakeDue(at(), MostAtOnce, cancel);
            count += done;
        }
        while (done >= MostAtOnce);
        // Codes that were given in turns that came to no end.
        if (moment.Strategies.Book.Rules.Set.Offers.Any(one => one.Codes is not null))
            store.Offers.SettleCodes(moment.Now, at());
        count += waves.LetIn(at(), cancel);
        return count + scarce.Give(at(), cancel);
    }
}
