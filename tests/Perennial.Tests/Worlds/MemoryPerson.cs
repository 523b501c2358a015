using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Measurement;
using Perennial.Core.Parts;
using Perennial.Core.Planning;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;
using Perennial.Tests.Planning;

namespace Perennial.Tests.Worlds;

/// <summary>One customer in memory: facts, what follows from them by the pure functions alone, and what was decided.
/// </summary>
sealed class MemoryPerson(DrawnPerson drawn, Instant knownSince)
{
    readonly List<(IncomingEvent Event, Instant Known)> heard = [];
    readonly HashSet<UInt128> facts = [];
    readonly List<ConsentStatement> said = [];
    readonly List<Suppression> suppressions = [];
    readonly Dictionary<string, ArmAssignment> arms = [];
    readonly Dictionary<string, Instant> stays = [];
    readonly List<RuleStay> past = [];
    readonly List<(Decision Decision, FactId Id)> planned = [];
    ProfileTable stored = new(Columns.All, CustomerKeys.From([drawn.Key]));
    HistoryTable history = new(1, OrderFacts.Empty(1));

    public CustomerId Id { get; } = CustomerId.Of(CustomerKeyKind.External, drawn.Key);

    public DrawnPerson Drawn => drawn;

    public CustomerStrategies State { get; private set; } = CustomerStrategies.None;

    /// <summary>The rows of decisions, as whoever reads the store is to find them.</summary>
    public Dictionary<CandidateKey, DecisionRow> Decided { get; } = [];

    /// <summary>Every enrollment as it was last.</summary>
    public Dictionary<(string, string), Enrollment> Enrolled { get; } = [];

    /// <summary>What the customer waits to enter, and since when.</summary>
    public List<(WaitingEntry Entry, Instant Since)> Waiting { get; } = [];

    /// <summary>Contacts that are decided and have not been handed over, and those that never will be.</summary>
    public IEnumerable<(PlannedContact Contact, bool IsPhantom)> Planned => planned.Select(one =>
        (PlannedContact.Of(one.Decision), one.Decision.Outcome == Outcome.HeldOut));

    /// <summary>Where the customer was and is.</summary>
    public string Stays => string.Join(' ', past);

    /// <summary>Notes what the customer waits to enter; what is known already waits no longer for it.</summary>
    public void Wait(WaitingEntry entry, Instant now)
    {
        if (Waiting.All(one => (one.Entry.Strategy, one.Entry.Occurrence) != (entry.Strategy, entry.Occurrence)))
            Waiting.Add((entry, now));
    }

    /// <summary>What came about, for those who judge.</summary>
    public List<LogLine> Log { get; } = [];

    /// <summary>Whether time has anything for this customer.</summary>
    public bool IsDue(Instant now) => State.DueAt <= now || stored.NextChangeAt[0] <= now || Waiting.Count > 0;

    /// <summary>Whether columns change by time alone.</summary>
    public bool NeedsFold(Instant now) => stored.NextChangeAt[0] <= now;

    /// <summary>Whether time alone may bring the customer into a strategy by a segment.</summary>
    public bool MayMove(Instant now) => NeedsFold(now) || Waiting.Count > 0;

    /// <summary>Takes what is heard.</summary>
    /// <returns>The facts that are new.</returns>
    public IReadOnlyList<NewFact> Hear(IEnumerable<Coming> comings, Instant now)
    {
        var fresh = new List<NewFact>();
        foreach (var coming in comings)
        {
            if (coming.Happening is { } happening) Log.Add(new HeardLine(now, happening, coming.Event.At));
            if (FactOf(coming.Event) is { } fact)
            {
                if (!facts.Add(fact.Id)) continue;
                fresh.Add(fact);
                heard.Add((coming.Event, now));
            }
            Permit(coming.Event, now);
        }
        history = History();
        return fresh;
    }

    void Permit(IncomingEvent one, Instant now)
    {
        said.AddRange(one.Details?.Consents.Select(each => each with { KnownAt = each.KnownAt }) ?? []);
        if (one.Response is { } response && Suppression.ReasonOf(response.Kind, response.Disposition) is { } reason)
            suppressions.Add(new Suppression(response.Channel, reason, one.At, one.Source) { KnownAt = now });
    }

