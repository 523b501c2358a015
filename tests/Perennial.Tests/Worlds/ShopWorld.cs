using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Planning;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;
using Perennial.Tests.Planning;

namespace Perennial.Tests.Worlds;

/// <summary>Something that comes in by a door, of one customer.</summary>
/// <param name="Key">Whose.</param>
/// <param name="Event">What a tracker or a provider says; an order of a file where <paramref name="IsOfFile"/>.</param>
/// <param name="IsOfFile">Whether a file says so.</param>
/// <param name="Happening">The same, as those who judge know it; null where they need not.</param>
sealed record Coming(string Key, IncomingEvent Event, bool IsOfFile, Happening? Happening);

/// <summary>An instant of a shop: what comes in, then a tick.</summary>
/// <param name="At">When.</param>
sealed record Moment(Instant At)
{
    public List<Coming> Comes { get; } = [];

    public List<string> Erased { get; } = [];

    /// <summary>The key before, and the key that is kept.</summary>
    public List<(string Before, string Key)> Joined { get; } = [];

    public bool IsScored { get; set; }

    /// <summary>Whether somebody starts whatever stands still.</summary>
    public bool IsStarted { get; set; }

    /// <summary>The strategies that somebody stops.</summary>
    public List<string> Stopped { get; } = [];

    /// <summary>Those of them that somebody starts again.</summary>
    public List<string> Started { get; } = [];

    /// <summary>Before which statement a process is killed that ticks; 0 for none.</summary>
    public int KilledAt { get; set; }

    /// <summary>What is older than this is forgotten behind the tick.</summary>
    public Instant ForgetsBefore { get; set; } = Instant.None;
}

/// <summary>Whether a strategy is at work, and since when it asks.</summary>
readonly record struct Standing(StrategyState State, Instant AskedFrom);

/// <summary>A drawn world (<see cref="WorldDraws"/>) as a shop with doors can have it: several customers, facts of
/// files and of trackers, segments in which they flicker, scoring runs, lists, and few who may enter at once.</summary>
sealed class ShopWorld
{
    const long Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour;

    const string Source = "web";

    readonly Rng random;
    readonly SortedDictionary<long, Moment> moments = [];
    readonly Dictionary<string, IReadOnlyList<ShopCalendar>> zones = [];
    readonly Dictionary<string, LiveStrategies> books = [];
    readonly Dictionary<string, int> expected = [];
    readonly IReadOnlyList<NamedList> lists;
    int numbers;

    ShopWorld(DrawnWorld drawn, int people)
    {
        random = Rng.ForStream(drawn.Seed, 4_711);
        Begins = new Instant(drawn.From.UnixMs - 3 * Day);
        World = Shopped(drawn);
        People = [.. Enumerable.Range(0, people).Select(number => Person(drawn, number))];
        var isJoined = random.Chance(0.5);
        // Which of two zones that were said at once holds is nothing that strategies decide.
        if (isJoined) People = [People[0], People[1] with { Country = People[0].Country, Zones = People[0].Zones },
            .. People.Skip(2)];
        World = World with { People = People };
        Watch = new SegmentWatch([
            new WatchedSegment("late", RuleParser.Parse(random.Pick(
                ["no order within 2 days", "has form within 30 hours", "orders >= 2", "has order within 3 days"]))),
            .. World.Set.Strategies.Where(one => one.Trigger is MoveTrigger { Segment: null })
                .Select(one => new WatchedSegment(Trigger.WatchedAs(one)!, one.Audience.Rule)),
        ]);
        lists = [.. Enumerable.Range(1, 2).Select(import => new NamedList("of mine", $"{import}",
            People.Select(one => one.Key).Where(_ => random.Chance(0.6)).ToHashSet()))];
        // Of some it is told how many would enter, and of some so many do at most: fewer than there are people.
        foreach (var one in World.Set.Strategies.Where(_ => random.Chance(0.5)))
            expected[one.Name] = random.NextInt(1, 2);
        foreach (var one in People) Draw(one);
        if (isJoined) DrawJoin(People[0].Key, People[1].Key);
        for (var at = World.From.UnixMs; at <= World.Until.UnixMs; at += 11 * Hour) _ = At(at);
        _ = At(World.From.UnixMs + 4 * Day + 77);
        if (World.LaterAt != Instant.Never) _ = At(World.LaterAt.UnixMs);
        At(Begins.UnixMs + Day).IsScored = true;
        for (var scored = 0; scored < 2; scored++)
            At(World.From.UnixMs + (1 + random.NextInt(9)) * Day + 3 * Hour).IsScored = true;
        foreach (var started in new[] { 3, 7, 11 }) At(World.From.UnixMs + started * Day + 5 * Minute).IsStarted = true;
        DrawPeople();
        IsTight = expected.Count > 0 || World.Set.Strategies.Any(one => one.EnterAtMost is not null);
    }

