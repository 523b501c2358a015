using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Tests.Planning;

namespace Perennial.Tests.Worlds;

/// <summary>A shop without a store: every customer's facts in memory, and the pure functions that the shard transaction
/// and the tick call, in their order.</summary>
sealed class MemoryShop(ShopWorld world)
{
    readonly SortedDictionary<string, MemoryPerson> people = new(world.People.ToDictionary(
        one => one.Key, one => new MemoryPerson(one, world.Begins)), StringComparer.Ordinal);

    readonly Dictionary<string, Standing> standings = [];
    readonly Dictionary<string, EntryDay> days = [];
    readonly Dictionary<(string Strategy, int Day), long> entered = [], ahead = [];
    readonly Dictionary<(string Strategy, int Version), long> tooOld = [];

    Instant asked = Instant.None;

    public IReadOnlyCollection<MemoryPerson> People => people.Values;

    /// <summary>How many entered each strategy, whoever is kept of them.</summary>
    public IReadOnlyDictionary<string, long> Entered => entered.GroupBy(one => one.Key.Strategy)
        .ToDictionary(one => one.Key, one => one.Sum(day => day.Value));

    /// <summary>Who waits to enter what, and what is kept of entries.</summary>
    public string Waits => string.Join('\n', people.Values.SelectMany(one => one.Waiting.Select(each =>
        $"{one.Drawn.Key} {each}")).Concat(days.Values.Select(day => day.Write()))
        .Concat(world.Watch.Segments.Select(one => $"{one}"))
        .Concat(world.World.Set.Strategies.Select(one => $"{one.Name} {one.Audience.Written} {one.Trigger}")));

    /// <summary>Whether each strategy is at work.</summary>
    public IReadOnlyDictionary<string, Standing> Standings => standings;

    /// <summary>The places of customers in the order of calls, as the last scoring run gave them; unplaced come last.
    /// </summary>
    public Func<CustomerId, int> RankOf { get; set; } = _ => int.MaxValue;

    /// <summary>In which shard a customer is.</summary>
    public Func<CustomerId, int> ShardOf { get; init; } = _ => 0;

    /// <summary>Strategies are published.</summary>
    public void Publish(Instant now)
    {
        foreach (var name in ShopWorld.Names) standings[name] = new Standing(StrategyState.Live, now);
    }

    /// <summary>Somebody starts strategies, or whatever stands still.</summary>
    public void Start(IReadOnlyList<string>? names, Instant now)
    {
        foreach (var (name, standing) in standings.ToList())
        {
            if (standing.State != StrategyState.Live && names?.Contains(name) != false)
                standings[name] = new Standing(StrategyState.Live, now);
        }
    }

    /// <summary>Somebody stops strategies.</summary>
    public void Stop(IReadOnlyList<string> names)
    {
        foreach (var name in names) standings[name] = standings[name] with { State = StrategyState.Stopped };
    }

    /// <summary>What is old is forgotten.</summary>
    public void Forget(Instant before)
    {
        foreach (var person in people.Values)
        {
            var (decisions, enrollments) = person.Forget(before);
            Gone.Add(decisions, enrollments);
        }
    }

    /// <summary>What is counted beside what is kept.</summary>
    public GoneRows Gone { get; } = new();

    /// <summary>How many facts came too late to start anything.</summary>
    public IReadOnlyDictionary<(string Strategy, int Version), long> TooOld => tooOld;

    /// <summary>How many would enter on days to come.</summary>
    public IEnumerable<(string Strategy, int Day, long Number)> Ahead =>
        ahead.Select(one => (one.Key.Strategy, one.Key.Day, one.Value));

    /// <summary>What is kept of entries.</summary>
    public IReadOnlyDictionary<string, EntryDay> Days => days;

    // By what is in force this very moment: another may have paused since.
    ShopMoment By(ShopMoment moment) => moment.Strategies is null ? moment : moment with
    {
        Strategies = world.LiveAt(moment.Now, standings),
    };

    /// <summary>Whether everybody is asked at the next tick where they stand.</summary>
    public bool AsksEverybody(ShopMoment moment) => By(moment).Strategies is { } live && asked < live.PublishedAt;

    /// <summary>What comes in at an instant.</summary>
    public void Write(Moment at, ShopMoment moment)
    {
        // Who says no more than that two are one has no turn for that.
        foreach (var ofOne in at.Comes.Where(one => one.Event.Who.Previous.Count == 0).GroupBy(one => one.Key))
        {
            if (!people.TryGetValue(ofOne.Key, out var person)) continue;
            foreach (var some in ofOne.GroupBy(one => one.IsOfFile).OrderBy(one => one.Key))
                Follow(person, some, moment, areLive: !some.Key);
        }
        foreach (var (before, key) in at.Joined) Join(people[key], people[before], moment);
        foreach (var key in at.Erased)
            if (people.Remove(key, out var erased)) Gone.Add(erased.Decided.Values, erased.Enrolled.Values);
    }