    static NewFact? FactOf(IncomingEvent one)
    {
        var table = EventBatch.Of([one]).History;
        if (table.Orders.Id is [var order]) return new NewFact(0, FactKind.Order, order.Value, table.Orders.At[0]);
        if (table.Activities is { Id: [var activity] })
            return new NewFact(0, FactKind.Activity, activity.Value, table.Activities.At[0]);
        if (table.Contacts is { Id: [var contact] })
            return new NewFact(0, FactKind.Contact, contact.Value, table.Contacts.At[0]);
        return table.Responses is { Id: [var response] }
            ? new NewFact(0, FactKind.Response, response.Value, table.Responses.At[0]) : null;
    }

    HistoryTable History()
    {
        var batch = EventBatch.Of([.. heard.Select(one => one.Event)]).History;
        var (orders, activities, contacts, responses) =
            (batch.Orders, batch.Activities, batch.Contacts, batch.Responses);
        var order = InTime(orders.Start, orders.At, index => orders.Id[index].Value);
        return new HistoryTable(1, new OrderFacts
        {
            Start = [0, order.Length], At = Take(order, orders.At), GrossCents = Take(order, orders.GrossCents),
            Id = Take(order, orders.Id), Number = Take(order, orders.Number), KnownAt = Known(order),
        })
        {
            Activities = activities is null ? null : Of(activities),
            Contacts = contacts is null ? null : Of(contacts),
            Responses = responses is null ? null : Of(responses),
        };
    }

    ActivityFacts Of(ActivityFacts all)
    {
        var order = InTime(all.Start, all.At, index => all.Id[index].Value);
        return new ActivityFacts
        {
            Start = [0, order.Length], At = Take(order, all.At), Kind = Take(order, all.Kind),
            Product = Take(order, all.Product), DurationSeconds = Take(order, all.DurationSeconds),
            Id = Take(order, all.Id), KnownAt = Known(order),
        };
    }

    ContactFacts Of(ContactFacts all)
    {
        var order = InTime(all.Start, all.At, index => all.Id[index].Value);
        return new ContactFacts
        {
            Start = [0, order.Length], At = Take(order, all.At), Channel = Take(order, all.Channel),
            Id = Take(order, all.Id), Strategy = Take(order, all.Strategy),
            Context = all.Context.Length == 0 ? [] : Take(order, all.Context), KnownAt = Known(order),
        };
    }

    ResponseFacts Of(ResponseFacts all)
    {
        var order = InTime(all.Start, all.At, index => all.Id[index].Value);
        return new ResponseFacts
        {
            Start = [0, order.Length], At = Take(order, all.At), Kind = Take(order, all.Kind),
            Channel = Take(order, all.Channel), Id = Take(order, all.Id), Contact = Take(order, all.Contact),
            Disposition = Take(order, all.Disposition), KnownAt = Known(order),
        };
    }

    static T[] Take<T>((int Fact, int Row)[] order, T[] from) => [.. order.Select(one => from[one.Fact])];

    Instant[] Known((int Fact, int Row)[] order) => [.. order.Select(one => heard[one.Row].Known)];

    // A row of a batch is an event.
    static (int Fact, int Row)[] InTime(int[] start, Instant[] at, Func<int, UInt128> id) =>
    [
        .. Enumerable.Range(0, start.Length - 1).SelectMany(row => Enumerable.Range(start[row],
            start[row + 1] - start[row]).Select(fact => (fact, row)))
            .OrderBy(one => at[one.fact]).ThenBy(one => id(one.fact)),
    ];

    /// <summary>Takes the columns to a moment.</summary>
    /// <returns>Who came into segments and left them.</returns>
    public IReadOnlyList<FreshMove> Fold(ShopMoment moment)
    {
        var outcome = ShardStep.Take(new ShardState
        {
            History = history, Stored = stored, Stays = [new Dictionary<string, Instant>(stays)],
            Attributes = Attributes(), Permissions = [Permissions()], PastStays = [past],
        }, moment);
        stored = outcome.Profiles;
        foreach (var stay in outcome.Moves.Stays)
        {
            past.RemoveAll(one => one.Segment == stay.Segment && one.EnteredAt == stay.EnteredAt);
            past.Add(new RuleStay(stay.Segment, stay.EnteredAt, stay.LeftAt));
            if (stay.LeftAt.HasValue) stays.Remove(stay.Segment);
            else stays[stay.Segment] = stay.EnteredAt;
        }
        return [.. outcome.Moves.Stays.Select(stay => stay.LeftAt.HasValue
            ? new FreshMove(stay.Segment, true, stay.LeftAt) : new FreshMove(stay.Segment, false, stay.EnteredAt))];
    }