    // What people and the machine do to strategies. Shorter than this no policy looks back.
    void DrawPeople()
    {
        const long longest = 8 * Day;
        var others = Rng.ForStream(World.Seed, 4_712);
        Moment[] all = [.. moments.Values.Where(one => one.At > World.From)];
        string[] names = [.. World.Set.Strategies.Select(one => one.Name)];
        for (var one = 0; one < 3; one++) others.Pick(all).Stopped.Add(others.Pick(names));
        for (var one = 0; one < 2; one++) others.Pick(all).Started.Add(others.Pick(names));
        for (var one = 0; one < 8; one++) others.Pick(all).KilledAt = others.NextInt(1, 400);
        foreach (var one in all.Where(one => one.At.UnixMs > World.From.UnixMs + longest && others.Chance(0.1)))
            one.ForgetsBefore = new Instant(one.At.UnixMs - longest);
    }

    /// <summary>The world of a seed.</summary>
    public static ShopWorld Of(ulong seed, int people) => new(WorldDraws.Of(seed), people);

    public DrawnWorld World { get; }

    public IReadOnlyList<DrawnPerson> People { get; }

    /// <summary>When the shop begins: its first facts.</summary>
    public Instant Begins { get; }

    // What was said the very instant it is heard counts as known a millisecond later.
    Instant FirstSaid => new(Begins.UnixMs - Minute);

    public IEnumerable<Moment> Moments => moments.Values;

    public SegmentWatch Watch { get; }

    public ProfileSettings Profiles { get; } = new() { Calendar = SomeFacts.Calendar("Europe/Paris") };

    /// <summary>The names that strategies may have.</summary>
    public static IReadOnlyList<string> Names { get; } = ["a", "b", "c"];

    /// <summary>Whether fewer may enter than there are.</summary>
    public bool IsTight { get; }

    /// <summary>The strategies in force; null before any was published.</summary>
    public LiveStrategies? LiveAt(Instant now, IReadOnlyDictionary<string, Standing> standings)
    {
        if (now < World.From || standings.Count == 0) return null;
        var isLater = World.LaterAt <= now;
        var key = $"{isLater} {string.Join(' ', standings.OrderBy(one => one.Key, StringComparer.Ordinal))}";
        lock (books)
        {
            if (books.TryGetValue(key, out var known)) return known;
            return books[key] = isLater ? Live(World.Later, 2, World.LaterAt, World.Set.Strategies, standings)
                : Live(World.Set.Strategies, 1, World.From, [], standings);
        }
    }

