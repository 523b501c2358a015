using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Measurement;
using Perennial.Core.Planning;
using Perennial.Core.Profiles;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;
using Perennial.Data.Facts;
using Perennial.Data.Offers;
using Perennial.Data.Profiles;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Some customers of a shard as strategies are to look at them.</summary>
/// <param name="Ids">Who, ascending.</param>
/// <param name="Keys">Their own keys.</param>
/// <param name="Profiles">Their columns as of the moment, row by row.</param>
/// <param name="History">Their facts, with names and ids.</param>
readonly record struct StrategyRows(CustomerId[] Ids, CustomerKeys Keys, ProfileTable Profiles, HistoryTable History)
{
    /// <summary>What else of them was read already; null for nothing.</summary>
    public StoredCustomers? Stored { get; init; }
}

/// <summary>Gives customers their turns in strategies inside a shard's transaction, and writes what becomes of them:
/// enrollments, decisions, planned contacts, sums.</summary>
/// <remarks>What a turn does is <see cref="StrategyTurn"/>'s alone; here it is read and written.</remarks>
sealed class StrategyWriter : IDisposable
{
    readonly ShardTransaction shard;
    readonly LiveStrategies live;
    readonly StrategySums sums;
    readonly DecisionWriter decisions;
    readonly PromiseBook promises;
    readonly StepWriter steps;
    readonly StrategyRowWriter rows;
    readonly BulkInsert<(CustomerId Id, WaitingEntry Entry)> wait;
    readonly Assignments assignments;
    readonly IReadOnlySet<string> notYetFor;
    readonly HashSet<(CustomerId Id, string Strategy, string Occurrence)> entered = [];
    readonly List<Grant> used = [];
    readonly Dictionary<(string Strategy, int Day), int> ahead = [];

    public StrategyWriter(ShardTransaction shard, LiveStrategies live)
    {
        (this.shard, this.live) = (shard, live);
        ShardRenames.Apply(shard, live.Renames);
        sums = new StrategySums(shard);
        decisions = new DecisionWriter(shard, live, sums);
        promises = new PromiseBook(shard, live.Book.Rules.Set.Offers);
        steps = new StepWriter(shard);
        rows = new StrategyRowWriter(shard);
        wait = new(shard.Database, SqlText.Query("add-waiting-entry"),
            ["shard", "customer_id", "strategy", "occurrence", "at", "waits_for", "day", "order_by", "since_at"], Bind);
        assignments = new Assignments(shard.Database, shard.Shard);
        notYetFor = live.After(shard.StrategiesAsked);
    }

    /// <summary>Turns for whoever a write concerns: those who are in a strategy, those whom a new fact or a move may
    /// bring into one, and those of whom it is not known yet what time may do.</summary>
    /// <param name="those">The customers, with the new facts among theirs, and where they stand as it is stored.
    /// </param>
    /// <param name="fresh">The new facts, row by row.</param>
    /// <param name="moves">Who came into watched segments and left them.</param>
    /// <param name="isNew">Whether a customer is new: what holds of them is existing, and no coming.</param>
    /// <param name="areLive">Whether facts were told as they happened: those of files start nothing, and who moves by
    /// them waits until it is known how many do.</param>
    /// <param name="saidMore">Whether something else was said of a customer.</param>
    public void Follow(StrategyRows those, IReadOnlyList<NewFact> fresh, Moves moves, Func<int, bool> isNew,
        bool areLive, Func<int, bool> saidMore)
    {
        var stands = those.Stored!.Stands;
        var facts = (areLive ? fresh : []).ToLookup(fact => fact.Row);
        var came = moves.Stays.Where(stay => !isNew(stay.Row)).ToLookup(stay => stay.Row);
        if (!areLive)
        {
            PutOff(those.Ids, moves, isNew);
            foreach (var program in live.ByEvents.Where(one => !live.Book.Stopped.Contains(one.Strategy.Name)))
                CountTooOld(program, LateFacts.Count((EventTrigger)program.Strategy.Trigger, those.History, fresh));
        }
        var waited = new WaitedFacts(live.Waited, those.History);
        var telling = Telling(fresh, those.History);
        var wanted = new List<int>();
        for (var row = 0; row < those.Ids.Length; row++)
        {
            if (!stands[row].IsKnown || stands[row].DueAt <= shard.Moment.Now || (areLive && came[row].Any())
                || saidMore(row) || (stands[row].IsUnderWay && Hears(stands[row].Hears, those.History, row, facts[row]))
                || MayMatter(waited, those.History, row, facts[row])
                || telling.Contains(row)) wanted.Add(row);
        }
        if (wanted.Count == 0) return;
        var kept = new KeptCustomer[those.Ids.Length];
        var read = KeptCustomer.Read(shard.Database, shard.Shard, [.. wanted.Select(row => those.Ids[row])]);
        for (var i = 0; i < read.Length; i++) kept[wanted[i]] = read[i];
        Take(those, kept, wanted, (row, customer) => new CustomerNews
        {
            Facts = FreshFacts.Of(facts[row], customer.History, shard.Moment.Now), MayTrigger = areLive,
            NotYetFor = notYetFor, Moves = areLive ? [.. came[row].Select(Move)] : [],
        });
    }