    AttributeTable Attributes()
    {
        var table = new AttributeTable(1);
        table.Set(0, CustomerAttribute.Country, drawn.Country);
        table.Set(0, CustomerAttribute.Email, "mail");
        table.Set(0, CustomerAttribute.Phone, "phone");
        table.Set(0, CustomerAttribute.Address, "1 rue");
        return table;
    }

    CustomerPermissions Permissions() => new()
    {
        Consents = [.. said], Suppressions = [.. suppressions], Country = drawn.Country, HasEmail = true,
        HasPhone = true, HasAddress = true,
    };

    /// <summary>Has a turn.</summary>
    public TurnOutcome Turn(ShopMoment moment, IReadOnlyList<NewFact> fresh, CustomerNews news, bool isAsking = false)
    {
        var (live, now) = (moment.Strategies!, moment.Now);
        var customer = Customer(moment, live);
        news = news with
        {
            Facts = [.. fresh.OrderBy(one => one.At).ThenBy(one => one.Kind).ThenBy(one => one.Id)
                .Select(one => new FreshFact(one.Kind, IndexOf(one), one.Id, one.At, now))],
        };
        planned.RemoveAll(one => one.Decision.Outcome == Outcome.Sent && facts.Contains(one.Id.Value));
        var policies = live.Book.Rules.Set.Policies;
        var others = planned.Select(one => Planner.CountsAs(policies, one.Decision)).OfType<PastContact>().ToList();
        var before = State.OpenAlone();
        if (isAsking)
        {
            if (live.ByLists.Any(one => news.NotYetFor.Contains(one.Strategy.Name)))
                news = news with { Lists = [.. live.ListsOf(drawn.Key)] };
            foreach (var program in live.Book.InForce.Where(one => news.NotYetFor.Contains(one.Strategy.Name)))
            {
                if (Entries.Existing(program.Version, customer) is { } pending)
                    before = before.With(before.PastOf(program.Strategy.Name) with { Pending = pending });
            }
        }
        var outcome = StrategyTurn.Take(live.Book, customer, before,
            PastContacts.Of(customer.History, policies, now, others), news, now);
        State = outcome.State;
        foreach (var one in outcome.KeptOut) Wait(one, now);
        Write(before, outcome, now);
        return outcome;
    }

    void Write(CustomerStrategies before, TurnOutcome outcome, Instant now)
    {
        var open = before.Open.Select(one => (one.Strategy, one.Occurrence)).ToHashSet();
        foreach (var one in State.Enrollments) Enrolled[(one.Strategy, one.Occurrence)] = one;
        foreach (var one in State.Enrollments)
            if (one.Left is "order" or "reply") Log.Add(new LeftLine(now, one));
        foreach (var one in State.Enrollments)
            if (!open.Contains((one.Strategy, one.Occurrence))) Log.Add(new EnteredLine(now, one));
        foreach (var decision in outcome.Decisions) Log.Add(new DecidedLine(now, decision));
        foreach (var one in State.Enrollments.Where(one => !one.IsOpen)) Log.Add(new LeftLine(now, one));
        foreach (var drawn in outcome.Drawn)
            arms.TryAdd(drawn.Experiment, new ArmAssignment(drawn.Experiment, "", Id, drawn.Arm, "", drawn.At));
        foreach (var decision in outcome.Decisions)
        {
            Put(DecisionRow.Of(decision));
            if (decision.Outcome is Outcome.Sent or Outcome.HeldOut && decision.Candidate.Content.Kind.IsContact())
                planned.Add((decision, LiveStrategies.ContactOf(decision.Candidate.Key)));
        }
        foreach (var (enrollment, left) in outcome.LeftOut) Put(DecisionRow.Of(Id, enrollment, left, now));
        foreach (var refusal in outcome.Refused) Put(DecisionRow.Of(Id, refusal));
        foreach (var (enrollment, step) in outcome.ToDo)
        {
            Put(DecisionRow.Of(new CandidateKey(Id, enrollment.Strategy, step.Name, enrollment.Occurrence, 1),
                enrollment, step.Content.Kind, StepWriter.Missing(step.Content.To ?? ""), now));
        }
    }

