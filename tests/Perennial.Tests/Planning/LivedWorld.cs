using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Offers;
using Perennial.Core.Planning;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>Lives a drawn world by turns, and writes down what comes about. What is decided to go has gone.</summary>
sealed class LivedWorld
{
    const int MostTurns = 3_000;

    readonly DrawnWorld world;
    readonly DrawnPerson person;
    readonly PlanRules rules;
    readonly Rng random;
    readonly SomeFacts facts = new();
    readonly List<PastContact> phantoms = [];
    readonly List<Promise> promises = [];
    readonly List<ConsentStatement> said;
    readonly List<Suppression> suppressions = [];
    readonly Dictionary<string, string> arms = [];
    readonly PriorityQueue<Happening, (long, int)> agenda = new();
    readonly Dictionary<string, OnOutsideList> lists = [];
    readonly List<FreshMove> moves = [];
    readonly List<Enrollment> over = [];
    readonly List<(string, string)> listed = [];
    StrategyBook book;
    CustomerStrategies state = CustomerStrategies.None;
    Instant now;
    string pressure = "on target";
    bool isErased, hasAddresses = true, isPublished;
    long behindMs;
    int numbers, turns;

    LivedWorld(DrawnWorld world, DrawnPerson person, int number, IReadOnlySet<Gate> without)
    {
        (this.world, this.person, said) = (world, person, [.. person.Said]);
        numbers = number * 100_000;
        random = Rng.ForStream(world.Seed, (ulong)(77 + number));
        rules = new PlanRules(world.Set, world.Options, DrawnWorld.Holidays) { WithoutGates = without };
        book = new StrategyBook(rules, Versions(world.Set.Strategies, 1, world.From));
        now = world.From;
        foreach (var (index, one) in person.Happenings.Index()) agenda.Enqueue(one, (one.AtMs, index));
        if (world.From.UnixMs % 2 == 0) lists["not me"] = new OnOutsideList(now, false);
    }

    /// <summary>What was written down.</summary>
    public List<LogLine> Log { get; } = [];

    /// <summary>What is under way in the end.</summary>
    public IReadOnlyList<Enrollment> Open => [.. state.Open];

    /// <summary>Lives a world.</summary>
    /// <param name="world">The world.</param>
    /// <param name="without">Gates that are left out.</param>
    public static LivedWorld Of(DrawnWorld world, params IReadOnlyList<Gate> without)
    {
        var gates = without.ToHashSet();
        var one = new LivedWorld(world, world.People[0], 1, gates);
        if (world.People.Count > 1)
        {
            var other = new LivedWorld(world, world.People[1], 2, gates);
            one.Until(world.JoinedAt);
            other.Until(world.JoinedAt);
            one.Join(other);
        }
        one.Until(world.Until);
        return one;
    }

    static IReadOnlyList<StrategyVersion> Versions(IReadOnlyList<Strategy> strategies, int version, Instant at) =>
        [.. strategies.Select(one => new StrategyVersion(one, version, at))];

    void Until(Instant end)
    {
        if (Log.Count == 0) Turn();
        while (true)
        {
            var next = agenda.TryPeek(out var first, out _) ? first.AtMs : long.MaxValue;
            var publishing = isPublished ? long.MaxValue : world.LaterAt.UnixMs;
            var to = new Instant(Math.Min(end.UnixMs, Math.Min(next, publishing)));
            if (state.DueAt.UnixMs <= to.UnixMs - behindMs)
            {
                Assert.True(turns < MostTurns, $"stands still at {state.DueAt}");
                if (state.DueAt > now) now = state.DueAt;
                Turn();
                continue;
            }
            now = new Instant(Math.Max(to.UnixMs - behindMs, 0));
            if (publishing == to.UnixMs) Publish();
            else if (next == to.UnixMs) Hear(agenda.Dequeue());
            else return;
        }
    }

    void Publish()
    {
        isPublished = true;
        book = new StrategyBook(rules, Versions(world.Later, 2, now), Versions(world.Set.Strategies, 1, world.From));
        Log.Add(new PublishedLine(now));
        if (world.MovesThem)
        {
            foreach (var one in state.Open.ToList())
            {
                var program = book.InForce.Single(other => other.Strategy.Name == one.Strategy);
                if (VersionMove.Of(one, book.Of(one), program, now).Moved is { } moved) state = state.With(moved);
            }
        }
        Turn();
    }

    void Drop(Enrollment one, string why)
    {
        if (StrategyTurn.Dropped(book, one, Customer(facts.Table()), why, now) is { } decision)
            Log.Add(new DecidedLine(now, decision));
    }

    void Join(LivedWorld other)
    {
        Log.Add(new JoinedLine(now, other.Log));
        facts.Absorb(other.facts);
        phantoms.AddRange(other.phantoms);
        promises.AddRange(other.promises);
        said.AddRange(other.said);
        suppressions.AddRange(other.suppressions);
        (isErased, hasAddresses) = (isErased || other.isErased, hasAddresses || other.hasAddresses);
        foreach (var (experiment, arm) in other.arms) arms.TryAdd(experiment, arm);
        foreach (var (one, (at, place)) in other.agenda.UnorderedItems) agenda.Enqueue(one, (at, 1_000 + place));
        var before = state.Open.Concat(other.state.Open).ToList();
        var overlap = book.InForce.Where(one => one.Strategy.Reenter.EachTime).Select(one => one.Strategy.Name)
            .ToHashSet();
        state = StrategyJoin.Of(WithEnded(), other.WithEnded(), overlap.Contains, now);
        foreach (var ended in state.Enrollments.Where(one => !one.IsOpen))
        {
            // Where both were in it for the same thing what waits goes on with the one that goes on.
            if (!state.Open.Any(one => one.Strategy == ended.Strategy && one.Occurrence == ended.Occurrence))
                Drop(before.First(one => one.Strategy == ended.Strategy && one.Occurrence == ended.Occurrence
                    && one.EnteredAt == ended.EnteredAt), StrategyJoin.Merged);
            Log.Add(new LeftLine(now, ended));
        }
        Turn();
    }

