namespace Perennial.Core.Segments.Rules;

/// <summary>When a rule is asked: an instant and the shop's calendar.</summary>
public sealed class RuleMoment
{
    /// <summary>As of an instant.</summary>
    /// <param name="asOf">Nothing after it is seen.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="entry">The way through a strategy that the customer is asked about for; null for none. A rule of
    /// which <see cref="Rule.UsesEntry"/> says so cannot be asked without.</param>
    public RuleMoment(Instant asOf, ShopCalendar calendar, RuleEntry? entry = null)
    {
        (AsOf, TablesAt, Entry) = (asOf, asOf, entry);
        Calendar = calendar;
        Today = calendar.DayOf(asOf);
    }

    /// <summary>Nothing after it is seen.</summary>
    public Instant AsOf { get; }

    /// <summary>The shop's calendar.</summary>
    public ShopCalendar Calendar { get; }

    /// <summary>The way through a strategy that the customer is asked about for; null for none.</summary>
    public RuleEntry? Entry { get; }

    /// <summary>The calendar day of <see cref="AsOf"/>.</summary>
    public int Today { get; }

    /// <summary>The instant that tables are as of: earlier than <see cref="AsOf"/> where it is asked what time alone
    /// will bring.</summary>
    internal Instant TablesAt { get; private init; }

    /// <summary>The same at another instant, while tables stay as they are.</summary>
    internal RuleMoment At(Instant instant) => new(instant, Calendar, Entry) { TablesAt = TablesAt };
}

/// <summary>How long: whole calendar days, or a span of minutes.</summary>
/// <param name="Days">Calendar days; −1 if it is a span.</param>
/// <param name="Minutes">Minutes of sixty seconds; −1 if it is days.</param>
/// <param name="Written">For people: "7 days", "24 hours", "30 minutes".</param>
public readonly record struct TimeLength(int Days, long Minutes, string Written)
{
    /// <summary>A thousand years: no fact is older, and nothing is awaited for longer.</summary>
    internal const int LongestDays = 365_250;

    const long MsPerMinute = 60_000;

    /// <summary>The earliest instant that is no longer ago than this. Days are counted as <c>recency_days</c> counts
    /// them: today is 0 days ago, whatever the hour.</summary>
    public Instant Back(RuleMoment moment) => Minutes >= 0
        ? new Instant(moment.AsOf.UnixMs - Minutes * MsPerMinute) : moment.Calendar.StartOf(moment.Today - Days);

    /// <summary>The last instant that is no further ahead than this.</summary>
    public Instant Ahead(RuleMoment moment) => Minutes >= 0
        ? new Instant(moment.AsOf.UnixMs + Minutes * MsPerMinute) : moment.Calendar.EndOf(moment.Today + Days);

    /// <summary>The first instant at which something of then is longer ago than this.</summary>
    internal Instant LeftBehind(Instant at, ShopCalendar calendar) => Minutes >= 0
        ? new Instant(at.UnixMs + Minutes * MsPerMinute + 1) : calendar.StartOf(calendar.DayOf(at) + Days + 1);

    /// <summary>The first instant at which something of then is no further ahead than this.</summary>
    internal Instant ComesNear(Instant at, ShopCalendar calendar) => Minutes >= 0
        ? new Instant(at.UnixMs - Minutes * MsPerMinute) : calendar.StartOf(calendar.DayOf(at) - Days);
}

/// <summary>From when to when, seen from the moment of asking. Nothing after that moment is in it, unless
/// <see cref="WithinNext"/> says so.</summary>
/// <remarks><c>within 30d</c> and <c>before 30d</c> share the past between them: no fact is in both, none in neither.
/// </remarks>
public sealed record TimeWindow
{
    /// <summary>All of the past.</summary>
    public static TimeWindow Always { get; } = new();

    /// <summary>At most so long ago; null for no limit.</summary>
    public TimeLength? Within { get; init; }

    /// <summary>Longer ago than this; null for no limit.</summary>
    public TimeLength? Before { get; init; }

    /// <summary>In the future, at most so far ahead; null for the past.</summary>
    public TimeLength? WithinNext { get; init; }

    /// <summary>On this calendar day or later; null for no limit.</summary>
    public int? SinceDay { get; init; }

