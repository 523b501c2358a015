namespace Perennial.Core.Occasions;

/// <summary>Instants that come again: <c>tuesday 10:00</c>, <c>every day 09:00</c>, <c>first monday of march
/// 09:00</c>, <c>2026-12-01 09:00</c>.</summary>
/// <param name="Minute">Minutes since midnight, as the clock shows them.</param>
/// <param name="Written">As it was written.</param>
public sealed record Schedule(int Minute, string Written)
{
    const int LongestSearchDays = 366 * 9;

    /// <summary>On which days of the week; null where another rule says.</summary>
    public Weekdays? Weekdays { get; init; }

    /// <summary>On which day of the year; null where another rule says.</summary>
    public DayRule? Day { get; init; }

    /// <summary>On a weekday of every month, whatever month it names; null where another rule says.</summary>
    public WeekdayOfMonth? EveryMonth { get; init; }

    /// <summary>On one day only; null where another rule says.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The first such instant from one on; exactly then counts.</summary>
    /// <param name="from">From when.</param>
    /// <param name="calendar">Whose clock. An hour that the clock skips is as long after the skip; of one that it
    /// shows twice the first.</param>
    /// <returns><see cref="Instant.Never"/> where there is none.</returns>
    public Instant Next(Instant from, ShopCalendar calendar)
    {
        var today = calendar.DayOf(from);
        if (Date is { } only) return NotBefore(ShopCalendar.Day(only));
        if (Day is { } rule)
        {
            for (var year = ShopCalendar.Date(today).Year; year < ShopCalendar.Date(today).Year + 9; year++)
                if (rule.In(year) is { } day && NotBefore(ShopCalendar.Day(day)) is { HasValue: true } at) return at;
            return Instant.Never;
        }
        for (var day = today; day < today + LongestSearchDays; day++)
        {
            var date = ShopCalendar.Date(day);
            if (Weekdays is { } days && !days.Has(date.DayOfWeek)) continue;
            if (EveryMonth is { } one && (one with { Month = date.Month }).In(date.Year) != date) continue;
            if (NotBefore(day) is { HasValue: true } at) return at;
        }
        return Instant.Never;

        Instant NotBefore(int day) => calendar.At(day, Minute * 60_000) is var at && at >= from ? at : Instant.Never;
    }
}
