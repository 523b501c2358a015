using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Measurement;
using Perennial.Core.Planning;
using Perennial.Core.Profiles;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.Facts;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Some customers of a shard as strategies are to look at them.</summary>
/// <param name="Ids">Who, ascending.</param>
/// <param name="Keys">Their own keys.</param>
/// <param name="Profiles">Their columns as of the moment, row by row.</param>
/// <param name="History">Their facts, with names and ids.</param>
readonly record struct StrategyRows(CustomerId[] Ids, CustomerKeys Keys, ProfileTable Profiles, HistoryTable History);

/// <summary>Gives customers their turns in strategies inside a shard's transaction, and writes what becomes of them:
/// enrollments, decisions, planned contacts, sums.</summary>
/// <remarks>What a turn does is <see cref="StrategyTurn"/>'s alone; here it is read and written.</remarks>
sealed class StrategyWriter : IDisposable
{
    readonly ShardTransaction shard;
    readonly LiveStrategies live;
    readonly StrategySums sums;
    readonly DecisionWriter decisions;
    readonly StepWriter steps;
    readonly StrategyRowWriter rows;
    readonly Assignments assignments;
    readonly Instant asked;
    readonly IReadOnlySet<string> notYetFor;

    public StrategyWriter(ShardTransaction shard, LiveStrategies live)
    {
        (this.shard, this.live) = (shard, live);
        sums = new StrategySums(shard);
        decisions = new DecisionWriter(shard, live, sums);
        steps = new StepWriter(shard);
        rows = new StrategyRowWriter(shard);
        assignments = new Assignments(shard.Database, shard.Shard);
        asked = StrategyAsking.AskedAt(shard.Database, shard.Shard);
        notYetFor = live.After(asked);
    }

    /// <summary>Turns for whoever a write concerns: those who are in a strategy, those whom a new fact or a move may
    /// bring into one, and those of whom it is not known yet what time may do.</summary>
    /// <param name="those">The customers, with the new facts among theirs.</param>
    /// <param name="fresh">The new facts, row by row.</param>
    /// <param name="moves">Who came into watched segments and left them.</param>
    /// <param name="isNew">Whether a customer is new: what holds of them is existing, and no coming.</param>
    /// <param name="areLive">Whether facts were told as they happened: those of files start nothing, and who moves by
    /// them waits until it is known how many do.</param>
    public void Follow(
        StrategyRows those, IReadOnlyList<NewFact> fresh, Moves moves, Func<int, bool> isNew, bool areLive)
    {
        var kept = KeptCustomer.Read(shard.Database, shard.Shard, those.Ids);
        var facts = fresh.ToLookup(fact => fact.Row);
        var came = moves.Stays.Where(stay => !isNew(stay.Row)).ToLookup(stay => stay.Row);
        if (!areLive) PutOff(those.Ids, moves, isNew);
        var wanted = new List<int>();
        for (var row = 0; row < those.Ids.Length; row++)
        {
            var one = kept[row];
            if (one.State.Enrollments.Count > 0 || one.State.DueAt <= shard.Moment.Now || !one.IsKnown
                || (areLive && came[row].Any()) || one.Contacts.Count > 0 || MayMatter(facts[row])) wanted.Add(row);
        }
        Take(those, kept, wanted, (row, customer) => new CustomerNews
        {
            Facts = FreshFacts.Of(facts[row], customer.History, shard.Moment.Now), MayTrigger = areLive,
            NotYetFor = notYetFor, Moves = areLive ? [.. came[row].Select(Move)] : [],
        });
    }

    // A statement of the customer, or a file, may move a day that is waited for; of most facts nobody waits.
    bool MayMatter(IEnumerable<NewFact> fresh)
    {
        var any = false;
        foreach (var fact in fresh)
        {
            if (IsWaitedFor(fact.Kind)) return true;
            any = true;
        }
        return !any;
    }

    bool IsWaitedFor(FactKind kind) => (kind == FactKind.Order && live.AnyByOrders)
        || live.Waited.Any(rule => FactKinds.Of(rule) == kind);

    static FreshMove Move(StayChange stay) => stay.LeftAt.HasValue
        ? new FreshMove(stay.Segment, true, stay.LeftAt) : new FreshMove(stay.Segment, false, stay.EnteredAt);

    /// <summary>Notes who moved though no fact of their own said so: they enter once it is known how many
    /// there are.</summary>
    public void PutOff(CustomerId[] ids, Moves moves, Func<int, bool> isNew)
    {
        if (!live.AnyByMoves) return;
        foreach (var stay in moves.Stays)
        {
            if (isNew(stay.Row)) continue;
            var move = Move(stay);
            foreach (var program in live.WaitingFor(move.Segment, move.Leaves))
            {
                if (notYetFor.Contains(program.Strategy.Name)) continue;
                shard.Database.Query("add-strategy-move", "shard", "customer_id", "strategy", "moved_at", "segment",
                    "leaves").Bind(1, shard.Shard).Bind(2, ids[stay.Row]).Bind(3, program.Strategy.Name)
                    .Bind(4, move.At).Bind(5, move.Segment).Bind(6, move.Leaves ? 1L : 0L).Run();
            }
        }
    }

