using Perennial.Core.Capacity;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>
/// Asks customer by customer what strategies would do, were they published now: each takes the turn that they would
/// take (<see cref="StrategyTurn"/>), and is followed to the first contact that is decided. Nothing is written.
/// </summary>
/// <remarks>Beyond the present instant nothing is foreseen: no order, no reply, no other strategy's contact.</remarks>
public sealed class ImpactCount
{
    /// <summary>Days whose facts tell how many enter a day.</summary>
    public const int RateDays = 28;

    const int DaysAhead = 400, MostTurns = 60;
    const long DayMs = 86_400_000;

    const string Called = "plan";

    readonly StrategyBook book, closed;
    readonly IReadOnlySet<string> published;
    readonly Instant now;
    readonly List<Counted> counted;

    sealed class Counted(StrategyProgram program, StrategyBook alone)
    {
        public StrategyProgram Program => program;

        // The book in which nobody enters any other strategy.
        public StrategyBook Alone => alone;

        public int Audience, Now, FirstDay;
        public Dictionary<string, int> NotEntered { get; } = [];
        public double Entries;
        public Instant WatchedSince = Instant.Never;
        public Dictionary<int, int> Days { get; } = [];
        public Dictionary<FirstContactsOf, First> Firsts { get; } = [];
    }

    sealed class First
    {
        public int Asked, Sent, HeldOut;
        public Dictionary<string, int> Blocked { get; } = [];

        // Of what is scarce how much they take, and for how long they wait at most.
        public Dictionary<string, (long Amount, long Ms)> Takes { get; } = [];
    }

    /// <summary>Begins.</summary>
    /// <param name="book">The strategies as they would be in force, those that are published in a version of
    /// now.</param>
    /// <param name="published">The names of those that are new or others than in force.</param>
    /// <param name="now">When.</param>
    public ImpactCount(StrategyBook book, IReadOnlySet<string> published, Instant now)
    {
        (this.book, this.published, this.now) = (book, published, now);
        closed = book.Asking(new HashSet<string>());
        counted = [.. book.InForce.Select(program =>
            new Counted(program, book.Asking(new HashSet<string> { program.Strategy.Name })))];
    }

    /// <summary>How many customers were asked.</summary>
    public int Customers { get; private set; }

    /// <summary>Asks one customer.</summary>
    /// <param name="customer">The customer, with every fact up to now.</param>
    /// <param name="state">Where the customer stands.</param>
    /// <param name="contacts">What caps and gaps count.</param>
    public void Add(StrategyCustomer customer, CustomerStrategies state, IReadOnlyList<PastContact> contacts)
    {
        Customers++;
        AddExisting(customer, state, contacts);
        foreach (var one in counted)
        {
            var strategy = one.Program.Strategy;
            var isThere = customer.Holds(strategy.Audience.Rule, now);
            if (isThere) one.Audience++;
            if (strategy.Trigger is MoveTrigger move) Watched(one, move, customer);
            if (isThere) AddTriggered(one, customer, state, contacts);
        }
    }

    // All that are published at once: what one of them sends counts against the others.
    void AddExisting(StrategyCustomer customer, CustomerStrategies state, IReadOnlyList<PastContact> contacts)
    {
        var dues = new Dictionary<string, (string Occurrence, Instant Due)>();
        foreach (var one in counted.Where(one => published.Contains(one.Program.Strategy.Name)))
        {
            if (Entries.Existing(one.Program.Version, customer) is not { } pending) continue;
            var name = one.Program.Strategy.Name;
            dues.Add(name, (pending.Occurrence, pending.DueAt));
            state = state.With(state.PastOf(name) with { Pending = pending with { DueAt = now } });
        }
        if (dues.Count == 0) return;
        var tried = Try(book, customer, state, contacts,
            dues.ToDictionary(one => one.Key, one => one.Value.Occurrence));
        foreach (var one in counted)
        {
            if (!dues.TryGetValue(one.Program.Strategy.Name, out var due)) continue;
            if (!Note(one, FirstContactsOf.Existing, tried)) continue;
            one.Now++;
            if (due.Due.UnixMs < now.UnixMs + DayMs) one.FirstDay++;
        }
    }

    // Stays that began with the watching say nothing of who comes.
    static void Watched(Counted one, MoveTrigger move, StrategyCustomer customer)
    {
        foreach (var at in TriggerCounts.Moves(move with { Leaves = false }, one.Program.Strategy, customer))
            if (at < one.WatchedSince) one.WatchedSince = at;
    }

