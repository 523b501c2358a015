using Perennial.Core.Offers;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>The strategies of a shop as they are in force, and the versions that enrollments still go by.</summary>
public sealed class StrategyBook
{
    readonly Dictionary<(string, int), StrategyProgram?> programs = [];

    /// <summary>Lays them out.</summary>
    /// <param name="rules">What the shop goes by.</param>
    /// <param name="inForce">The version of each strategy that customers enter.</param>
    /// <param name="former">Versions that nobody enters any more.</param>
    public StrategyBook(
        PlanRules rules, IReadOnlyList<StrategyVersion> inForce, IReadOnlyList<StrategyVersion>? former = null)
    {
        Rules = rules;
        InForce =
        [
            .. inForce.Select(version => new StrategyProgram(version)
            {
                ExcludedBy = [.. inForce.Where(other => other.Strategy.NeverWith.Contains(version.Strategy.Name))
                    .Select(other => other.Strategy.Name)],
            }).OrderByDescending(one => one.Strategy.Priority).ThenBy(one => one.Strategy.Name, StringComparer.Ordinal),
        ];
        foreach (var program in InForce.Concat((former ?? []).Select(version => new StrategyProgram(version))))
            programs[(program.Strategy.Name, program.Version.Version)] = program;
    }

    StrategyBook(StrategyBook same) => (Rules, InForce, programs) = (same.Rules, same.InForce, same.programs);

    /// <summary>What the shop goes by.</summary>
    public PlanRules Rules { get; }

    /// <summary>Strategies that somebody has stopped: nobody enters, and whoever is in them stays where they are,
    /// unless an exit ends it.</summary>
    public IReadOnlySet<string> Stopped { get; init; } = new HashSet<string>();

    /// <summary>The versions that customers enter, higher priority first.</summary>
    public IReadOnlyList<StrategyProgram> InForce { get; private init; }

    /// <summary>The same while nobody is asked whether they enter any but some of the strategies; who is under way goes
    /// on in all of them. For whoever tries what one strategy would do.</summary>
    public StrategyBook Asking(IReadOnlySet<string> strategies) => new(this)
    {
        Closed = Closed, CountsFirst = CountsFirst, Former = Former, Stopped = Stopped,
        InForce = [.. InForce.Where(program => strategies.Contains(program.Strategy.Name))],
    };

    /// <summary>Finds a version that nobody enters any more and that is not in the book yet; null where it cannot be
    /// read.</summary>
    public Func<string, int, StrategyVersion?> Former { get; init; } = (_, _) => null;

    /// <summary>Whether the version that an enrollment goes by is known. Where it is not, the enrollment stays where it
    /// is.</summary>
    public bool Has(Enrollment enrollment) => Find(enrollment.Strategy, enrollment.Version) is not null;

    /// <summary>The strategies that nobody enters at once: those that let in so many at most, and those that wait for
    /// a person's yes. Who is under way goes on.</summary>
    public IReadOnlySet<string> Closed { get; init; } = new HashSet<string>();

    /// <summary>Whether it is counted how many time or a list would bring in before the first of them enters.</summary>
    public bool CountsFirst { get; init; }

    /// <summary>The same while nobody enters some of the strategies.</summary>
    public StrategyBook With(IReadOnlySet<string> closed) => new(this)
    {
        Closed = closed, CountsFirst = CountsFirst, Former = Former, Stopped = Stopped,
    };

    /// <summary>Who may enter a strategy at once.</summary>
    public EntryDoor DoorOf(string strategy) => Closed.Contains(strategy) ? EntryDoor.Closed
        : CountsFirst ? EntryDoor.Counted : EntryDoor.Open;

    /// <summary>The version that an enrollment goes by.</summary>
    public StrategyProgram Of(Enrollment enrollment) => Find(enrollment.Strategy, enrollment.Version)
        ?? throw new ArgumentException($"There is no version {enrollment.Version} of '{enrollment.Strategy}'.");

    StrategyProgram? Find(string strategy, int version)
    {
        lock (programs)
        {
            if (programs.TryGetValue((strategy, version), out var known)) return known;
            var read = Former(strategy, version);
            return programs[(strategy, version)] = read is null ? null : new StrategyProgram(read);
        }
    }
}

/// <summary>What a turn made of one customer.</summary>
/// <param name="State">Where the customer stands now; what ended in this turn is among the enrollments once
/// more.</param>
/// <param name="Decisions">One a candidate.</param>
public sealed record TurnOutcome(CustomerStrategies State, IReadOnlyList<Decision> Decisions)
{
    /// <summary>Entries that were refused.</summary>
    public IReadOnlyList<EntryRefusal> Refused { get; init; } = [];

    /// <summary>What chance drew, for the ledger of assignments.</summary>
    public IReadOnlyList<Drawn> Drawn { get; init; } = [];

    /// <summary>Contacts that strategies passed over.</summary>
    public IReadOnlyList<(Enrollment Enrollment, LeftOut LeftOut)> LeftOut { get; init; } = [];