    /// <summary>Turns for customers by what is new of each.</summary>
    public void Take(StrategyRows those, Func<int, StrategyCustomer, CustomerNews> news)
    {
        var kept = KeptCustomer.Read(shard.Database, shard.Shard, those.Ids);
        Take(those, kept, [.. Enumerable.Range(0, those.Ids.Length)], news);
    }

    void Take(StrategyRows those, KeptCustomer[] kept, List<int> wanted, Func<int, StrategyCustomer, CustomerNews> news)
    {
        if (wanted.Count == 0) return;
        var people = StrategyPeople.Read(
            shard, live, those.Ids, those.Keys, wanted, those.Profiles, those.History);
        foreach (var row in wanted)
            if (people.Of(those.Ids[row], row) is { } customer) Take(customer, kept[row], news(row, customer));
    }

    void Take(StrategyCustomer customer, KeptCustomer kept, CustomerNews news)
    {
        var now = shard.Moment.Now;
        var contacts = Contacts(customer, kept);
        var before = Existing(kept.State, customer);
        var outcome = StrategyTurn.Take(live.Book, customer, before, contacts, news, now);
        Count(kept.State, outcome);
        if (outcome.Decisions.Count + outcome.LeftOut.Count + outcome.Refused.Count + outcome.ToDo.Count > 0)
            Write(customer.Id, outcome, now);
        foreach (var enrollment in outcome.State.Enrollments)
            if (!kept.State.Enrollments.Contains(enrollment)) rows.Put(customer.Id, enrollment);
        foreach (var one in outcome.Drawn)
            assignments.Add(customer.Id, new ArmAssignment(one.Experiment, "", customer.Id, one.Arm, "", one.At));
        if (!kept.IsKnown || outcome.State.DueAt != kept.State.DueAt || !SamePasts(kept.State, outcome.State))
            rows.Put(customer.Id, outcome.State);
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

    void Count(CustomerStrategies before, TurnOutcome outcome)
    {
        foreach (var enrollment in outcome.State.Enrollments)
        {
            var (strategy, version) = (enrollment.Strategy, enrollment.Version);
            var isNew = before.Enrollments.All(one =>
                (one.Strategy, one.Occurrence) != (enrollment.Strategy, enrollment.Occurrence));
            if (isNew) sums.Add(strategy, version, StrategyCount.Entered);
            if (isNew && enrollment.HeldOutBy != HeldOutBy.Nobody)
                sums.Add(strategy, version, StrategyCount.HeldOut, enrollment.HeldOutBy == HeldOutBy.Universal
                    ? GateWords.Of(Gate.UniversalHoldout) : GateWords.Of(Gate.Holdout));
            if (!enrollment.IsOpen) sums.Add(strategy, version, StrategyCount.Ended, enrollment.Left!);
        }
        if (outcome.TooOld > 0) sums.Add("", 0, StrategyCount.TooOld, number: outcome.TooOld);
    }

    void Write(CustomerId id, TurnOutcome outcome, Instant now)
    {
        var waiting = WaitingOf(id);
        decisions.Write(outcome.Decisions, waiting);
        foreach (var (enrollment, left) in outcome.LeftOut) decisions.Write(id, enrollment, left, now);
        foreach (var refusal in outcome.Refused) decisions.Write(id, refusal);
        foreach (var (enrollment, step) in outcome.ToDo)
        {
            var key = new CandidateKey(id, enrollment.Strategy, step.Name, enrollment.Occurrence, 1);
            decisions.Write(steps.Do(key, enrollment, step));
        }
        decisions.Flush();
    }

    HashSet<CandidateKey> WaitingOf(CustomerId id)
    {
        var found = shard.Database.Query("waiting-decisions-of", "shard", "customer_id").Bind(1, shard.Shard)
            .Bind(2, id);
        var waiting = new HashSet<CandidateKey>();
        while (found.Step())
            waiting.Add(new CandidateKey(id, found.Text(1)!, found.Text(2)!, found.Text(3)!, found.Int32(4)));
        return waiting;
    }

    static bool SamePasts(CustomerStrategies one, CustomerStrategies other) =>
        one.Pasts.Count == other.Pasts.Count && one.Pasts.All(other.Pasts.Contains);

    /// <summary>Writes what still waits.</summary>
    public void Flush()
    {
        rows.Flush();
        assignments.Flush();
        decisions.Flush();
        sums.Flush();
    }

    public void Dispose()
    {
        rows.Dispose();
        assignments.Dispose();
        decisions.Dispose();
    }
}
