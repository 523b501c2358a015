using Perennial.Core.Occasions;

namespace Perennial.Core.Strategies;

/// <summary>What came of asking whether a customer enters a strategy.</summary>
/// <param name="Past">What is kept of customer and strategy, as it is now.</param>
/// <param name="Entered">The enrollments that begin.</param>
/// <param name="Refused">Entries that were refused.</param>
public sealed record EntryOutcome(
    StrategyPast Past, IReadOnlyList<Enrollment> Entered, IReadOnlyList<EntryRefusal> Refused)
{
    /// <summary>Facts that would have triggered, had they not come too late.</summary>
    public int TooOld { get; init; }

    /// <summary>Those who would enter, and are counted first.</summary>
    public IReadOnlyList<WaitingEntry> KeptOut { get; init; } = [];

    /// <summary>Times to come at which the customer would enter as it is now: each is told once, a week ahead.
    /// </summary>
    public IReadOnlyList<Instant> Ahead { get; init; } = [];

    /// <summary>When to ask again though nothing happens.</summary>
    public Instant DueAt { get; init; } = Instant.Never;

    /// <summary>What chance drew.</summary>
    public IReadOnlyList<Drawn> Drawn { get; init; } = [];
}

/// <summary>Asks whether a customer enters one strategy: by what is new, and by what time has brought.</summary>
public sealed class Entries
{
    /// <summary>The experiment that the holdout of all strategies is drawn by.</summary>
    public const string UniversalHoldout = "universal holdout";

    /// <summary>The arm of those whom a holdout leaves alone.</summary>
    public const string HeldOut = "held out";

    readonly StrategyProgram program;
    readonly IReadOnlyList<Occasion> occasions;
    readonly StrategyCustomer customer;
    readonly CustomerStrategies state;
    readonly Instant now;
    readonly double universal;
    readonly List<Enrollment> entered = [];
    readonly List<EntryRefusal> refused = [];
    readonly List<Drawn> drawn = [];
    readonly List<WaitingEntry> keptOut = [];
    readonly List<Instant> ahead = [];
    readonly EntryDoor door;
    StrategyPast past;
    int tooOld;

    Entries(StrategyProgram program, IReadOnlyList<Occasion> occasions, StrategyCustomer customer,
        CustomerStrategies state, double universal, EntryDoor door, Instant now)
    {
        this.door = door;
        (this.program, this.occasions, this.customer, this.state) = (program, occasions, customer, state);
        (this.universal, this.now) = (universal, now);
        past = state.PastOf(program.Strategy.Name);
    }

    Strategy Strategy => program.Strategy;

    /// <summary>Whether asking may change anything: a strategy that waits for a fact, a move or a list stays as it is
    /// where there is none and nothing is pending. Most do, whenever a customer has a turn.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="state">Where the customer stands in all strategies.</param>
    /// <param name="news">What is new.</param>
    public static bool MayChange(Strategy strategy, CustomerStrategies state, CustomerNews news) => news.LetIn.Count > 0
        || strategy.Trigger switch
        {
            MoveTrigger => news.Moves.Count > 0,
            ListTrigger => news.Lists.Count > 0,
            EventTrigger => news.Facts.Count > 0,
            _ => true,
        }
        || state.PastOf(strategy.Name).Pending is not null;

    /// <summary>Asks.</summary>
    /// <param name="program">The version in force.</param>
    /// <param name="occasions">The shop's occasions.</param>
    /// <param name="customer">The customer, with every fact up to now.</param>
    /// <param name="state">Where the customer stands in all strategies.</param>
    /// <param name="news">What is new.</param>
    /// <param name="universalHoldout">Share whom every strategy leaves alone.</param>
    /// <param name="door">Who may enter at once; whoever may not is told of.</param>
    /// <param name="now">When.</param>
    public static EntryOutcome Ask(StrategyProgram program, IReadOnlyList<Occasion> occasions,
        StrategyCustomer customer,
        CustomerStrategies state, CustomerNews news, double universalHoldout, EntryDoor door, Instant now)
    {
        var entries = new Entries(program, occasions, customer, state, universalHoldout, door, now);
        entries.LetIn(news);
        entries.ByNews(news);
        entries.ByPending();
        var due = entries.ByTime();
        if (entries.past.Pending is { } pending && pending.DueAt < due) due = pending.DueAt;
        return new EntryOutcome(entries.past, entries.entered, entries.refused)
        {
            TooOld = entries.tooOld, DueAt = due, Drawn = entries.drawn, KeptOut = entries.keptOut,
            Ahead = entries.ahead,
        };
    }

