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

    Instant asked = Instant.None;

    public IReadOnlyCollection<MemoryPerson> People => people.Values;

    public MemoryPerson? Find(string key) => people.GetValueOrDefault(key);

    /// <summary>Whether everybody is asked at the next tick where they stand.</summary>
    public bool AsksEverybody(ShopMoment moment) => moment.Strategies is { } live && asked < live.PublishedAt;

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
        foreach (var key in at.Erased) people.Remove(key);
    }

    // As the store does it: facts are written where they belong, as history of which nothing starts; then the rest.
    void Join(MemoryPerson person, MemoryPerson before, ShopMoment moment)
    {
        var fresh = person.Absorb(before, moment.Now);
        var moves = person.Fold(moment);
        if (moment.Strategies is { } live)
        {
            PutOff(person, moves, live);
            person.Turn(moment, fresh, new CustomerNews { MayTrigger = false, NotYetFor = live.After(asked) });
            person.Join(before, moment);
        }
        people.Remove(before.Drawn.Key);
    }

    void Follow(MemoryPerson person, IEnumerable<Coming> comings, ShopMoment moment, bool areLive)
    {
        var isNew = person.Log.Count == 0 && moment.Now == world.Begins;
        var fresh = person.Hear(comings, moment.Now);
        var moves = person.Fold(moment);
        if (moment.Strategies is not { } live) return;
        if (!areLive) PutOff(person, moves, live);
        person.Turn(moment, fresh, new CustomerNews
        {
            MayTrigger = areLive, NotYetFor = live.After(asked), Moves = areLive && !isNew ? moves : [],
        });
    }

    void PutOff(MemoryPerson person, IEnumerable<FreshMove> moves, LiveStrategies live)
    {
        var notYetFor = live.After(asked);
        foreach (var move in moves)
            foreach (var program in live.WaitingFor(move.Segment, move.Leaves))
                if (!notYetFor.Contains(program.Strategy.Name))
                    person.Waiting.Add((program.Strategy.Name, move));
    }

    /// <summary>Everybody is compared by another run.</summary>
    public void Score(ShopMoment moment)
    {
        foreach (var person in people.Values) Fold(person, moment);
    }

    void Fold(MemoryPerson person, ShopMoment moment)
    {
        var moves = person.Fold(moment);
        if (moment.Strategies is { } live) PutOff(person, moves, live);
    }

    /// <summary>Columns that time alone has changed.</summary>
    public void Fold(ShopMoment moment)
    {
        foreach (var person in people.Values)
            if (person.NeedsFold(moment.Now)) Fold(person, moment);
    }

    /// <summary>What time brings.</summary>
    public void Tick(ShopMoment moment)
    {
        Fold(moment);
        if (moment.Strategies is not { } live) return;
        if (AsksEverybody(moment))
        {
            foreach (var person in people.Values) person.Turn(moment, [], CustomerNews.None, isAsking: true);
            asked = live.PublishedAt;
        }
        foreach (var person in people.Values)
        {
            if (person.State.DueAt <= moment.Now) person.Turn(moment, [], CustomerNews.None);
            foreach (var program in live.Book.InForce) LetIn(person, program.Strategy.Name, live, moment);
            HandOver(person, live, moment);
        }
    }

    static void LetIn(MemoryPerson person, string strategy, LiveStrategies live, ShopMoment moment)
    {
        var moves = person.Waiting.Where(one => one.Strategy == strategy).Select(one => one.Move).ToList();
        if (moves.Count == 0) return;
        person.Waiting.RemoveAll(one => one.Strategy == strategy);
        person.Turn(moment, [], new CustomerNews
        {
            Moves = moves, NotYetFor = live.Book.InForce.Select(one => one.Strategy.Name)
                .Where(name => name != strategy).ToHashSet(),
        });
    }

    void HandOver(MemoryPerson person, LiveStrategies live, ShopMoment moment)
    {
        while (person.Leave() is { Count: > 0 } leaving)
        {
            var events = leaving.SelectMany(one => Sandbox.Events(one, live)).ToList();
            if (events.Count == 0) continue;
            Follow(person, events.Select(one => new Coming(person.Drawn.Key, one, false,
                one.Response is { } response
                    ? new Happening(moment.Now.UnixMs, What.Outcome) { Words = response.Disposition } : null)),
                moment, areLive: true);
        }
    }
}
