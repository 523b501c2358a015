namespace Perennial.Channels.Intake.Values;

/// <summary>Decides from a file's dates how it writes them.</summary>
/// <remarks>
/// Only day-month against month-day can be in doubt: a day above 12 decides it. A file whose dates say both is
/// not guessed at.
/// </remarks>
public sealed class DateVote
{
    readonly long[] fits = new long[DateStyles.All.Length];
    readonly List<string> examples = [];
    long dayFirstOnly;
    long monthFirstOnly;

    /// <summary>Dates looked at.</summary>
    public long Count { get; private set; }

    /// <summary>Some of them, for messages.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>True if no further date is needed to tell day-month from month-day.</summary>
    public bool Decided => fits[(int)DateStyle.DayMonthYear] + fits[(int)DateStyle.MonthDayYear] == 0
        || dayFirstOnly + monthFirstOnly > 0;

    /// <summary>True if days and months cannot be told apart, or both orders occur.</summary>
    public bool Ambiguous => Decided
        ? Math.Min(dayFirstOnly, monthFirstOnly) * 100 > Math.Max(dayFirstOnly, monthFirstOnly)
        : Best is DateStyle.DayMonthYear or DateStyle.MonthDayYear;

    /// <summary>The style most dates have; null if most have none.</summary>
    public DateStyle? Best
    {
        get
        {
            var best = DateStyles.All.MaxBy(style => fits[(int)style]);
            if (fits[(int)best] * 2 < Count || Count == 0) return null;
            if (best is DateStyle.DayMonthYear or DateStyle.MonthDayYear)
                return dayFirstOnly >= monthFirstOnly ? DateStyle.DayMonthYear : DateStyle.MonthDayYear;
            return best;
        }
    }

    /// <summary>Looks at one date.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        Count++;
        if (examples.Count < 3) examples.Add(Text8.Shown(text));
        foreach (var style in DateStyles.All)
            if (DateText.TryParse(text, style, out _)) fits[(int)style]++;
        var dayFirst = DateText.TryParse(text, DateStyle.DayMonthYear, out _);
        var monthFirst = DateText.TryParse(text, DateStyle.MonthDayYear, out _);
        if (dayFirst && !monthFirst) dayFirstOnly++;
        if (monthFirst && !dayFirst) monthFirstOnly++;
    }
}