    /// <summary>What is to come for a customer who stands in the audience when a strategy is published: a day of
    /// their own
    /// where they are spread, now where all enter at once.</summary>
    /// <returns>Null where those who are there already stay out, or the customer is none of them, or was not known
    /// yet.</returns>
    public static PendingEntry? Existing(StrategyVersion version, StrategyCustomer customer)
    {
        var (strategy, existing) = (version.Strategy, version.Strategy.Existing);
        // Whoever a file brings later was not there: years of orders that are imported contact nobody.
        if (customer.KnownSince > version.At) return null;
        if (!existing.Enrolls || !customer.Holds(strategy.Audience.Rule, version.At)) return null;
        var over = existing.Over is { } length ? length.After(version.At, customer.Shop).UnixMs - version.At.UnixMs : 0;
        var share = Measurement.Assignment.Uniform($"{strategy.Name}/existing", customer.Key);
        return new PendingEntry($"{WaitingEntry.Existing}{version.Version}", version.At,
            new Instant(version.At.UnixMs + (long)(over * share)));
    }

    void LetIn(CustomerNews news)
    {
        foreach (var one in news.LetIn)
        {
            if (one.Strategy != Strategy.Name || one.WaitsFor != Trigger.WaitsFor(Strategy)) continue;
            if (IsOver(one.Day)) continue;
            var time = new TriggerTime(one.At, one.Occurrence) { Day = one.Day, OrderBy = one.OrderBy };
            if (MayEnter(one.Occurrence)) Enter(one.Occurrence, time);
        }
    }

    void ByNews(CustomerNews news)
    {
        foreach (var move in news.Moves)
        {
            if (Strategy.Trigger is MoveTrigger trigger && trigger.Leaves == move.Leaves
                && !news.NotYetFor.Contains(Strategy.Name) && move.Segment == Trigger.WatchedAs(Strategy))
                Come(new TriggerTime(move.At, WaitingEntry.OccurrenceOf(move)), isOwn: true);
        }
        foreach (var (list, import) in news.Lists)
        {
            // Whoever it brought in before is not named once more by the same list.
            var occurrence = $"list:{list}:{import}";
            if (Strategy.Trigger is ListTrigger trigger && trigger.List == list && !HasComeBy(occurrence))
                Come(new TriggerTime(now, occurrence), isOwn: false);
        }
        if (Strategy.Trigger is not EventTrigger happening) return;
        foreach (var fact in news.Facts)
        {
            if (!happening.Facts.Any(rule => FactMatch.Is(rule, customer, fact))) continue;
            if (!news.MayTrigger || fact.KnownAt.UnixMs - fact.At.UnixMs > happening.Late.Ms()) tooOld++;
            else if (happening.For is not { } length)
                Come(new TriggerTime(fact.At, $"fact:{fact.Id:x32}"), isOwn: true);
            else if (past.Pending is not { } pending || pending.At <= fact.At)
            {
                // The last of several restarts the clock, and they are one occurrence.
                past = past with
                {
                    Pending = new PendingEntry($"fact:{fact.Id:x32}", fact.At, length.After(fact.At, customer.Shop)),
                };
            }
        }
    }

    void ByPending()
    {
        if (past.Pending is not { } pending || pending.DueAt > now) return;
        past = past with { Pending = null };
        var isBroken = Strategy.Trigger is EventTrigger trigger && pending.Occurrence.StartsWith("fact:",
            StringComparison.Ordinal)
            && trigger.ThenNo.Any(rule => FactMatch.AnyAfter(rule, customer, pending.At, pending.DueAt));
        var time = new TriggerTime(pending.At, pending.Occurrence) { Day = pending.Day, OrderBy = pending.OrderBy };
        if (!isBroken) Come(time, isOwn: false);
    }

    // What was so before the strategy was published, or before the customer was known, is passed.
    Instant ByTime()
    {
        var from = program.Version.AskedFrom;
        var since = past.AskedUntil > from ? past.AskedUntil : customer.KnownSince > from ? customer.KnownSince : from;
        var due = Instant.Never;
        foreach (var time in TriggerTimes.After(Strategy.Trigger, occasions, customer, since, now))
        {
            if (time.At > now)
            {
                if (time.At < due) due = time.At;
                if (!CountsAhead) break;
                if (time.At <= past.AheadUntil) continue;
                var told = new Instant(time.At.UnixMs - Week);
                if (told > now) return told < due ? told : due;
                Announce(time);
                continue;
            }
            past = past with { AskedUntil = time.At };
            // A process that stood still for days does not begin what is over.
            if (!IsOver(time.Day)) Come(time, isOwn: false);
        }
        return due;
    }

    const long Week = 7 * 86_400_000L;

    // How many enter by a date is known before it comes, and asked while there is time to answer.
    bool CountsAhead => door != EntryDoor.Open && Strategy.Trigger is OccasionTrigger or ScheduleTrigger;

