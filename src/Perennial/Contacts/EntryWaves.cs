using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data;

namespace Perennial.Contacts;

/// <summary>Lets those enter who wait to, as many as may (<see cref="EntryWave"/>). Of dates that are known it is asked
/// a week before.</summary>
/// <param name="store">The shop.</param>
sealed class EntryWaves(ShopStore store)
{
    const string By = "perennial";

    /// <summary>Lets in.</summary>
    /// <returns>How many had a turn.</returns>
    public int LetIn(ShopMoment moment, CancellationToken cancel)
    {
        if (moment.Strategies is not { } live) return 0;
        var shop = moment.Profiles.Calendar;
        // Until it is known how many there are, nobody enters.
        if (store.Entries.Count(live.PublishedAt, shop.DayOf(moment.Now), moment.Now) is not var (counts, before))
            return 0;
        var wave = new EntryWave(live, counts, () => (int)store.Entries.Customers(), moment.Now, shop);
        foreach (var answer in wave.Answers())
            wave.Take(store.Entries.Change(answer.Strategy, kept => wave.With(answer, kept)));
        foreach (var day in wave.TooManyAhead()) Pause(wave, day, moment.Now);
        return wave.InOrder().Sum(one => LetIn(wave, one, before, moment, cancel));
    }

    int LetIn(EntryWave wave, WaitingCount waiting, Instant before, ShopMoment moment, CancellationToken cancel)
    {
        var verdict = wave.Of(waiting);
        switch (verdict.End)
        {
            case WaveEnd.Forgotten:
                store.Entries.Forget(waiting.Strategy);
                return 0;
            case WaveEnd.Pauses:
                Pause(wave, verdict.Day!, moment.Now);
                return 0;
            case WaveEnd.AtMost:
                return store.Entries.LetInAtMost(verdict.Program!.Strategy, before, moment, cancel);
            case WaveEnd.Enters:
                return store.Entries.LetIn(
                    waiting.Strategy, before, verdict.Told > 0 ? verdict.Program!.Version : null, moment, cancel);
            default:
                return 0;
        }
    }

    void Pause(EntryWave wave, EntryDay judged, Instant now)
    {
        // Another process may have found the same, and paused it already.
        store.Strategies.Pause(judged, now, By);
        wave.Pause(judged.Strategy);
    }
}