    /// <summary>Webhooks and attributes that are to be done.</summary>
    public IReadOnlyList<(Enrollment Enrollment, ContactStep Step)> ToDo { get; init; } = [];

    /// <summary>What the customer would have entered, did anybody at once: it comes back as
    /// <see cref="CustomerNews.LetIn"/> when it is known how many there are.</summary>
    public IReadOnlyList<WaitingEntry> KeptOut { get; init; } = [];

    /// <summary>Times to come at which the customer would enter, each told once, a week ahead.</summary>
    public IReadOnlyList<(string Strategy, Instant At)> Ahead { get; init; } = [];

    /// <summary>How many facts came too late to trigger, by strategy.</summary>
    public IReadOnlyDictionary<string, int> TooOld { get; init; } = new Dictionary<string, int>();
}

/// <summary>
/// One customer's turn at an instant: exits, entries, every step that is due, and the plan of what they propose, until
/// nothing moves any more. Live shard step, tick, impact, simulation and back-test are this function, each with its own
/// store and its own sink.
/// </summary>
public sealed class StrategyTurn
{
    readonly StrategyBook book;
    readonly StrategyCustomer customer;
    readonly Instant now;
    readonly List<PastContact> contacts;
    readonly List<Decision> decisions = [];
    readonly List<EntryRefusal> refused = [];
    readonly List<Drawn> drawn = [];
    readonly List<(Enrollment, LeftOut)> leftOut = [];
    readonly List<(Enrollment, ContactStep)> toDo = [];
    readonly List<WaitingEntry> keptOut = [];
    readonly List<(string, Instant)> ahead = [];
    CustomerStrategies state;
    CustomerPromises promises;
    Instant entriesDueAt = Instant.Never;
    readonly Dictionary<string, int> tooOld = [];

    StrategyTurn(StrategyBook book, StrategyCustomer customer, CustomerStrategies state,
        IReadOnlyList<PastContact> contacts, CustomerPromises? promises, Instant now)
    {
        (this.book, this.customer, this.now) = (book, customer, now);
        this.promises = promises ?? CustomerPromises.None with
        {
            All = PromisesMade.Of(customer.History, book.Rules.Set.Offers, [], customer.Shop, now),
        };
        this.contacts = [.. contacts];
        this.state = state.OpenAlone();
    }

    /// <summary>Takes the turn.</summary>
    /// <param name="book">The shop's strategies.</param>
    /// <param name="customer">The customer, with every fact up to now.</param>
    /// <param name="state">Where the customer stands.</param>
    /// <param name="contacts">What caps and gaps count: made, decided, and phantoms.</param>
    /// <param name="news">What is new.</param>
    /// <param name="now">When.</param>
    /// <param name="promises">What was promised; null for what the customer's facts tell of.</param>
    public static TurnOutcome Take(StrategyBook book, StrategyCustomer customer, CustomerStrategies state,
        IReadOnlyList<PastContact> contacts, CustomerNews news, Instant now, CustomerPromises? promises = null) =>
        new StrategyTurn(book, customer, state, contacts, promises, now).Go(news);

    /// <summary>The end of what an enrollment has proposed and what waits, where the enrollment itself ends otherwise
    /// than by a turn: nothing that was proposed is left without its decision.</summary>
    /// <param name="book">The shop's strategies.</param>
    /// <param name="enrollment">As it was before it ended.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="why">Why it ends: "merged".</param>
    /// <param name="now">When.</param>
    /// <returns>Null where nothing waits.</returns>
    public static Decision? Dropped(
        StrategyBook book, Enrollment enrollment, StrategyCustomer customer, string why, Instant now) =>
        Machine.Undecided(book.Of(enrollment), enrollment, customer, now) is { } candidate
            ? Dropped(candidate, why, now) : null;

    static Decision Dropped(Candidate candidate, string why, Instant now) => new(candidate, Outcome.Blocked, now)
    {
        Reason = new DecisionReason(Gate.Exit, why, "the enrollment has ended"),
    };

    TurnOutcome Go(CustomerNews news)
    {
        foreach (var enrollment in state.Open.Where(book.Has).ToList())
        {
            if (Machine.ExitOf(book.Of(enrollment), enrollment, customer, now) is not { } exit) continue;
            if (Dropped(book, enrollment, customer, exit, now) is { } dropped) decisions.Add(dropped);
            state = state.With(enrollment.End(exit, now));
        }
        foreach (var program in book.InForce)
            if (!book.Stopped.Contains(program.Strategy.Name)) Enter(program, news);
        foreach (var grant in news.Granted) Wake(grant.Key);
        while (Propose() is { Count: > 0 } candidates) Decide(candidates, news.Granted);
        var due = entriesDueAt;
        foreach (var enrollment in state.Open.Where(IsUnderWay))
            if (enrollment.DueAt < due) due = enrollment.DueAt;
        return new TurnOutcome(state with { DueAt = due }, decisions)
        {
            Refused = refused, Drawn = drawn, LeftOut = leftOut, ToDo = toDo, TooOld = tooOld, KeptOut = keptOut,
            Ahead = ahead,
        };
    }