    CustomerStrategies WithEnded() => state with { Enrollments = [.. state.Open, .. over] };

    void Hear(Happening one)
    {
        var at = new Instant(now.UnixMs - one.LateMs);
        SomeFact Fact(FactKind kind) => new(kind, at, now, numbers++) { Channel = one.Channel, Words = one.Words };
        switch (one.What)
        {
            case What.Form: facts.Add(Fact(FactKind.Activity) with { Activity = ActivityKind.Form }); break;
            case What.Order: facts.Add(Fact(FactKind.Order)); break;
            case What.Click: facts.Add(Fact(FactKind.Response) with { Response = ResponseKind.Click }); break;
            case What.Reply: facts.Add(Fact(FactKind.Response) with { Response = ResponseKind.Reply }); break;
            case What.Outcome: facts.Add(Fact(FactKind.Response) with { Response = ResponseKind.Disposition }); break;
            case What.OtherContact: facts.Add(Fact(FactKind.Contact)); break;
            case What.Yes or What.No:
                said.Add(new ConsentStatement(one.Channel, one.What == What.Yes)
                {
                    Topic = one.Words ?? "", SaidAt = now, KnownAt = now, Basis = ConsentBasis.Agreed, Wording = "yes",
                });
                break;
            case What.Suppressed:
                suppressions.Add(new Suppression(one.Channel, SuppressionReason.Complaint, now, "shop"));
                break;
            default: Change(one); break;
        }
        Log.Add(new HeardLine(now, one, at));
        Turn();
    }

    void Change(Happening one)
    {
        switch (one.What)
        {
            case What.Erased: isErased = true; break;
            case What.AddressesLost: hasAddresses = false; break;
            case What.AddressesFound: hasAddresses = true; break;
            case What.Pressure: pressure = one.Words!; break;
            case What.MovesIn: moves.Add(new FreshMove("late", false, now)); break;
            case What.Listed: listed.Add(("of mine", $"{numbers++}")); break;
            case What.StandsOnAList: lists["not me"] = new OnOutsideList(now, one.Words == "on"); break;
            case What.ClockGoesBack:
                var step = random.NextInt(1, 5_400) * 1_000L;
                behindMs += step;
                now = new Instant(now.UnixMs - step);
                break;
        }
    }

    void Turn()
    {
        turns++;
        var table = facts.Table();
        var customer = Customer(table);
        var news = new CustomerNews { Facts = facts.Fresh(), Moves = [.. moves], Lists = [.. listed] };
        moves.Clear();
        listed.Clear();
        var past = PastContacts.Of(customer.History, world.Set.Policies, now, phantoms);
        var before = state.Open.ToDictionary(one => (one.Strategy, one.Occurrence));
        var outcome = StrategyTurn.Take(book, customer, state, past, news, now,
            CustomerPromises.None with { All = [.. promises] });
        state = outcome.State;
        // Whoever left by an exit had left before anything was entered.
        foreach (var one in state.Enrollments)
            if (one.Left is "order" or "reply") Log.Add(new LeftLine(now, one));
        foreach (var one in state.Enrollments)
            if (!before.ContainsKey((one.Strategy, one.Occurrence))) Log.Add(new EnteredLine(now, one));
        foreach (var decision in outcome.Decisions) Log.Add(new DecidedLine(now, decision));
        foreach (var one in state.Enrollments.Where(one => !one.IsOpen)) Log.Add(new LeftLine(now, one));
        over.AddRange(state.Enrollments.Where(one => !one.IsOpen));
        foreach (var drawn in outcome.Drawn) arms.TryAdd(drawn.Experiment, drawn.Arm);
        foreach (var decision in outcome.Decisions) HandOver(decision);
    }

    void HandOver(Decision decision)
    {
        if (decision.Promised is { IsCarried: false, Promise: var made }) promises.Add(made);
        if (decision.Outcome == Outcome.HeldOut && Planner.CountsAs(world.Set.Policies, decision) is { } phantom)
            phantoms.Add(phantom);
        if (decision.Outcome != Outcome.Sent || decision.Candidate.Content.Kind.Channel() is not { } channel) return;
        facts.Add(new SomeFact(FactKind.Contact, now, now, numbers++)
            { Channel = channel, Words = decision.Candidate.Topic }, isNews: false);
        if (channel != ContactChannel.Call || random.Chance(0.2)) return;
        var ends = new Happening(now.UnixMs + behindMs + random.NextInt(3_600) * 1_000L, What.Outcome)
        {
            Channel = channel,
            Words = random.Pick(["no answer", "no answer", "voicemail", "reached", "not interested"]),
        };
        agenda.Enqueue(ends, (ends.AtMs, 10_000 + numbers));
    }

    StrategyCustomer Customer(HistoryTable table) => new()
    {
        Id = CustomerId.Of(CustomerKeyKind.External, person.Key), Key = person.Key, Country = person.Country,
        Data = SomeFacts.Columns(table, person.Key, now, pressure), Shop = SomeFacts.Calendar("Europe/Paris"),
        Zones = [.. person.Zones.Select(SomeFacts.Calendar)], KnownSince = world.From, Arms = arms,
        OutsideLists = lists,
        Permissions = new CustomerPermissions
        {
            IsErased = isErased, Consents = [.. said], Suppressions = [.. suppressions], Country = person.Country,
            HasEmail = hasAddresses, HasPhone = hasAddresses, HasAddress = hasAddresses,
        },
    };
}
