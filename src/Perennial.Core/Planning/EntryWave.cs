using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>Who waits to enter strategies, and who entered, as of one instant: of no two parts one is newer than the
/// other, or whoever is let in meanwhile is counted twice.</summary>
public sealed record EntryCounts
{
    /// <summary>Those who wait, of whom nobody who is still to have a turn comes before.</summary>
    public IReadOnlyList<WaitingCount> Waiting { get; init; } = [];

    /// <summary>How many would enter on days to come, from today on.</summary>
    public IReadOnlyList<EntriesAhead> Ahead { get; init; } = [];

    /// <summary>How many entered today, by strategy.</summary>
    public IReadOnlyDictionary<string, long> Entered { get; init; } = new Dictionary<string, long>();

    /// <summary>What is kept of entries, by strategy.</summary>
    public IReadOnlyDictionary<string, EntryDay> Days { get; init; } = new Dictionary<string, EntryDay>();

    /// <summary>Which strategies are at work; one that is missing was never published.</summary>
    public IReadOnlyDictionary<string, StrategyState> States { get; init; } = new Dictionary<string, StrategyState>();
}

/// <summary>A person's yes, which is still to be written down.</summary>
/// <param name="Strategy">To which strategy.</param>
/// <param name="Entered">How many had entered on the day.</param>
/// <param name="Waiting">How many waited when it was said.</param>
/// <param name="To">What it had paused for.</param>
public readonly record struct EntryAnswer(string Strategy, int Entered, int Waiting, EntryPause To);

/// <summary>What becomes of those who wait to enter a strategy.</summary>
public enum WaveEnd : byte
{
    /// <summary>They go on waiting.</summary>
    Wait,

    /// <summary>There is no such strategy any more: they are forgotten.</summary>
    Forgotten,

    /// <summary>They are too many: the strategy pauses before the first of them.</summary>
    Pauses,

    /// <summary>As many enter as its file says.</summary>
    AtMost,

    /// <summary>All of them enter.</summary>
    Enters,
}

/// <summary>What becomes of those who wait to enter a strategy.</summary>
/// <param name="End">In one word.</param>
public sealed record WaveVerdict(WaveEnd End)
{
    /// <summary>The version that they enter; null where they do not.</summary>
    public StrategyProgram? Program { get; init; }

    /// <summary>What is kept of its entries from now on.</summary>
    public EntryDay? Day { get; init; }

    /// <summary>Of how many a plan has told: they count against no day (<see cref="EntryDay.Foresee"/>).</summary>
    public int Told { get; init; }
}

/// <summary>Judges who of those that wait may enter strategies at one instant: more than anybody had foreseen are let
/// in by a person alone, and the strategy pauses before the first of them. A pure account; who keeps the rows lets in.
/// </summary>
public sealed class EntryWave
{
    readonly LiveStrategies live;
    readonly EntryCounts counts;
    readonly Instant now;
    readonly ShopCalendar shop;
    readonly Lazy<int> customers;
    readonly Dictionary<string, EntryDay> days;
    readonly Dictionary<string, StrategyState> states;

    /// <summary>Begins.</summary>
    /// <param name="live">The strategies.</param>
    /// <param name="counts">Who waits and who entered.</param>
    /// <param name="customers">How many customers there are; asked where it matters.</param>
    /// <param name="now">When.</param>
    /// <param name="shop">Whose days are counted.</param>
    public EntryWave(LiveStrategies live, EntryCounts counts, Func<int> customers, Instant now, ShopCalendar shop)
    {
        (this.live, this.counts, this.now, this.shop) = (live, counts, now, shop);
        this.customers = new Lazy<int>(customers);
        (days, states) = (counts.Days.ToDictionary(), counts.States.ToDictionary());
    }

    /// <summary>The strategies that nobody enters at once: those that let in so many at most, and those that wait for a
    /// person's yes.</summary>
    /// <param name="inForce">The strategies.</param>
    /// <param name="stateOf">Whether one is at work; null for one that was never published.</param>
    public static IReadOnlySet<string> Closed(IEnumerable<Strategy> inForce, Func<string, StrategyState?> stateOf) =>
        inForce.Where(one => one.EnterAtMost is not null || stateOf(one.Name) == StrategyState.Paused)
            .Select(one => one.Name).ToHashSet();

