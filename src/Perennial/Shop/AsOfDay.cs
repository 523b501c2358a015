using Perennial.Core;
using Perennial.Data;

namespace Perennial.Shop;

/// <summary>Whether a day can be looked back to: it must have come, and something must have happened by then.</summary>
static class AsOfDay
{
    const string Option = "--as-of";

    /// <summary>Checks a day that somebody asks a shop about.</summary>
    /// <exception cref="BadInputException">It has not come yet, or lies before everything that is known.</exception>
    public static void Check(DateOnly asOf, ShopStore store, ShopCalendar calendar, Instant now)
    {
        CheckCame(asOf, calendar, now);
        CheckBegan(asOf, calendar, store.Facts.FirstAt());
    }

    /// <summary>Checks a day that somebody asks a file about.</summary>
    /// <param name="asOf">The day.</param>
    /// <param name="calendar">The calendar it is a day of.</param>
    /// <param name="firstAt">The file's first order; None where it tells none of its days.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="BadInputException">As for a shop.</exception>
    public static void Check(DateOnly asOf, ShopCalendar calendar, Instant firstAt, Instant now)
    {
        CheckCame(asOf, calendar, now);
        CheckBegan(asOf, calendar, firstAt);
    }

    static void CheckCame(DateOnly asOf, ShopCalendar calendar, Instant now)
    {
        var today = calendar.DayOf(now);
        if (ShopCalendar.Day(asOf) <= today) return;
        throw new BadInputException(Option, $"{asOf:yyyy-MM-dd} has not come yet.",
            $"Give today, {ShopCalendar.Date(today):yyyy-MM-dd}, or an earlier day.");
    }

    static void CheckBegan(DateOnly asOf, ShopCalendar calendar, Instant firstAt)
    {
        if (!firstAt.HasValue || ShopCalendar.Day(asOf) >= calendar.DayOf(firstAt)) return;
        throw new BadInputException(Option, $"On {asOf:yyyy-MM-dd} nothing had happened yet.",
            $"Give {ShopCalendar.Date(calendar.DayOf(firstAt)):yyyy-MM-dd}, the day of the first fact, or later.");
    }
}