    static bool Hears(long heard, HistoryTable history, int row, IEnumerable<NewFact> fresh)
    {
        foreach (var fact in fresh)
        {
            if (fact.Kind != FactKind.Activity) return true;
            var index = FreshFacts.IndexOf(fact, history[row]);
            if (index < 0 || HeardActivities.Has(heard, history[row].Activities.Kind[index])) return true;
        }
        return false;
    }

    // A statement of the customer, or a file, may move a day that is waited for; of most facts nobody waits.
    bool MayMatter(WaitedFacts waited, HistoryTable history, int row, IEnumerable<NewFact> fresh)
    {
        var any = false;
        foreach (var fact in fresh)
        {
            if (fact.Kind == FactKind.Order && live.AnyByOrders) return true;
            if (waited.Any(row, fact.Kind, FreshFacts.IndexOf(fact, history[row]))) return true;
            any = true;
        }
        return !any;
    }

    // A contact of another tool that names an offer is a promise, which is written down with it.
    HashSet<int> Telling(IReadOnlyList<NewFact> fresh, HistoryTable history)
    {
        if (live.Book.Rules.Set.Offers.Count == 0 || history.Contacts is not { Context.Length: > 0 }) return [];
        return [.. fresh.Where(fact => fact.Kind == FactKind.Contact
            && FreshFacts.IndexOf(fact, history[fact.Row]) is >= 0 and var index
            && history[fact.Row].Contacts.Context[index]?.Offer is not null).Select(fact => fact.Row)];
    }

    static FreshMove Move(StayChange stay) => stay.LeftAt.HasValue
        ? new FreshMove(stay.Segment, true, stay.LeftAt) : new FreshMove(stay.Segment, false, stay.EnteredAt);

    /// <summary>Who entered what, and by what.</summary>
    public IReadOnlySet<(CustomerId Id, string Strategy, string Occurrence)> Entered => entered;

    /// <summary>What was reserved and is used now.</summary>
    public IReadOnlyList<Grant> Used => used;

    /// <summary>Notes who moved though no fact of their own said so: they enter once it is known how many
    /// there are.</summary>
    public void PutOff(CustomerId[] ids, Moves moves, Func<int, bool> isNew)
    {
        foreach (var one in Moved(ids, moves, isNew)) wait.Add(one);
        wait.Flush();
    }

    /// <summary>The same of those who moved by a scoring run: what the first that knows of a customer says is no
    /// coming.</summary>
    public void PutOffScored(CustomerId[] ids, Moves moves)
    {
        var moved = Moved(ids, moves, _ => false).ToList();
        if (moved.Count == 0) return;
        var row = shard.Database.Query("previous-scoring-run", "scoring_run_id").Bind(1, shard.Moment.ScoringRun!.Id);
        var before = row.Number() is { } at ? new Instant(at) : Instant.None;
        using var seen = new FactCursor(shard.Database.RowsOf(SqlText.Query("first-seen-of"), shard.Shard,
            [.. moved.Select(one => one.Id).Distinct().Order()]));
        foreach (var same in moved.GroupBy(one => one.Id).OrderBy(one => one.Key))
        {
            if (!seen.IsAt(same.Key) || seen.Row.Instant(1) > before) continue;
            foreach (var one in same) wait.Add(one);
        }
        wait.Flush();
    }

    IEnumerable<(CustomerId Id, WaitingEntry Entry)> Moved(CustomerId[] ids, Moves moves, Func<int, bool> isNew)
    {
        if (!live.AnyByMoves) yield break;
        foreach (var stay in moves.Stays)
        {
            if (isNew(stay.Row)) continue;
            var move = Move(stay);
            foreach (var strategy in live.WaitingFor(move.Segment, move.Leaves).Select(one => one.Strategy))
            {
                if (notYetFor.Contains(strategy.Name) || live.Book.Stopped.Contains(strategy.Name)) continue;
                yield return (ids[stay.Row], new WaitingEntry(
                    strategy.Name, WaitingEntry.OccurrenceOf(move), move.At, Trigger.WaitsFor(strategy)));
            }
        }
    }