    bool IsUnderWay(Enrollment enrollment) =>
        !book.Stopped.Contains(enrollment.Strategy) && book.Has(enrollment);

    void Enter(StrategyProgram program, CustomerNews news)
    {
        if (!Entries.MayChange(program.Strategy, state, news)) return;
        var outcome = Entries.Ask(program, book.Rules.Set.Occasions, customer, state, news,
            book.Rules.Set.Policies.UniversalHoldout, book.DoorOf(program.Strategy.Name), now);
        if (outcome.Past != state.PastOf(program.Strategy.Name)) state = state.With(outcome.Past);
        foreach (var enrollment in outcome.Entered) state = state.With(enrollment);
        refused.AddRange(outcome.Refused);
        Remember(outcome.Drawn);
        if (outcome.TooOld > 0) tooOld[program.Strategy.Name] = outcome.TooOld;
        keptOut.AddRange(outcome.KeptOut);
        ahead.AddRange(outcome.Ahead.Select(at => (program.Strategy.Name, at)));
        if (outcome.DueAt < entriesDueAt) entriesDueAt = outcome.DueAt;
    }

    // Else it would be looked at only when it is too late.
    void Wake(CandidateKey key)
    {
        var waits = state.Open.FirstOrDefault(one => (one.Strategy, one.Occurrence, one.Touch)
            == (key.Strategy, key.Occurrence, key.Touch) && one.State == StepState.Waiting && IsUnderWay(one)
            && book.Of(one).At(one.Position) is ContactStep step && step.Name == key.Step);
        if (waits is not null && waits.DueAt > now) state = state.With(waits with { DueAt = now });
    }

    // Who was drawn twice in one turn was drawn once.
    void Remember(IReadOnlyList<Drawn> more) =>
        drawn.AddRange(more.Where(one => drawn.TrueForAll(known => known.Experiment != one.Experiment)));

    List<Candidate> Propose()
    {
        var candidates = new List<Candidate>();
        foreach (var enrollment in state.Open.Where(Moves).ToList())
        {
            var at = enrollment;
            while (Advance(at) is { } candidate)
            {
                if (state.Decided.Count == 0 || !state.Decided.Contains(candidate.Key.Kept))
                {
                    candidates.Add(candidate);
                    break;
                }
                // Of the other of two customers who turned out to be one; what waits here is decided by that.
                if (Machine.Undecided(book.Of(at), at, customer, now) is { } waiting)
                    decisions.Add(Dropped(waiting, StrategyJoin.Merged, now));
                state = state.With(at = Machine.Past(book.Of(at), candidate, customer, now));
            }
        }
        return candidates;
    }

    Candidate? Advance(Enrollment enrollment)
    {
        var advanced = Machine.Advance(book.Of(enrollment), enrollment, customer, now);
        state = state.With(advanced.Enrollment);
        leftOut.AddRange(advanced.LeftOut.Select(one => (advanced.Enrollment, one)));
        toDo.AddRange(advanced.Done.Select(one => (advanced.Enrollment, one)));
        Remember(advanced.Drawn);
        decisions.AddRange(advanced.Dropped.Select(one => Dropped(one, StrategyJoin.Merged, now)));
        return advanced.Candidate;
    }

    bool Moves(Enrollment enrollment) => IsUnderWay(enrollment) && (enrollment.DueAt <= now
        || enrollment.State == StepState.AwaitsOutcome
        || book.Of(enrollment).At(enrollment.Position) is WaitForFactStep);

    void Decide(List<Candidate> candidates, IReadOnlyList<Grant> granted)
    {
        var context = new PlanContext
        {
            Customer = customer, Contacts = contacts, State = state, Granted = granted, Promises = promises,
            ProgramOf = candidate =>
                book.Of(candidate.Enrollment),
            Open = [.. state.Open.Where(book.Has).Select(Other)],
        };
        foreach (var decision in Planner.Plan(book.Rules, candidates, context, now))
        {
            decisions.Add(decision);
            if (Planner.CountsAs(book.Rules.Set.Policies, decision) is { } contact) contacts.Add(contact);
            if (decision.Promised is { IsCarried: false, Promise: var made }) promises = promises.With(made);
            state = state.With(Machine.Decided(book.Of(decision.Candidate.Enrollment), decision.Candidate, customer,
                decision.Outcome switch
                {
                    Outcome.Deferred or Outcome.Waiting => ContactEnd.Waits,
                    Outcome.Sent or Outcome.HeldOut => ContactEnd.Went,
                    _ => ContactEnd.Unsent,
                },
                now, decision.Until, hasOutcome: decision.Outcome == Outcome.Sent
                    && decision.Candidate.Content.Kind == ContactKind.Call));
        }
    }

    OtherEnrollment Other(Enrollment enrollment)
    {
        var program = book.Of(enrollment);
        var other = new OtherEnrollment(program.Strategy, enrollment.Occurrence, enrollment.EnteredAt);
        return Machine.Upcoming(program, enrollment, customer) is var (due, expires)
            ? other with { DueAt = due, ExpiresAt = expires } : other;
    }
}