    /// <summary>Strategies that had paused and are at work again: whoever started one has said yes to all who waited
    /// then. Each is to be taken (<see cref="Take"/>) when it is written down.</summary>
    public IReadOnlyList<EntryAnswer> Answers() =>
    [
        .. days.Values.Where(one => one.Pause is { IsOfContacts: false } && IsLive(one.Strategy)).Select(one =>
        {
            var then = counts.Waiting.FirstOrDefault(waiting => waiting.Strategy == one.Strategy);
            return new EntryAnswer(one.Strategy, Entered(one.Strategy),
                then is null ? 0 : (int)(then.All - then.Fresh), one.Pause!);
        }),
    ];

    /// <summary>What an answer makes of what is kept; where it was written down already, nothing.</summary>
    public EntryDay With(EntryAnswer answer, EntryDay kept) =>
        kept.GoOn(answer.To, answer.Entered, answer.Waiting, now, shop);

    /// <summary>Goes by what is kept of a strategy's entries now.</summary>
    public void Take(EntryDay day) => days[day.Strategy] = day;

    /// <summary>The strategies that too many would enter on a day to come, with what is kept of them: each pauses.
    /// </summary>
    public IEnumerable<EntryDay> TooManyAhead()
    {
        foreach (var one in counts.Ahead)
        {
            if (!IsLive(one.Strategy) || Program(one.Strategy) is not { } program) continue;
            var number = (int)one.Number;
            var judged = Day(one.Strategy).JudgeAhead(one.Day, Limit(program, number), number, now);
            if (judged.Pause is not null) yield return judged;
        }
    }

    /// <summary>Goes by a strategy's having paused.</summary>
    public void Pause(string strategy) => states[strategy] = StrategyState.Paused;

    /// <summary>Those who wait, in the order in which they enter: of two strategies that are never with one another the
    /// higher priority first.</summary>
    public IEnumerable<WaitingCount> InOrder()
    {
        var places = live.Book.InForce.Index().ToDictionary(one => one.Item.Strategy.Name, one => one.Index);
        return counts.Waiting.OrderBy(one => places.GetValueOrDefault(one.Strategy, int.MaxValue));
    }

    /// <summary>What becomes of those who wait for one strategy.</summary>
    public WaveVerdict Of(WaitingCount waiting)
    {
        var strategy = waiting.Strategy;
        if (!states.TryGetValue(strategy, out var state) || state == StrategyState.Removed)
            return new WaveVerdict(WaveEnd.Forgotten);
        if (!IsLive(strategy) || Program(strategy) is not { } program) return new WaveVerdict(WaveEnd.Wait);
        // What a plan told of those who were there already is counted against no day.
        var told = (int)Math.Min(waiting.Existing, Day(strategy).ToldLeft(program.Version));
        var judged = Day(strategy).Judge(program.Strategy, LimitToday(program, (int)waiting.Fresh), Entered(strategy),
            (int)waiting.Fresh - told, now, shop);
        return new WaveVerdict(judged.Pause is not null ? WaveEnd.Pauses
            : program.Strategy.EnterAtMost is not null ? WaveEnd.AtMost : WaveEnd.Enters)
        {
            Program = program, Day = judged, Told = told,
        };
    }

    bool IsLive(string strategy) =>
        states.TryGetValue(strategy, out var state) && state == StrategyState.Live;

    StrategyProgram? Program(string strategy) =>
        live.Book.InForce.FirstOrDefault(one => one.Strategy.Name == strategy);

    EntryDay Day(string strategy) => days.GetValueOrDefault(strategy) ?? new EntryDay(strategy);

    int Entered(string strategy) => (int)counts.Entered.GetValueOrDefault(strategy);

    // Customers are not counted where so few come.
    int Limit(StrategyProgram program, int count) => EntryLimit.Of(program.Strategy.Trigger,
        () => count + Entered(program.Strategy.Name) <= EntryLimit.Always ? 0 : customers.Value,
        program.Version.Expected);

    // What was counted ahead and let pass was told too.
    int LimitToday(StrategyProgram program, int count)
    {
        var today = shop.DayOf(now);
        var known = counts.Ahead.FirstOrDefault(one => (one.Strategy, one.Day) == (program.Strategy.Name, today));
        return Math.Max(Limit(program, count), EntryLimit.Foreseen((int)(known?.Number ?? 0)));
    }
}
