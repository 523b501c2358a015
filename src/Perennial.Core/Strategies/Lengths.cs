using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>The two things that a length such as <c>7d</c> means outside rules.</summary>
public static class Lengths
{
    const long MsPerMinute = 60_000, MsPerDay = 86_400_000;

    /// <summary>The same clock time so many days later; minutes and hours as they pass. What waits, re-entry and
    /// expiry go by.</summary>
    /// <param name="length">How long.</param>
    /// <param name="from">From when.</param>
    /// <param name="calendar">Whose clock.</param>
    /// <param name="back">Earlier instead of later.</param>
    public static Instant After(this TimeLength length, Instant from, ShopCalendar calendar, bool back = false)
    {
        var sign = back ? -1 : 1;
        return length.Minutes >= 0 ? new Instant(from.UnixMs + sign * length.Minutes * MsPerMinute)
            : calendar.At(calendar.DayOf(from) + sign * length.Days, calendar.MsOfDay(from));
    }

    /// <summary>Milliseconds, a day as 24 hours: what caps, gaps and law go by.</summary>
    public static long Ms(this TimeLength length) =>
        length.Minutes >= 0 ? length.Minutes * MsPerMinute : length.Days * MsPerDay;
}