    LiveStrategies Live(IReadOnlyList<Strategy> strategies, int version, Instant at, IReadOnlyList<Strategy> former,
        IReadOnlyDictionary<string, Standing> standings)
    {
        List<StrategyVersion> versions = [.. strategies.Select(one => new StrategyVersion(one, version, at)
        {
            AskedFrom = standings[one.Name].AskedFrom,
            Expected = expected.TryGetValue(one.Name, out var told) ? told : null,
        })];
        var set = World.Set with { Lists = [lists[version - 1]] };
        var book = new StrategyBook(new PlanRules(set, World.Options, DrawnWorld.Holidays), versions,
            [.. former.Select(one => new StrategyVersion(one, 1, World.From))])
        {
            Closed = EntryWave.Closed(strategies, name => standings[name].State), CountsFirst = true,
            Stopped = standings.Where(one => one.Value.State == StrategyState.Stopped).Select(one => one.Key)
                .ToHashSet(),
        };
        return new LiveStrategies(book, versions.Max(one => one.At > one.AskedFrom ? one.At : one.AskedFrom))
        {
            Zones = place => zones[place.Said!],
        };
    }

    // Lists of others have no door; how many contacts somebody has had is computed.
    DrawnWorld Shopped(DrawnWorld drawn)
    {
        Strategy Of(Strategy one) => random.Chance(0.25)
            ? one with { Audience = StepDraws.Rule(random.Pick(["orders >= 1", "r >= 2", "monetary > 60",
                "recency_days < 4", "no order within 2 days", "pressure_status != 'over'"])) }
            : one;
        Strategy Moving(Strategy one) => one.Trigger is MoveTrigger && random.Chance(0.5)
            ? one with { Trigger = new MoveTrigger(null, random.Chance(0.3)) } : one;
        var (set, policies) = (drawn.Set, drawn.Set.Policies);
        Strategy Slow(Strategy one) => one with
        {
            EnterAtMost = random.Chance(0.2)
                ? new Cap(random.NextInt(1, 2), CapUnit.Pieces, StepDraws.LengthOf(random.Pick(["1d", "8h"])), "few")
                : null,
            Existing = random.Chance(0.4)
                ? new Existing(true, random.Chance(0.5) ? StepDraws.LengthOf("2d") : null) : one.Existing,
        };
        IReadOnlyList<Strategy> mine = [.. set.Strategies.Select(Of).Select(Moving).Select(Slow)];
        return drawn with
        {
            Set = set with
            {
                Strategies = mine,
                Policies = policies with { Law = [.. policies.Law.Select(law => law with { List = null })],
                    Pressure = new PressureEffect(OverPressure.Keep, 0) },
            },
            Later = [.. drawn.Later.Select((one, index) => mine[index] with { Steps = one.Steps })],
            MovesThem = false,
        };
    }

    DrawnPerson Person(DrawnWorld drawn, int number)
    {
        var other = WorldDraws.Of(drawn.Seed + 1_000 * (ulong)(number + 1));
        var (person, shift) = (other.People[0], drawn.From.UnixMs - other.From.UnixMs);
        var said = person.Zones[0];
        // Whoever says one zone is in the same ones.
        if (!zones.TryGetValue(said, out _)) zones.Add(said, [.. person.Zones.Select(SomeFacts.Calendar)]);
        return person with
        {
            Key = $"C-{drawn.Seed}-{number}", Zones = [.. zones[said].Select(one => one.Zone)],
            Said = [.. person.Said.Select(one => one with { SaidAt = FirstSaid, KnownAt = Begins })],
            Happenings = [.. person.Happenings
                .Where(one => one.AtMs + shift < drawn.Until.UnixMs && random.Chance(0.7))
                .Select(one => one with { AtMs = one.AtMs + shift })],
        };
    }

    Moment At(long ms)
    {
        if (!moments.TryGetValue(ms, out var moment)) moments.Add(ms, moment = new Moment(new Instant(ms)));
        return moment;
    }

    void Come(long ms, string key, IncomingEvent one, Happening? happening, bool isOfFile = false) =>
        At(ms).Comes.Add(new Coming(key, one, isOfFile, happening));