    // What is final is never written anew.
    void Put(DecisionRow row)
    {
        if (!Decided.TryGetValue(row.Key, out var known) || known.Outcome == Outcome.Deferred) Decided[row.Key] = row;
    }

    int IndexOf(NewFact fact) => fact.Kind switch
    {
        FactKind.Order => Array.IndexOf(history.Orders.Id, new OrderId(fact.Id)),
        FactKind.Activity => Array.IndexOf(history.Activities!.Id, new FactId(fact.Id)),
        FactKind.Contact => Array.IndexOf(history.Contacts!.Id, new FactId(fact.Id)),
        _ => Array.IndexOf(history.Responses!.Id, new FactId(fact.Id)),
    };

    StrategyCustomer Customer(ShopMoment moment, LiveStrategies live) => new()
    {
        Id = Id, Key = drawn.Key, Country = drawn.Country, KnownSince = knownSince,
        Arms = arms.ToDictionary(one => one.Key, one => one.Value.Arm),
        Data = new RuleData(stored)
        {
            History = history, Attributes = Attributes(), Permissions = [Permissions()], Stays = [past],
            Levels = moment.Segments!.LevelOf,
        },
        Shop = moment.Profiles.Calendar,
        Zones = live.Zones(new CustomerPlace(drawn.Zones[0], drawn.Country, null)), Permissions = Permissions(),
    };

    /// <summary>Takes the facts of somebody who turns out to be the same.</summary>
    /// <returns>The facts that are new.</returns>
    public IReadOnlyList<NewFact> Absorb(MemoryPerson other, Instant now)
    {
        Log.Add(new JoinedLine(now, other.Log));
        List<NewFact> fresh = [.. other.heard.Select(one => FactOf(one.Event)!.Value).Where(one => facts.Add(one.Id))];
        heard.AddRange(other.heard);
        said.AddRange(other.said);
        suppressions.AddRange(other.suppressions);
        history = History();
        return fresh;
    }

    /// <summary>Joins where both stand in strategies, and what was decided of them.</summary>
    /// <returns>The enrollments that both had.</returns>
    public IReadOnlyList<(string Strategy, string Occurrence)> Join(MemoryPerson other, ShopMoment moment)
    {
        foreach (var (experiment, row) in other.arms)
            if (!arms.TryGetValue(experiment, out var mine) || row.ComesBefore(mine)) arms[experiment] = row;
        planned.AddRange(other.planned);
        List<(string Strategy, string Occurrence)> both = [.. Enrolled.Keys.Where(other.Enrolled.ContainsKey)];
        var overlap = moment.Strategies!.Book.InForce.Where(one => one.Strategy.Reenter.EachTime)
            .Select(one => one.Strategy.Name).ToHashSet();
        List<Enrollment> before = [.. Enrolled.Values, .. other.Enrolled.Values];
        var joined = StrategyJoin.Of(State with { Enrollments = [.. Enrolled.Values] },
            other.State with { Enrollments = [.. other.Enrolled.Values] }, overlap.Contains, moment.Now);
        foreach (var same in joined.Enrollments.Concat(before).GroupBy(one => (one.Strategy, one.Occurrence)))
        {
            // What goes on, else the customer's own, else what ended first by itself.
            var own = Enrolled.GetValueOrDefault(same.Key);
            Enrolled[same.Key] = joined.Open.FirstOrDefault(one => same.Contains(one))
                ?? (own is { IsOpen: true } ? same.FirstOrDefault(one => !one.IsOpen && one.EnteredAt == own.EnteredAt)
                    : own)
                ?? same.Where(one => !one.IsOpen).OrderBy(one => one.EndedAt)
                    .ThenBy(one => one.Left == StrategyJoin.Merged).First();
        }
        foreach (var row in other.Decided.Values) Put(row with { Customer = Id });
        State = AsOne(other, before, overlap.Contains, moment.Now);
        foreach (var ended in joined.Enrollments.Where(one => !one.IsOpen)) Log.Add(new LeftLine(moment.Now, ended));
        foreach (var row in Decided.Values.Where(row => row.Outcome == Outcome.Deferred).ToList())
            if (!Enrolled[(row.Strategy, row.Occurrence)].IsOpen) Settle(row, before, moment);
        return both;
    }