    void Announce(TriggerTime time)
    {
        past = past with { AheadUntil = time.At };
        if (customer.Holds(Strategy.Audience.Rule, now) && Refusal(time.Occurrence) is null) ahead.Add(time.At);
    }

    bool IsOver(DateOnly? day) => day is { } date && customer.Zone.StartOf(ShopCalendar.Day(date)) <= now
        && Strategy.Trigger is not OccasionTrigger { Days: >= 0 };

    // What brings nobody in is no matter of how many enter.
    void Come(TriggerTime time, bool isOwn)
    {
        if (!MayEnter(time.Occurrence)) return;
        if (door == EntryDoor.Open || (isOwn && door == EntryDoor.Counted)) Enter(time.Occurrence, time);
        else
        {
            keptOut.Add(new WaitingEntry(Strategy.Name, time.Occurrence, time.At, Trigger.WaitsFor(Strategy))
            {
                Day = time.Day, OrderBy = time.OrderBy,
            });
        }
    }

    bool MayEnter(string occurrence)
    {
        if (!customer.Holds(Strategy.Audience.Rule, now)) return false;
        if (Refusal(occurrence) is not var (reason, words)) return true;
        refused.Add(new EntryRefusal(Strategy.Name, program.Version.Version, occurrence, reason, words, now));
        return false;
    }

    void Enter(string occurrence, TriggerTime time)
    {
        var enrollment = new Enrollment
        {
            Strategy = Strategy.Name, Version = program.Version.Version, Occurrence = occurrence, EnteredAt = now,
            HeldOutBy = Draw(), Position = program.Start, DueAt = now, OccasionDay = time.Day,
                OrderByDay = time.OrderBy,
        };
        entered.Add(enrollment);
        past = past with { Entries = past.Entries + 1, EnteredAt = now };
    }

    // Once for all, from what is known now; a share that changes later moves nobody who was drawn.
    HeldOutBy Draw()
    {
        if (universal > 0 && Drawn(UniversalHoldout, universal)) return HeldOutBy.Universal;
        return Strategy.Holdout > 0 && Drawn($"{Strategy.Name}/holdout", Strategy.Holdout)
            ? HeldOutBy.Strategy : HeldOutBy.Nobody;

        bool Drawn(string experiment, double share)
        {
            var arm = customer.Draw(experiment, [(HeldOut, share)]);
            if (!customer.Arms.ContainsKey(experiment)) drawn.Add(new Drawn(experiment, arm, now));
            return arm == HeldOut;
        }
    }

    (string Reason, string Words)? Refusal(string occurrence)
    {
        var today = ShopCalendar.Date(customer.Shop.DayOf(now));
        if (today < Strategy.From || today > Strategy.Until) return ("season",
            $"Not entered: out of season on {today:yyyy-MM-dd}.");
        var open = state.Open.Concat(entered).Where(one => one.Strategy == Strategy.Name).ToList();
        if (HasComeBy(occurrence))
            return ("again", "Not entered: this brought the customer in already.");
        if (!Strategy.Reenter.EachTime && (open.Count > 0 || past.Entries > 0))
        {
            if (Strategy.Reenter.After is not { } length) return ("once", "Not entered: nobody enters it twice.");
            if (open.Count > 0) return ("under way", "Not entered: the customer is in it.");
            var again = length.After(past.EndedAt.HasValue ? past.EndedAt : past.EnteredAt, customer.Shop);
            if (again > now) return ("again later",
                $"Not entered: again after {Day(again)} ({length.Written} from its end).");
        }
        if (state.Open.FirstOrDefault(one => Strategy.NeverWith.Contains(one.Strategy)
            || NeverWithUs.Contains(one.Strategy)) is { } other)
            return ("never with", $"Not entered: never with '{other.Strategy}', which the customer is in.");
        foreach (var after in Strategy.After)
        {
            var last = state.PastOf(after.Strategy).LastContactAt;
            if (after.Length is null && !last.HasValue)
                return ("after", $"Not entered: only after a contact of '{after.Strategy}'.");
            if (after.Length is { } length && last.HasValue && length.After(last, customer.Shop) is var free
                && free > now)
                return ("after",
                    $"Not entered: {length.Written} behind the last contact of '{after.Strategy}', on {Day(free)}.");
        }
        return null;

        string Day(Instant at) => $"{ShopCalendar.Date(customer.Shop.DayOf(at)):yyyy-MM-dd}";
    }

    bool HasComeBy(string occurrence) => state.IsOver(customer.Id, Strategy.Name, occurrence)
        || state.Open.Concat(entered).Any(one => (one.Strategy, one.Occurrence) == (Strategy.Name, occurrence));

    /// <summary>Strategies that exclude this one; it holds both ways.</summary>
    IReadOnlyCollection<string> NeverWithUs => program.ExcludedBy;
}