    void AddTriggered(
        Counted one, StrategyCustomer customer, CustomerStrategies state, IReadOnlyList<PastContact> contacts)
    {
        var (strategy, occasions) = (one.Program.Strategy, book.Rules.Set.Occasions);
        var soon = new Instant(now.UnixMs + RateDays * DayMs);
        var toCome = TriggerCounts.ToCome(strategy.Trigger, occasions, customer, now, soon,
            new Instant(now.UnixMs + DaysAhead * DayMs));
        var byDate = strategy.Trigger is OccasionTrigger or ScheduleTrigger;
        var times = byDate ? toCome.Count(time => time.At <= soon)
            : TriggerCounts.Past(strategy, occasions, customer, new Instant(now.UnixMs - RateDays * DayMs), now);
        if (times is null && !byDate) return;
        if (times is null or 0 && toCome.Count == 0) return;
        var first = toCome.Count > 0 ? toCome[0] : default;
        var tried = Try(one.Alone, customer, state.With(state.PastOf(strategy.Name) with
        {
            Pending = new PendingEntry(Called, now, now) { Day = first.Day, OrderBy = first.OrderBy },
        }), contacts, new Dictionary<string, string> { [strategy.Name] = Called });
        if (!Note(one, byDate ? FirstContactsOf.ToCome : FirstContactsOf.Recent, tried)) return;
        one.Entries += strategy.Reenter.EachTime ? times ?? 0 : Math.Min(times ?? 0, 1);
        // Of a schedule the next time alone is told: the others are the same.
        foreach (var time in strategy.Trigger is ScheduleTrigger ? toCome.Take(1) : toCome)
        {
            var day = customer.Shop.DayOf(time.At);
            one.Days[day] = one.Days.GetValueOrDefault(day) + 1;
        }
    }

    sealed record Tried(IReadOnlySet<string> Entered, IReadOnlyDictionary<string, string> Refused,
        IReadOnlyDictionary<string, Decision> Firsts, IReadOnlyDictionary<string, Decision> Waited);

    Tried Try(StrategyBook trial, StrategyCustomer customer, CustomerStrategies state,
        IReadOnlyList<PastContact> contacts, Dictionary<string, string> occurrences)
    {
        bool IsMine(Enrollment one) => occurrences.GetValueOrDefault(one.Strategy) == one.Occurrence;
        var (firsts, waited) = (new Dictionary<string, Decision>(), new Dictionary<string, Decision>());
        var counts = contacts.ToList();
        var outcome = StrategyTurn.Take(trial, customer, state, counts, CustomerNews.None, now);
        var tried = new Tried(outcome.State.Enrollments.Where(IsMine).Select(one => one.Strategy).ToHashSet(),
            outcome.Refused.Where(one => occurrences.GetValueOrDefault(one.Strategy) == one.Occurrence)
                .GroupBy(one => one.Strategy).ToDictionary(same => same.Key, same => same.First().Reason), firsts,
            waited);
        for (var (turn, at) = (0, now); turn < MostTurns; turn++)
        {
            var granted = new List<Grant>();
            foreach (var decision in outcome.Decisions)
            {
                if (Planner.CountsAs(book.Rules.Set.Policies, decision) is { } contact) counts.Add(contact);
                if (decision.IsFinal && IsMine(decision.Candidate.Enrollment))
                    firsts.TryAdd(decision.Candidate.Enrollment.Strategy, decision);
                if (decision.Asks is not { } grant) continue;
                granted.Add(grant);
                var strategy = decision.Candidate.Enrollment.Strategy;
                if (IsMine(decision.Candidate.Enrollment) && !firsts.ContainsKey(strategy))
                    waited.TryAdd(strategy, decision);
            }
            if (granted.Count > 0)
            {
                // How many there is enough for is told beside; what stands against each is asked as if it were.
                outcome = StrategyTurn.Take(closed, customer, outcome.State, counts,
                    new CustomerNews { Granted = granted }, at);
                continue;
            }
            var due = outcome.State.Open.Where(one => IsMine(one) && !firsts.ContainsKey(one.Strategy))
                .Select(one => one.DueAt).DefaultIfEmpty(Instant.Never).Min();
            if (due <= at || due.UnixMs > now.UnixMs + DaysAhead * DayMs) break;
            at = due;
            outcome = StrategyTurn.Take(closed, customer, outcome.State, counts, CustomerNews.None, at);
        }
        return tried;
    }

