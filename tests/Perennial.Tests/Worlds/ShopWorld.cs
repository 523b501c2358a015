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
}

/// <summary>A drawn world (<see cref="WorldDraws"/>) as a shop with doors can have it: several customers, facts of
/// files and of trackers, segments in which they flicker, scoring runs.</summary>
sealed class ShopWorld
{
    const long Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour;

    const string Source = "web";

    readonly Rng random;
    readonly SortedDictionary<long, Moment> moments = [];
    readonly Dictionary<string, IReadOnlyList<ShopCalendar>> zones = [];
    int numbers;

    ShopWorld(DrawnWorld drawn, int people)
    {
        random = Rng.ForStream(drawn.Seed, 4_711);
        Begins = new Instant(drawn.From.UnixMs - 3 * Day);
        World = Shopped(drawn);
        People = [.. Enumerable.Range(0, people).Select(number => Person(drawn, number))];
        World = World with { People = People };
        Watch = new SegmentWatch([
            new WatchedSegment("late", RuleParser.Parse(random.Pick(
                ["no order within 2 days", "has form within 30 hours", "orders >= 2", "has order within 3 days"]))),
            .. World.Set.Strategies.Where(one => one.Trigger is MoveTrigger { Segment: null })
                .Select(one => new WatchedSegment(Trigger.WatchedAs(one)!, one.Audience.Rule)),
        ]);
        First = Live(World.Set.Strategies, 1, World.From, null);
        Later = World.LaterAt == Instant.Never ? First
            : Live(World.Later, 2, World.LaterAt, World.Set.Strategies);
        foreach (var one in People) Draw(one);
        if (random.Chance(0.5)) DrawJoin(People[0].Key, People[1].Key);
        for (var at = World.From.UnixMs; at <= World.Until.UnixMs; at += 11 * Hour) _ = At(at);
        _ = At(World.From.UnixMs + 4 * Day + 77);
        if (World.LaterAt != Instant.Never) _ = At(World.LaterAt.UnixMs);
        At(Begins.UnixMs + Day).IsScored = true;
        for (var scored = 0; scored < 2; scored++)
            At(World.From.UnixMs + (1 + random.NextInt(9)) * Day + 3 * Hour).IsScored = true;
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

    LiveStrategies First { get; }

    LiveStrategies Later { get; }

    /// <summary>The strategies in force; null before any was published.</summary>
    public LiveStrategies? LiveAt(Instant now) =>
        now < World.From ? null : World.LaterAt <= now ? Later : First;

    LiveStrategies Live(
        IReadOnlyList<Strategy> strategies, int version, Instant at, IReadOnlyList<Strategy>? former) =>
        new(new StrategyBook(new PlanRules(World.Set, World.Options, DrawnWorld.Holidays),
            [.. strategies.Select(one => new StrategyVersion(one, version, at) { AskedFrom = World.From })],
            former?.Select(one => new StrategyVersion(one, 1, World.From)).ToList()), at)
        {
            Zones = place => zones[place.Said!],
        };

    // Lists of others have no door, nor are lists uploaded; how many contacts somebody has had is computed.
    DrawnWorld Shopped(DrawnWorld drawn)
    {
        Strategy Of(Strategy one) => random.Chance(0.25)
            ? one with { Audience = StepDraws.Rule(random.Pick(["orders >= 1", "r >= 2", "monetary > 60",
                "recency_days < 4", "no order within 2 days", "pressure_status != 'over'"])) }
            : one;
        Strategy Moving(Strategy one) => one.Trigger is MoveTrigger && random.Chance(0.5)
            ? one with { Trigger = new MoveTrigger(null, random.Chance(0.3)) } : one;
        var (set, policies) = (drawn.Set, drawn.Set.Policies);
        IReadOnlyList<Strategy> mine = [.. set.Strategies.Select(Of).Select(Moving)];
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