    void Bind(Statement to, int first, (CustomerId Id, WaitingEntry Entry) row) => to.Bind(first, shard.Shard)
        .Bind(first + 1, row.Id).Bind(first + 2, row.Entry.Strategy).Bind(first + 3, row.Entry.Occurrence)
        .Bind(first + 4, row.Entry.At).Bind(first + 5, row.Entry.WaitsFor).Bind(first + 6, Number(row.Entry.Day))
        .Bind(first + 7, Number(row.Entry.OrderBy)).Bind(first + 8, shard.Moment.Now);

    static long? Number(DateOnly? day) => day is { } date ? ShopCalendar.Day(date) : null;

    /// <summary>Turns for customers by what is new of each.</summary>
    /// <param name="those">The customers.</param>
    /// <param name="kept">Where they stand.</param>
    /// <param name="news">What is new, row by row.</param>
    public void Take(StrategyRows those, KeptCustomer[] kept, Func<int, CustomerNews> news) =>
        Take(those, kept, [.. Enumerable.Range(0, those.Ids.Length)], (row, _) => news(row));

    void Take(StrategyRows those, KeptCustomer[] kept, List<int> wanted, Func<int, StrategyCustomer, CustomerNews> news)
    {
        if (wanted.Count == 0) return;
        var people = StrategyPeople.Read(shard, live, those, wanted);
        promises.Read([.. wanted.Select(row => those.Ids[row])]);
        var taken = new List<TakenTurn>(wanted.Count);
        foreach (var row in wanted)
            if (people.Of(those.Ids[row], row) is { } customer)
                taken.Add(Take(customer, kept[row], news(row, customer)));
        Write(taken);
    }

    readonly record struct TakenTurn(CustomerId Id, KeptCustomer Before, TurnOutcome Outcome);

    TakenTurn Take(StrategyCustomer customer, KeptCustomer kept, CustomerNews news)
    {
        if (IsAsking && live.ByLists.Any(one => notYetFor.Contains(one.Strategy.Name)))
            news = news with { Lists = [.. live.ListsOf(customer.Key)] };
        var outcome = StrategyTurn.Take(
            live.Book, customer, Existing(kept.State, customer), Contacts(customer, kept), news, shard.Moment.Now,
            promises.Of(customer));
        Count(customer.Id, kept.State, outcome);
        used.AddRange(news.Granted.Where(grant => outcome.Decisions.Any(one =>
            one.Outcome == Outcome.Sent && one.Candidate.Key == grant.Key)));
        foreach (var one in outcome.KeptOut) wait.Add((customer.Id, one));
        foreach (var (strategy, at) in outcome.Ahead)
        {
            var day = customer.Shop.DayOf(at);
            ahead[(strategy, day)] = ahead.GetValueOrDefault((strategy, day)) + 1;
        }
        foreach (var enrollment in outcome.State.Enrollments)
            if (!kept.State.Enrollments.Contains(enrollment)) rows.Put(customer.Id, enrollment);
        foreach (var one in outcome.Drawn)
            assignments.Add(customer.Id, new ArmAssignment(one.Experiment, "", customer.Id, one.Arm, "", one.At));
        var hears = HeardActivities.Of(
            outcome.State, one => live.Book.Has(one) ? live.Book.Of(one) : null);
        if (!kept.IsKnown || outcome.State.DueAt != kept.State.DueAt || hears != kept.Hears
            || !SamePasts(kept.State, outcome.State)) rows.Put(customer.Id, outcome.State, hears);
        return new TakenTurn(customer.Id, kept, outcome);
    }

    // Who stands in the audience of what was published since everybody was asked comes on a day of their own.
    CustomerStrategies Existing(CustomerStrategies state, StrategyCustomer customer)
    {
        if (!IsAsking) return state;
        foreach (var program in live.Book.InForce.Where(one => notYetFor.Contains(one.Strategy.Name)))
        {
            if (Entries.Existing(program.Version, customer) is not { } pending) continue;
            state = state.With(state.PastOf(program.Strategy.Name) with { Pending = pending });
        }
        return state;
    }

    /// <summary>Whether everybody is asked whether they stand in an audience, after something was published.</summary>
    public bool IsAsking { get; init; }