    // As the store does it: where they stand first, then the facts, as history of which nothing starts.
    void Join(MemoryPerson person, MemoryPerson before, ShopMoment moment)
    {
        var fresh = person.Absorb(before, moment.Now);
        var moves = person.Fold(moment);
        if (By(moment) is { Strategies: { } live } now)
        {
            foreach (var (strategy, _) in person.Join(before, now)) Count(entered, strategy, now, now.Now, -1);
            PutOff(person, moves, live, now.Now);
            Turn(person, now, fresh, new CustomerNews { MayTrigger = false, NotYetFor = live.After(asked) },
                isJoined: true);
        }
        people.Remove(before.Drawn.Key);
    }

    void Follow(MemoryPerson person, IEnumerable<Coming> comings, ShopMoment moment, bool areLive)
    {
        var isNew = person.Log.Count == 0 && moment.Now == world.Begins;
        var fresh = person.Hear(comings, moment.Now);
        var moves = person.Fold(moment);
        if (By(moment) is not { Strategies: { } live } now) return;
        if (!areLive) PutOff(person, moves, live, now.Now);
        Turn(person, now, fresh, new CustomerNews
        {
            MayTrigger = areLive, NotYetFor = live.After(asked), Moves = areLive && !isNew ? moves : [],
        });
    }

    // Returns who entered what, by what.
    List<(string Strategy, string Occurrence)> Turn(MemoryPerson person, ShopMoment moment,
        IReadOnlyList<NewFact> fresh, CustomerNews news, bool isAsking = false, bool isJoined = false)
    {
        var before = person.Enrolled.Keys.ToHashSet();
        var outcome = person.Turn(moment, fresh, news, isAsking);
        foreach (var (strategy, at) in outcome.Ahead) Count(ahead, strategy, moment, at, 1);
        // Those of another's are history, and were counted when they came in.
        foreach (var (strategy, number) in outcome.TooOld.Where(_ => !isJoined))
        {
            var version = moment.Strategies!.Book.InForce.Single(one => one.Strategy.Name == strategy).Version.Version;
            tooOld[(strategy, version)] = tooOld.GetValueOrDefault((strategy, version)) + number;
        }
        var some = person.Enrolled.Keys.Where(one => !before.Contains(one)).ToList();
        foreach (var (strategy, _) in some) Count(entered, strategy, moment, moment.Now, 1);
        return some;
    }

    static void Count(Dictionary<(string, int), long> sums, string strategy, ShopMoment moment, Instant at, int number)
    {
        var day = moment.Profiles.Calendar.DayOf(at);
        sums[(strategy, day)] = sums.GetValueOrDefault((strategy, day)) + number;
    }

    void PutOff(MemoryPerson person, IEnumerable<FreshMove> moves, LiveStrategies live, Instant now)
    {
        var notYetFor = live.After(asked);
        foreach (var move in moves)
        {
            foreach (var strategy in live.WaitingFor(move.Segment, move.Leaves).Select(one => one.Strategy))
            {
                if (notYetFor.Contains(strategy.Name) || live.Book.Stopped.Contains(strategy.Name)) continue;
                person.Wait(new WaitingEntry(strategy.Name, WaitingEntry.OccurrenceOf(move), move.At,
                    Trigger.WaitsFor(strategy)), now);
            }
        }
    }

    /// <summary>Everybody is compared by another run.</summary>
    public void Score(ShopMoment moment)
    {
        foreach (var person in people.Values) Fold(person, moment);
    }

    void Fold(MemoryPerson person, ShopMoment moment)
    {
        var moves = person.Fold(moment);
        if (By(moment).Strategies is { } live) PutOff(person, moves, live, moment.Now);
    }

    /// <summary>Columns that time alone has changed.</summary>
    public void Fold(ShopMoment moment)
    {
        foreach (var person in people.Values)
            if (person.NeedsFold(moment.Now)) Fold(person, moment);
    }

    /// <summary>How many wait to enter strategies.</summary>
    public long Waiting => people.Values.Sum(one => one.Waiting.Count);

    /// <summary>What time brings.</summary>
    public void Tick(ShopMoment moment)
    {
        Fold(moment);
        if (By(moment) is not { Strategies: { } live } now) return;
        if (AsksEverybody(moment))
        {
            foreach (var person in people.Values)
                Turn(person, now, [], new CustomerNews { NotYetFor = live.After(asked) }, isAsking: true);
            asked = live.PublishedAt;
        }
        foreach (var person in people.Values)
            if (person.State.DueAt <= moment.Now) Turn(person, now, [], CustomerNews.None);
        LetIn(now);
        foreach (var person in people.Values) HandOver(person, moment);
    }

