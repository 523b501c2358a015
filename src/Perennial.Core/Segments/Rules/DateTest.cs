using Perennial.Core.Attributes;

namespace Perennial.Core.Segments.Rules;

/// <summary>A day of the customer comes soon: their birthday, or a day of somebody they buy for.</summary>
/// <param name="Label">What day it is; empty for the customer's own birthday.</param>
/// <param name="WithinDays">At most so many days ahead, today 0; null where it is only asked whether there is one.
/// </param>
public sealed record DateTest(string Label, int? WithinDays) : Rule
{
    /// <summary>More than a year ahead everything that comes again has come.</summary>
    public const int MostDays = 366;

    /// <summary>What the names of the attributes begin with under which such days are kept.</summary>
    public string Prefix => $"{OtherDate.NamePrefix}{Label}/";

    /// <summary>For people.</summary>
    internal string Name => Label.Length == 0 ? "birthday" : Label;
}

/// <summary>Days of the year, counted from March 1st, which is 0, to February 29th, which is 365: so each has the same
/// number in every year.</summary>
public static class YearDay
{
    /// <summary>How many there are.</summary>
    public const int Count = 366;

    const int LastOfFebruary = 364, LeapDay = 365;

    /// <summary>The number of a day.</summary>
    public static int Of(DateOnly day) => (153 * ((day.Month + 9) % 12) + 2) / 5 + day.Day - 1;

    /// <summary>The first day from one on that has a number; February 29th is the 28th where there is none.</summary>
    /// <param name="number">Of a day of the year, from 0 below <see cref="Count"/>.</param>
    /// <param name="from">Days since 1970.</param>
    public static int Next(int number, int from)
    {
        var months = (5 * number + 2) / 153;
        var (month, day) = (months < 10 ? months + 3 : months - 9, number - (153 * months + 2) / 5 + 1);
        for (var year = ShopCalendar.Date(from).Year; ; year++)
        {
            var comes = ShopCalendar.Day(new DateOnly(year, month, Math.Min(day, DateTime.DaysInMonth(year, month))));
            if (comes >= from) return comes;
        }
    }

    /// <summary>The days of the year that come from one day to another; February 29th on the 28th where there is none.
    /// </summary>
    /// <param name="first">Days since 1970.</param>
    /// <param name="last">Days since 1970, not before the first.</param>
    /// <returns>Ascending, apart from one another.</returns>
    public static IReadOnlyList<WholeRange> Between(int first, int last)
    {
        var comes = new bool[Count];
        for (var day = first; day <= last && day < first + Count; day++)
        {
            var date = ShopCalendar.Date(day);
            comes[Of(date)] = true;
            if (Of(date) == LastOfFebruary && !DateTime.IsLeapYear(date.Year)) comes[LeapDay] = true;
        }
        var ranges = new List<WholeRange>();
        for (var day = 0; day < Count; day++)
        {
            if (!comes[day]) continue;
            if (ranges.Count > 0 && ranges[^1].To == day - 1) ranges[^1] = ranges[^1] with { To = day };
            else ranges.Add(new(day, day));
        }
        return ranges;
    }
}