    void Draw(DrawnPerson person)
    {
        var key = person.Key;
        IncomingEvent Event(Instant at) => new()
        {
            Source = Source, MessageId = $"m{numbers++}", At = at, Who = new CustomerKeySet { External = key },
        };
        Come(Begins.UnixMs, key, Event(FirstSaid) with
        {
            Details = new CustomerDetails
            {
                Country = person.Country, Email = $"{key}@example.com", Phone = $"+331990059{numbers:d2}",
                Address1 = "1 rue", Consents = [.. person.Said],
                Attributes = [new AttributeStatement(AttributeSet.TimeZone, person.Zones[0])],
            },
        }, null);
        if (random.Chance(0.7))
        {
            var before = new Happening(Begins.UnixMs + Hour, What.Order) { LateMs = 2 * Hour };
            Come(Begins.UnixMs + Hour, key, Order(Event(new Instant(Begins.UnixMs - Hour))), before);
        }
        foreach (var one in person.Happenings)
        {
            var at = new Instant(one.AtMs - one.LateMs);
            switch (one.What)
            {
                case What.Form:
                    Come(one.AtMs, key, Event(at) with { Activity = new ActivityStatement(ActivityKind.Form) }, one);
                    break;
                case What.Order:
                    Come(one.AtMs, key, Order(Event(at)), one, isOfFile: random.Chance(0.2));
                    break;
                case What.Click or What.Reply:
                    var kind = one.What == What.Click ? ResponseKind.Click : ResponseKind.Reply;
                    Come(one.AtMs, key,
                        Event(at) with { Response = new ResponseStatement(kind, one.Channel) }, one);
                    break;
                case What.OtherContact:
                    Come(one.AtMs, key, Event(at) with
                    {
                        Contact = new ContactStatement(one.Channel, $"n{numbers++}")
                        {
                            Context = one.Words is null ? null : new ContactContext { Topic = one.Words },
                        },
                    }, one);
                    break;
                case What.Yes or What.No:
                    Come(one.AtMs, key, Event(new Instant(one.AtMs)) with { Details = Said(one) }, one);
                    break;
                case What.Suppressed:
                    Come(one.AtMs, key, Event(new Instant(one.AtMs)) with
                    {
                        Response = new ResponseStatement(ResponseKind.Complaint, one.Channel),
                    }, one);
                    break;
                case What.Erased:
                    At(one.AtMs).Erased.Add(key);
                    return;
            }
            if (random.Chance(0.1) && At(one.AtMs).Comes.Count > 0)
            {
                // The same once more, as trackers send it.
                var again = At(one.AtMs).Comes[^1];
                if (again.Key == key && !again.IsOfFile)
                    Come(one.AtMs + Hour, key, again.Event, null);
            }
        }
    }

    static CustomerDetails Said(Happening one) => new()
    {
        Consents =
        [
            new ConsentStatement(one.Channel, one.What == What.Yes)
            {
                Topic = one.Words ?? "", SaidAt = new Instant(one.AtMs), KnownAt = new Instant(one.AtMs),
                Basis = ConsentBasis.Agreed, Wording = "yes",
            },
        ],
    };

    IncomingEvent Order(IncomingEvent one) => one with
    {
        Order = new OrderStatement($"o{numbers++}", one.At) { GrossCents = 1_000 + random.NextInt(9_000) },
    };

    // Whatever still comes under the key of before is the other's.
    void DrawJoin(string key, string before)
    {
        if (moments.Values.Any(one => one.Erased.Contains(key) || one.Erased.Contains(before))) return;
        var at = World.From.UnixMs + 2 * Day + random.NextInt(9 * 86_400) * 1_000L + 123;
        foreach (var later in moments.Values.Where(one => one.At.UnixMs > at))
        {
            for (var one = 0; one < later.Comes.Count; one++)
                if (later.Comes[one].Key == before) later.Comes[one] = later.Comes[one] with { Key = key };
        }
        At(at).Joined.Add((before, key));
        Come(at, key, new IncomingEvent
        {
            Source = Source, MessageId = $"m{numbers++}", At = new Instant(at - Minute),
            Who = new CustomerKeySet { External = key, Previous = [before] },
        }, null);
    }
}