    // The wave of this instant: everybody who is due has had a turn.
    void LetIn(ShopMoment moment)
    {
        var today = moment.Profiles.Calendar.DayOf(moment.Now);
        var counts = new EntryCounts
        {
            Waiting = [.. people.Values.SelectMany(one => one.Waiting).GroupBy(one => one.Entry.Strategy)
                .OrderBy(one => one.Key, StringComparer.Ordinal).Select(Counted)],
            Ahead = [.. ahead.Where(one => one.Key.Day >= today).OrderBy(one => one.Key)
                .Select(one => new EntriesAhead(one.Key.Strategy, one.Key.Day, one.Value))],
            Entered = entered.Where(one => one.Key.Day == today)
                .ToDictionary(one => one.Key.Strategy, one => one.Value),
            Days = days.ToDictionary(), States = standings.ToDictionary(one => one.Key, one => one.Value.State),
        };
        if (counts.Waiting.Count + counts.Ahead.Count == 0) return;
        var wave = new EntryWave(moment.Strategies!, counts, () => people.Count, moment.Now, moment.Profiles.Calendar);
        foreach (var answer in wave.Answers())
            wave.Take(days[answer.Strategy] = wave.With(answer, DayOf(answer.Strategy)));
        foreach (var day in wave.TooManyAhead()) Pause(wave, day);
        foreach (var one in wave.InOrder()) LetIn(wave, one.Strategy, wave.Of(one), moment);
    }

    WaitingCount Counted(IGrouping<string, (WaitingEntry Entry, Instant Since)> waiting)
    {
        var fresh = waiting.Where(one => one.Since >= standings[waiting.Key].AskedFrom).ToList();
        return new WaitingCount(waiting.Key, waiting.Count(), fresh.Count, fresh.Count(one =>
            one.Entry.Occurrence.StartsWith(WaitingEntry.Existing, StringComparison.Ordinal)));
    }

    EntryDay DayOf(string strategy) => days.GetValueOrDefault(strategy) ?? new EntryDay(strategy);

    void Pause(EntryWave wave, EntryDay judged)
    {
        standings[judged.Strategy] = standings[judged.Strategy] with { State = StrategyState.Paused };
        days[judged.Strategy] = DayOf(judged.Strategy) with { Pause = judged.Pause };
        wave.Pause(judged.Strategy);
    }

    void LetIn(EntryWave wave, string strategy, WaveVerdict verdict, ShopMoment moment)
    {
        var waiting = people.Values.SelectMany(one => one.Waiting.Where(each => each.Entry.Strategy == strategy)
            .Select(each => (Person: one, each.Entry))).OrderBy(one => one.Entry.At).ThenBy(one => one.Person.Id)
            .ThenBy(one => one.Entry.Occurrence, StringComparer.Ordinal);
        switch (verdict.End)
        {
            case WaveEnd.Pauses:
                Pause(wave, verdict.Day!);
                break;
            case WaveEnd.AtMost:
                var slow = verdict.Program!.Strategy;
                var free = DayOf(strategy).Free(slow, moment.Now);
                var first = waiting.OrderBy(one => RankOf(one.Person.Id)).Take(free).ToList();
                foreach (var shard in first.GroupBy(one => ShardOf(one.Person.Id)).OrderBy(one => one.Key))
                    days[strategy] = DayOf(strategy).Took(slow, LetIn(strategy, shard, moment), moment.Now);
                break;
            case WaveEnd.Enters:
                LetIn(strategy, waiting, moment, verdict.Told > 0 ? verdict.Program!.Version : null);
                break;
        }
    }

    int LetIn(string strategy, IEnumerable<(MemoryPerson Person, WaitingEntry Entry)> some, ShopMoment moment,
        StrategyVersion? told = null)
    {
        var (count, existing) = (0, 0);
        foreach (var ofOne in some.ToList().GroupBy(one => one.Person, one => one.Entry).OrderBy(one => one.Key.Id))
        {
            var fresh = ofOne.Key.Waiting.Where(one => ofOne.Contains(one.Entry)
                && one.Since >= standings[strategy].AskedFrom).Select(one => one.Entry.Occurrence).ToHashSet();
            ofOne.Key.Waiting.RemoveAll(one => ofOne.Contains(one.Entry));
            var entered = Turn(ofOne.Key, By(moment), [], new CustomerNews { LetIn = [.. ofOne] })
                .Where(one => one.Strategy == strategy).ToList();
            count += entered.Count;
            existing += entered.Count(one => fresh.Contains(one.Occurrence)
                && one.Occurrence.StartsWith(WaitingEntry.Existing, StringComparison.Ordinal));
        }
        if (told is not null && existing > 0)
            days[strategy] = DayOf(strategy).Foresee(told, existing, moment.Now, moment.Profiles.Calendar);
        return count;
    }

    void HandOver(MemoryPerson person, ShopMoment moment)
    {
        while (person.Leave() is { Count: > 0 } leaving)
        {
            var events = leaving.SelectMany(one => Sandbox.Events(one, By(moment).Strategies!)).ToList();
            if (events.Count == 0) continue;
            Follow(person, events.Select(one => new Coming(person.Drawn.Key, one, false,
                one.Response is { } response
                    ? new Happening(moment.Now.UnixMs, What.Outcome) { Words = response.Disposition } : null)),
                moment, areLive: true);
        }
    }
}