    // What both have by one occurrence has not ended for one of them: it goes on, or was over, as one.
    CustomerStrategies AsOne(
        MemoryPerson other, List<Enrollment> before, Func<string, bool> mayOverlap, Instant now)
    {
        List<Enrollment> own = [.. before.Take(before.Count - other.Enrolled.Count)];
        bool IsTwin(Enrollment one) =>
            own.Exists(mine => (mine.Strategy, mine.Occurrence) == (one.Strategy, one.Occurrence));
        Enrollment WithDone(Enrollment mine) => !mine.IsOpen ? mine : mine with
        {
            Done = [.. mine.Done, .. other.Enrolled.Values.Where(one => one.IsOpen
                && (one.Strategy, one.Occurrence) == (mine.Strategy, mine.Occurrence)).SelectMany(one => one.Done)
                .Except(mine.Done)],
        };
        return StrategyJoin.Of(State with { Enrollments = [.. own.Select(WithDone)] },
            other.State with { Enrollments = [.. other.Enrolled.Values.Where(one => !one.IsOpen || !IsTwin(one))] },
            mayOverlap, now).OpenAlone();
    }

    void Settle(DecisionRow row, List<Enrollment> before, ShopMoment moment)
    {
        Decided[row.Key] = row with
        {
            Outcome = Outcome.Blocked, Gate = Gate.Exit, Rule = StrategyJoin.Merged,
            Value = "the enrollment has ended", Source = null, WouldHelp = null, UntilAt = Instant.Never,
            DecidedAt = moment.Now,
        };
        foreach (var one in before.Where(one => one.IsOpen && one.Strategy == row.Strategy
            && one.Occurrence == row.Occurrence))
        {
            if (StrategyTurn.Dropped(moment.Strategies!.Book, one, Customer(moment, moment.Strategies),
                StrategyJoin.Merged, moment.Now) is { } decision) Log.Add(new DecidedLine(moment.Now, decision));
        }
    }

    /// <summary>Forgets what is old; of contacts and of entries the keys stay.</summary>
    /// <returns>What is no longer kept.</returns>
    public (IReadOnlyList<DecisionRow> Decisions, IReadOnlyList<Enrollment> Enrollments) Forget(Instant before)
    {
        List<DecisionRow> rows = [.. Decided.Values.Where(row => row.DecidedAt < before
            && row.Outcome != Outcome.Deferred)];
        List<Enrollment> ended = [.. Enrolled.Values.Where(one => !one.IsOpen && one.EndedAt < before)];
        foreach (var row in rows) Decided.Remove(row.Key);
        foreach (var one in ended) Enrolled.Remove((one.Strategy, one.Occurrence));
        planned.RemoveAll(one => one.Decision.Outcome == Outcome.HeldOut && one.Decision.At < before);
        State = State.OpenAlone();
        State = State with
        {
            Over = State.Over.Except(ended.Select(one => (one.Strategy, one.Occurrence))).ToHashSet(),
            Decided = State.Decided.Concat(rows.Where(row => row.Outcome is not null).Select(row => row.Key.Kept))
                .Concat(ended.Select(one => CandidateKey.OfEntry(Id, one.Strategy, one.Occurrence).Kept)).ToHashSet(),
        };
        return (rows, ended);
    }

    /// <summary>What is planned and goes now.</summary>
    public IReadOnlyList<PlannedContact> Leave()
    {
        var leaving = planned.Where(one => one.Decision.Outcome == Outcome.Sent).ToList();
        planned.RemoveAll(one => one.Decision.Outcome == Outcome.Sent
            && one.Decision.Candidate.Content.Kind.Channel() is null);
        return [.. leaving.Select(one => PlannedContact.Of(one.Decision))];
    }
}
