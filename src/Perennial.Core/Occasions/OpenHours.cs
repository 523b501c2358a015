namespace Perennial.Core.Occasions;

/// <summary>Days of the week.</summary>
[Flags]
public enum Weekdays : byte
{
    /// <summary>No day.</summary>
    None = 0,

    /// <summary>Monday to Sunday.</summary>
    All = 127,
}

/// <summary>Sets of weekdays.</summary>
public static class WeekdaySet
{
    /// <summary>Whether a day is among them.</summary>
    public static bool Has(this Weekdays days, DayOfWeek day) => ((int)days & (1 << (int)day)) != 0;

    /// <summary>The same and one more.</summary>
    public static Weekdays With(this Weekdays days, DayOfWeek day) => (Weekdays)((int)days | (1 << (int)day));
}

/// <summary>A part of a day as the clock shows it: from 09:00 until before 12:30.</summary>
/// <param name="FromMinute">Minutes since midnight, 0..1439; included.</param>
/// <param name="ToMinute">Minutes since midnight, above <paramref name="FromMinute"/>, at most 1440; not included.
/// </param>
public readonly record struct HourRange(int FromMinute, int ToMinute)
{
    /// <summary>Whether the clock at a minute of the day is in it.</summary>
    public bool Contains(double minute) => minute >= FromMinute && minute < ToMinute;
}

/// <summary>When something is allowed, by the clock of whoever it is about.</summary>
/// <param name="Days">On which days of the week.</param>
/// <param name="Hours">At which hours; ascending, none overlapping.</param>
/// <param name="OnHolidays">Whether on public holidays too.</param>
public sealed record OpenHours(Weekdays Days, IReadOnlyList<HourRange> Hours, bool OnHolidays)
{
    const int LongestSearchDays = 400;
    const int MsPerMinute = 60_000;

    /// <summary>Always.</summary>
    public static OpenHours Always { get; } = new(Weekdays.All, [new HourRange(0, 1440)], true);

    /// <summary>Whether it is open at an instant, by a clock.</summary>
    /// <param name="at">When.</param>
    /// <param name="calendar">Whose clock.</param>
    /// <param name="isHoliday">Which days are public holidays there.</param>
    public bool IsOpen(Instant at, ShopCalendar calendar, Func<DateOnly, bool> isHoliday)
    {
        var day = calendar.DayOf(at);
        if (!IsOpenOn(day, isHoliday)) return false;
        var minute = (double)calendar.MsOfDay(at) / MsPerMinute;
        foreach (var range in Hours)
            if (range.Contains(minute)) return true;
        return false;
    }

    /// <summary>The first instant from one on at which it is open.</summary>
    /// <returns><see cref="Instant.Never"/> where it is not for more than a year.</returns>
    public Instant NextOpen(Instant from, ShopCalendar calendar, Func<DateOnly, bool> isHoliday)
    {
        if (IsOpen(from, calendar, isHoliday)) return from;
        var today = calendar.DayOf(from);
        for (var day = today; day < today + LongestSearchDays; day++)
        {
            if (!IsOpenOn(day, isHoliday)) continue;
            foreach (var range in Hours)
            {
                // A night in which clocks change has another reading than was asked for.
                var start = calendar.At(day, range.FromMinute * MsPerMinute);
                if (start >= from && IsOpen(start, calendar, isHoliday)) return start;
            }
        }
        return Instant.Never;
    }

    bool IsOpenOn(int day, Func<DateOnly, bool> isHoliday)
    {
        var date = ShopCalendar.Date(day);
        return Days.Has(date.DayOfWeek) && (OnHolidays || !isHoliday(date));
    }
}
