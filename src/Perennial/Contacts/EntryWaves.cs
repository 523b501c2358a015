using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Strategies;

namespace Perennial.Contacts;

/// <summary>Lets those enter who wait to, as many as may: more than anybody had foreseen are let in by a person alone,
/// and the strategy pauses before the first of them. Of dates that are known it is asked a week before.</summary>
/// <param name="store">The shop.</param>
sealed class EntryWaves(ShopStore store)
{
    const string By = "perennial";

    /// <summary>Lets in.</summary>
    /// <returns>How many had a turn.</returns>
    public int LetIn(ShopMoment moment, CancellationToken cancel)
    {
        if (moment.Strategies is not { } live) return 0;
        var today = moment.Profiles.Calendar.DayOf(moment.Now);
        var (ahead, days) = (store.Entries.Ahead(today), store.Entries.Days());
        if (store.Entries.Waiting(Instant.Never) is var all && all.Count + ahead.Count == 0) return 0;
        // Until it is known how many there are, nobody enters.
        if (store.Watch.IsUnfinished() || store.Entries.AnyToCome(live.PublishedAt, moment.Now)) return 0;
        var before = store.Entries.CompleteUntil(moment.Now);
        var waiting = before.HasValue ? store.Entries.Waiting(before) : all;
        var wave = new Wave(store, live, moment, days, ahead, today);
        wave.TakeAnswers(waiting);
        wave.LookAhead();
        // Of two that are never with one another the higher priority enters first.
        var places = live.Book.InForce.Index().ToDictionary(one => one.Item.Strategy.Name, one => one.Index);
        return waiting.OrderBy(one => places.GetValueOrDefault(one.Strategy, int.MaxValue))
            .Sum(one => wave.LetIn(one, before, cancel));
    }

    /// <summary>Those who wait at one instant.</summary>
    sealed class Wave(ShopStore store, LiveStrategies live, ShopMoment moment,
        IReadOnlyDictionary<string, EntryDay> days, IReadOnlyList<EntriesAhead> ahead, int today)
    {
        readonly Dictionary<string, StrategyStanding> standings =
            store.Strategies.Parts().Standings.ToDictionary(one => one.Strategy);
        readonly Dictionary<string, EntryDay> days = days.ToDictionary();
        readonly Lazy<int> customers = new(() => (int)store.Entries.Customers());
        readonly Lazy<IReadOnlyDictionary<string, long>> entered = new(() => store.Entries.EnteredOn(today));

        ShopCalendar Calendar => moment.Profiles.Calendar;

        int Entered(string strategy) => (int)entered.Value.GetValueOrDefault(strategy);

        bool IsLive(string strategy) => standings.GetValueOrDefault(strategy) is { State: StrategyState.Live };

        StrategyProgram? Program(string strategy) =>
            live.Book.InForce.FirstOrDefault(one => one.Strategy.Name == strategy);

        EntryDay Day(string strategy) => days.GetValueOrDefault(strategy) ?? new EntryDay(strategy);

        /// <summary>Whoever starts what has paused has said yes to all who waited then.</summary>
        public void TakeAnswers(IReadOnlyList<WaitingCount> waiting)
        {
            foreach (var day in days.Values.Where(one => one.Pause is { IsOfContacts: false } && IsLive(one.Strategy))
                .ToList())
            {
                var then = waiting.FirstOrDefault(one => one.Strategy == day.Strategy);
                days[day.Strategy] = store.Entries.Change(day.Strategy, kept => kept.GoOn(Entered(day.Strategy),
                    then is null ? 0 : (int)(then.All - then.Fresh), moment.Now, Calendar));
            }
        }

        /// <summary>Pauses strategies that too many would enter on a day to come.</summary>
        public void LookAhead()
        {
            foreach (var one in ahead)
            {
                if (!IsLive(one.Strategy) || Program(one.Strategy) is not { } program) continue;
                var number = (int)one.Number;
                var judged = Day(one.Strategy).JudgeAhead(one.Day, Limit(program, number), number, moment.Now);
                if (judged.Pause is not null) Pause(judged);
            }
        }

        /// <summary>Lets in those who wait for one strategy.</summary>
        /// <returns>How many had a turn.</returns>
        public int LetIn(WaitingCount waiting, Instant before, CancellationToken cancel)
        {
            var strategy = waiting.Strategy;
            if (standings.GetValueOrDefault(strategy) is null or { State: StrategyState.Removed })
                store.Entries.Forget(strategy);
            if (!IsLive(strategy) || Program(strategy) is not { } program) return 0;
            // What a plan told of those who were there already is counted against no day.
            var told = (int)Math.Min(waiting.Existing, EntryLimit.Foreseen(program.Version.Expected ?? 0));
            var judged = Day(strategy).Judge(program.Strategy, LimitToday(program, (int)waiting.Fresh),
                Entered(strategy), (int)waiting.Fresh - told, moment.Now, Calendar);
            if (judged.Pause is not null)
            {
                Pause(judged);
                return 0;
            }
            if (program.Strategy.EnterAtMost is not null)
                return store.Entries.LetInAtMost(program.Strategy, before, moment, cancel);
            if (told > 0)
                store.Entries.Change(strategy, kept => (judged with { Hours = kept.Hours }).Foresee(told));
            return store.Entries.LetIn(strategy, before, moment, cancel);
        }

        // Customers are not counted where so few come.
        int Limit(StrategyProgram program, int count) => EntryLimit.Of(program.Strategy.Trigger,
            () => count + Entered(program.Strategy.Name) <= EntryLimit.Always ? 0 : customers.Value,
            program.Version.Expected);

        // What was counted ahead and let pass was told too.
        int LimitToday(StrategyProgram program, int count)
        {
            var known = ahead.FirstOrDefault(one => (one.Strategy, one.Day) == (program.Strategy.Name, today));
            return Math.Max(Limit(program, count), EntryLimit.Foreseen((int)(known?.Number ?? 0)));
        }

        void Pause(EntryDay judged)
        {
            if (!store.Strategies.Pause(judged, moment.Now, By)) return;
            standings[judged.Strategy] = standings[judged.Strategy] with { State = StrategyState.Paused };
        }
    }
}