    // Whether the customer would enter, and what would become of the first contact.
    static bool Note(Counted one, FirstContactsOf of, Tried tried)
    {
        var name = one.Program.Strategy.Name;
        if (tried.Refused.TryGetValue(name, out var reason))
            one.NotEntered[reason] = one.NotEntered.GetValueOrDefault(reason) + 1;
        if (!tried.Entered.Contains(name)) return false;
        if (!one.Firsts.TryGetValue(of, out var first)) one.Firsts.Add(of, first = new First());
        if (!tried.Firsts.TryGetValue(name, out var decision)) return true;
        first.Asked++;
        if (decision.Outcome == Outcome.Sent)
        {
            first.Sent++;
            if (tried.Waited.TryGetValue(name, out var waited)) Take(first, waited);
        }
        else if (decision.Outcome == Outcome.HeldOut) first.HeldOut++;
        else
        {
            var gate = GateWords.Of(decision.Reason?.Gate ?? Gate.None);
            first.Blocked[gate] = first.Blocked.GetValueOrDefault(gate) + 1;
        }
        return true;
    }

    static void Take(First first, Decision waited)
    {
        var ms = waited.Candidate.ExpiresAt.UnixMs - waited.Candidate.DueAt.UnixMs;
        foreach (var (resource, amount) in Demand.Read(waited.Demand!))
        {
            var before = first.Takes.GetValueOrDefault(resource);
            first.Takes[resource] = (before.Amount + amount, Math.Max(before.Ms, ms));
        }
    }

    // Those of one day all at once; those who are spread over days as they come.
    IReadOnlyList<ScarceImpact> Scarce(First first, double by, int days) =>
    [
        .. first.Takes.Select(one => (Resource: book.Rules.Scarce.Of(one.Key), Needed: (long)Math.Round(
            one.Value.Amount * by), one.Value.Ms)).Where(one => one.Resource is not null)
            .Select(one => ScarceImpact.Of(one.Resource!, one.Needed, (int)Math.Ceiling((double)one.Ms / DayMs), days)),
    ];

    /// <summary>What was found, in the order in which strategies go.</summary>
    /// <param name="outOf">How many customers the asked ones stand for: numbers grow in proportion.</param>
    public IReadOnlyList<StrategyImpact> Impacts(int outOf) =>
        [.. counted.Select(one => Of(one, Customers == 0 ? 1 : Math.Max(1, (double)outOf / Customers)) with
        {
            May = EntryLimit.Of(one.Program.Strategy.Trigger, () => outOf, expected: null),
        })];

    StrategyImpact Of(Counted one, double by)
    {
        int Times(int number) => (int)Math.Round(number * by);
        Dictionary<string, int> All(Dictionary<string, int> numbers) =>
            numbers.ToDictionary(pair => pair.Key, pair => Times(pair.Value));
        var strategy = one.Program.Strategy;
        var isKnown = strategy.Trigger is not ListTrigger && (strategy.Trigger is not MoveTrigger
            || one.WatchedSince.UnixMs < now.UnixMs - RateDays * DayMs);
        var of = one.Firsts.Count == 0 ? FirstContactsOf.Nobody : one.Firsts.Keys.Min();
        var first = one.Firsts.GetValueOrDefault(of) ?? new First();
        return new StrategyImpact(strategy.Name)
        {
            Audience = Times(one.Audience), IsPublished = published.Contains(strategy.Name), Now = Times(one.Now),
            FirstDay = Times(one.FirstDay), SpreadDays = strategy.Existing.Over is { } over
                ? (int)Math.Ceiling((double)over.Ms() / DayMs) : null,
            NotEntered = All(one.NotEntered), PerDay = isKnown ? one.Entries * by / RateDays : null,
            Expected = one.Days.Count == 0 ? null : new ExpectedEntries(one.Days.Keys.Min(),
                Times(one.Days[one.Days.Keys.Min()]), Times(one.Days.Values.Max())),
            First = new FirstContacts(of, Times(first.Asked))
            {
                Sent = Times(first.Sent), HeldOut = Times(first.HeldOut), Blocked = All(first.Blocked),
            },
            Scarce = of == FirstContactsOf.Recent ? [] : Scarce(first, by, of == FirstContactsOf.Existing
                && strategy.Existing.Over is { } spread ? (int)Math.Ceiling((double)spread.Ms() / DayMs) : 1),
        };
    }
}