    // What was handed over is a fact by now, and is counted as one.
    List<PastContact> Contacts(StrategyCustomer customer, KeptCustomer kept)
    {
        var others = new List<PastContact>();
        foreach (var contact in kept.Contacts)
        {
            if (!contact.IsPhantom && customer.History.Contacts.Id.Contains(contact.Id))
            {
                shard.Database.Query("handed-over", "shard", "customer_id", "contact_id")
                    .Bind(1, shard.Shard).Bind(2, customer.Id).Bind(3, contact.Id).Run();
            }
            else if (contact.Counts is { } counts) others.Add(counts);
        }
        return [.. PastContacts.Of(customer.History, live.Book.Rules.Set.Policies, shard.Moment.Now, others)];
    }

    void Count(CustomerId id, CustomerStrategies before, TurnOutcome outcome)
    {
        foreach (var enrollment in outcome.State.Enrollments)
        {
            var (strategy, version) = (enrollment.Strategy, enrollment.Version);
            var isNew = before.Enrollments.All(one =>
                (one.Strategy, one.Occurrence) != (enrollment.Strategy, enrollment.Occurrence));
            if (isNew)
            {
                sums.Add(strategy, version, StrategyCount.Entered);
                entered.Add((id, strategy, enrollment.Occurrence));
            }
            if (isNew && enrollment.HeldOutBy != HeldOutBy.Nobody)
                sums.Add(strategy, version, StrategyCount.HeldOut, enrollment.HeldOutBy == HeldOutBy.Universal
                    ? GateWords.Of(Gate.UniversalHoldout) : GateWords.Of(Gate.Holdout));
            if (!enrollment.IsOpen) sums.Add(strategy, version, StrategyCount.Ended, enrollment.Left!);
        }
        foreach (var program in live.ByEvents)
            CountTooOld(program, outcome.TooOld.GetValueOrDefault(program.Strategy.Name));
    }

    // Whose decisions wait is asked once for all of them, and of those alone who may have any.
    void Write(List<TakenTurn> taken)
    {
        CustomerId[] asked = [.. taken.Where(one => one.Outcome.Decisions.Count > 0
            && one.Before.State.Enrollments.Count > 0).Select(one => one.Id)];
        using var rows = new FactCursor(
            shard.Database.RowsOf(SqlText.Query("waiting-decisions-of"), shard.Shard, asked));
        using var refusals = new FactCursor(shard.Database.RowsOf(SqlText.Query("refused-entries-of"), shard.Shard,
            [.. taken.Where(one => one.Outcome.Refused.Count > 0).Select(one => one.Id)]));
        var (waiting, refused) = (new HashSet<CandidateKey>(), new HashSet<CandidateKey>());
        foreach (var (id, _, outcome) in taken)
        {
            if (outcome.Decisions.Count > 0)
            {
                waiting.Clear();
                for (; rows.IsAt(id); rows.Next()) waiting.Add(Key(id, rows.Row));
                decisions.Write(outcome.Decisions, waiting);
                promises.Write(id, outcome.Decisions);
            }
            foreach (var (enrollment, left) in outcome.LeftOut)
                decisions.Write(id, enrollment, left, shard.Moment.Now);
            if (outcome.Refused.Count > 0)
            {
                refused.Clear();
                for (; refusals.IsAt(id); refusals.Next()) refused.Add(Key(id, refusals.Row));
                decisions.Write(id, outcome.Refused, refused);
            }
            foreach (var (enrollment, step) in outcome.ToDo)
            {
                var key = new CandidateKey(id, enrollment.Strategy, step.Name, enrollment.Occurrence, 1);
                decisions.Write(steps.Do(key, enrollment, step));
            }
        }
        decisions.Flush();
        promises.Flush();
    }

    static CandidateKey Key(CustomerId id, Rows row) =>
        new(id, row.Text(1)!, row.Text(2)!, row.Text(3)!, row.Int32(4));

    void CountTooOld(StrategyProgram program, int number)
    {
        if (number > 0)
            sums.Add(program.Strategy.Name, program.Version.Version, StrategyCount.TooOld, number: number);
    }

    static bool SamePasts(CustomerStrategies one, CustomerStrategies other) =>
        one.Pasts.Count == other.Pasts.Count && one.Pasts.All(other.Pasts.Contains);

    /// <summary>Writes what still waits.</summary>
    public void Flush()
    {
        rows.Flush();
        wait.Flush();
        assignments.Flush();
        decisions.Flush();
        sums.Flush();
        foreach (var (key, number) in ahead.OrderBy(one => one.Key))
        {
            shard.Database.Query("add-entries-ahead", "shard", "strategy", "day", "number").Bind(1, shard.Shard)
                .Bind(2, key.Strategy).Bind(3, key.Day).Bind(4, number).Run();
        }
        ahead.Clear();
    }

    public void Dispose()
    {
        rows.Dispose();
        wait.Dispose();
        assignments.Dispose();
        decisions.Dispose();
        promises.Dispose();
    }
}
