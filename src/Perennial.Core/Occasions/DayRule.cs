namespace Perennial.Core.Occasions;

/// <summary>Which day of a year: <c>14 february</c>, <c>second sunday of may</c>, <c>easter - 21d</c>.</summary>
public abstract record DayRule
{
    /// <summary>The day in a year.</summary>
    /// <param name="year">1583..4099: years of the Gregorian calendar.</param>
    /// <returns>Null where a table does not know the year, or February 29th is not in it.</returns>
    public abstract DateOnly? In(int year);
}

/// <summary>The same day and month every year.</summary>
/// <param name="Month">1..12.</param>
/// <param name="Day">1..31; the 29th of February only in leap years.</param>
public sealed record FixedDay(int Month, int Day) : DayRule
{
    /// <inheritdoc/>
    public override DateOnly? In(int year) =>
        Day <= DateTime.DaysInMonth(year, Month) ? new DateOnly(year, Month, Day) : null;
}

/// <summary>A weekday of a month: the first to the fourth, or the last.</summary>
/// <param name="Number">1..4, or <see cref="Last"/>.</param>
/// <param name="Weekday">Which weekday.</param>
/// <param name="Month">1..12.</param>
public sealed record WeekdayOfMonth(int Number, DayOfWeek Weekday, int Month) : DayRule
{
    /// <summary>The last of the month.</summary>
    public const int Last = 5;

    /// <inheritdoc/>
    public override DateOnly? In(int year)
    {
        if (Number == Last)
        {
            var end = new DateOnly(year, Month, DateTime.DaysInMonth(year, Month));
            return end.AddDays(-Between(Weekday, end.DayOfWeek));
        }
        var first = new DateOnly(year, Month, 1);
        return first.AddDays(Between(first.DayOfWeek, Weekday) + 7 * (Number - 1));
    }

    static int Between(DayOfWeek from, DayOfWeek to) => ((int)to - (int)from + 7) % 7;
}

/// <summary>So many days before or after Easter Sunday of the Gregorian calendar.</summary>
/// <param name="Days">Negative for before.</param>
/// <remarks>Meeus/Jones/Butcher; J. Meeus, Astronomical Algorithms, 1991, chapter 8.</remarks>
public sealed record EasterDay(int Days) : DayRule
{
    /// <inheritdoc/>
    public override DateOnly? In(int year) => Sunday(year).AddDays(Days);

    /// <summary>Easter Sunday of a year.</summary>
    public static DateOnly Sunday(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var g = (b - (b + 8) / 25 + 1) / 3;
        var h = (19 * a + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + 2 * e + 2 * i - h - k) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var days = h + l - 7 * m + 114;
        return new DateOnly(year, days / 31, days % 31 + 1);
    }
}

/// <summary>A day that gives way: the last Sunday of May, but the first of June where that is Whitsun.</summary>
/// <param name="Day">Which day.</param>
/// <param name="IfIs">Where it falls on this one …</param>
/// <param name="Then">… it is this one.</param>
public sealed record DayThatGivesWay(DayRule Day, DayRule IfIs, DayRule Then) : DayRule
{
    /// <inheritdoc/>
    public override DateOnly? In(int year) => Day.In(year) == IfIs.In(year) ? Then.In(year) : Day.In(year);
}

/// <summary>Days that somebody looked up, year by year.</summary>
/// <param name="Days">By year.</param>
public sealed record DayTable(IReadOnlyDictionary<int, DateOnly> Days) : DayRule
{
    /// <inheritdoc/>
    public override DateOnly? In(int year) => Days.TryGetValue(year, out var day) ? day : null;
}
