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
        var today = shop.DayOf(moment.Now);
        var (ahead, days) = (store.Entries.Ahead(today), store.Entries.Days());
        if (store.Entries.Waiting(Instant.Never) is var all && all.Count + ahead.Count == 0) return 0;
        // Until it is known how many there are, nobody enters.
        if (store.Watch.IsUnfinished() || store.Entries.AnyToCome(live.PublishedAt, moment.Now)) return 0;
        var before = store.Entries.CompleteUntil(moment.Now);
        var counts = new EntryCounts
        {
            Waiting = before.HasValue ? store.Entries.Waiting(before) : all, Ahead = ahead, Days = days,
            States = store.Strategies.Parts().Standings.ToDictionary(one => one.Strategy, one => one.State),
            Entered = store.Entries.EnteredOn(today),
        };
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
                if (verdict.Told > 0)
                {
                    store.Entries.Change(waiting.Strategy, kept =>
                        (verdict.Day! with { Hours = kept.Hours }).Foresee(verdict.Told));
                }
                return store.Entries.LetIn(waiting.Strategy, before, moment, cancel);
            default:
                return 0;
        }
    }

    void Pause(EntryWave wave, EntryDay judged, Instant now)
    {
        if (store.Strategies.Pause(judged, now, By)) wave.Pause(judged.Strategy);
    }
}