    /// <summary>Earlier than this calendar day; null for no limit.</summary>
    public int? BeforeDay { get; init; }

    /// <summary>Later than this instant of the customer's way through a strategy.</summary>
    public SinceWhat Since { get; init; }

    /// <summary>Whether it is all of the past.</summary>
    public bool IsAlways => this == Always;

    /// <summary>The first and the last instant in it, as of a moment; the first is later than the last if there is
    /// none.</summary>
    public (Instant From, Instant To) Bounds(RuleMoment moment)
    {
        if (WithinNext is { } next) return (new Instant(moment.AsOf.UnixMs + 1), next.Ahead(moment));
        var from = new Instant(long.MinValue + 1);
        var to = moment.AsOf;
        if (Within is { } within) from = Later(from, within.Back(moment));
        if (SinceDay is { } since) from = Later(from, moment.Calendar.StartOf(since));
        if (Since != SinceWhat.Nothing) from = Later(from, new Instant(Begin(moment).UnixMs + 1));
        if (Before is { } before) to = Earlier(to, new Instant(before.Back(moment).UnixMs - 1));
        if (BeforeDay is { } day) to = Earlier(to, new Instant(moment.Calendar.StartOf(day).UnixMs - 1));
        return (from, to);
    }

    /// <summary>From when on what the shop heard of only after the entry counts too, though it happened before:
    /// <see cref="Instant.Never"/> where there is no such grace.</summary>
    public Instant LateFrom(RuleMoment moment)
    {
        if (Since == SinceWhat.Nothing || Begin(moment) != moment.Entry!.EnteredAt) return Instant.Never;
        var (from, _) = (this with { Since = SinceWhat.Nothing }).Bounds(moment);
        return Later(from, moment.Entry.LateFrom);
    }

    Instant Begin(RuleMoment moment)
    {
        var entry = moment.Entry ?? throw new ArgumentException(
            "The rule asks for what happened since an entry: ask it of a moment with one.", nameof(moment));
        return Since == SinceWhat.LastContact && entry.LastContactAt.HasValue ? entry.LastContactAt : entry.EnteredAt;
    }

    /// <summary>The first instant after a moment at which something that happens at <paramref name="at"/> may come into
    /// the window or leave it; Never if it has done both.</summary>
    internal Instant NextEdge(Instant at, RuleMoment moment)
    {
        var calendar = moment.Calendar;
        var next = After(at, Instant.Never);
        if (WithinNext is { } ahead) return After(ahead.ComesNear(at, calendar), next);
        if (Before is { } before) next = After(before.LeftBehind(at, calendar), next);
        return Within is { } within ? After(within.LeftBehind(at, calendar), next) : next;

        Instant After(Instant candidate, Instant soonest) =>
            candidate > moment.AsOf && candidate < soonest ? candidate : soonest;
    }

    /// <summary>The first instant after a moment at which the window itself may come to be empty or no longer be:
    /// what lasts, and so has no instant of its own, comes into it or leaves it then. Never if there is none.</summary>
    internal Instant NextEnd(RuleMoment moment)
    {
        var calendar = moment.Calendar;
        var next = Instant.Never;
        if (SinceDay is { } since) Fixed(calendar.StartOf(since));
        if (Since != SinceWhat.Nothing) Fixed(new Instant(Begin(moment).UnixMs + 1));
        if (BeforeDay is { } day) Fixed(new Instant(calendar.StartOf(day).UnixMs - 1));
        // One end moves by the day and the other by the minute: they pass each other again and again.
        if (Within is { } within && Before is { } before && within.Minutes >= 0 != before.Minutes >= 0)
        {
            Candidate(calendar.StartOf(moment.Today + 1));
            Candidate(before.LeftBehind(within.Back(moment), calendar));
            Candidate(within.LeftBehind(new Instant(before.Back(moment).UnixMs - 1), calendar));
        }
        return next;

        void Fixed(Instant end) => Candidate(NextEdge(end, moment));

        void Candidate(Instant at)
        {
            if (at > moment.AsOf) next = Earlier(next, at);
        }
    }

    static Instant Later(Instant one, Instant other) => one > other ? one : other;

    static Instant Earlier(Instant one, Instant other) => one < other ? one : other;
}
