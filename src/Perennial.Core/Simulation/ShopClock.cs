using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>
/// The shop's own time: it runs faster on busy days, so that a purchase process that knows no seasons shows them.
/// </summary>
/// <remarks>Shop time is measured in days from the opening; over the shop's whole life it advances one day a day.
/// </remarks>
sealed class ShopClock
{
    // Half hours from 7:00 to 22:30: few before opening, peaks before noon and after work, the last on the sofa.
    static readonly double[] hours =
    [
        1, 2, 4, 6, 9, 12, 14, 15, 15, 14, 12, 10, 9, 9, 9, 9, 10, 11, 12, 14, 16, 17, 16, 13, 9, 7, 6, 6, 5, 4, 3, 2,
    ];

    readonly double[] cumulative;
    readonly long[] midnightMs;
    readonly double[] hoursSoFar;

    /// <summary>Lays out the days.</summary>
    /// <param name="end">Nothing happens at or after it.</param>
    /// <param name="years">How many years before it the shop opened.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="busyness">How busy a day is, relative to others; positive.</param>
    internal ShopClock(Instant end, int years, ShopCalendar calendar, Func<DateOnly, double> busyness)
    {
        End = end;
        var lastDay = calendar.DayOf(end);
        FirstDay = ShopCalendar.Day(ShopCalendar.Date(lastDay).AddYears(-years));
        cumulative = new double[lastDay - FirstDay + 2];
        midnightMs = new long[cumulative.Length];
        for (var day = 0; day < midnightMs.Length; day++)
        {
            midnightMs[day] = calendar.StartOf(FirstDay + day).UnixMs;
            if (day > 0) cumulative[day] = cumulative[day - 1] + busyness(ShopCalendar.Date(FirstDay + day - 1));
        }
        Days = cumulative.Length - 1;
        var scale = Days / cumulative[^1];
        for (var day = 0; day < cumulative.Length; day++) cumulative[day] *= scale;
        hoursSoFar = new double[hours.Length];
        for (var i = 0; i < hours.Length; i++) hoursSoFar[i] = hours[i] + (i == 0 ? 0 : hoursSoFar[i - 1]);
    }

    /// <summary>Opening day.</summary>
    internal int FirstDay { get; }

    /// <summary>Number of days, the day of <see cref="End"/> included.</summary>
    internal int Days { get; }

    /// <summary>The day of <see cref="End"/>.</summary>
    internal int LastDay => FirstDay + Days - 1;

    /// <summary>Nothing happens at or after this instant.</summary>
    internal Instant End { get; }

    /// <summary>The calendar day on which shop time reaches a value; beyond the last day where it never does.</summary>
    internal int DayAt(double shopTime)
    {
        if (shopTime >= cumulative[^1]) return FirstDay + Days;
        var index = Array.BinarySearch(cumulative, shopTime);
        return FirstDay + (index >= 0 ? index : ~index - 1);
    }

    /// <summary>Some second of a day's opening hours; <see cref="Instant.Never"/> if the shop's life ends before.
    /// </summary>
    internal Instant During(int day, Rng rng)
    {
        var second = 7 * 3600 + HalfHour(rng) * 1800 + rng.NextInt(1800);
        var index = day - FirstDay;
        if ((uint)index >= (uint)Days) return Instant.Never;
        var at = new Instant(midnightMs[index] + second * 1000L);
        return at < End ? at : Instant.Never;
    }

    /// <summary>The first instant of a day of the shop's life, or of the day after its last.</summary>
    internal Instant MidnightOf(int day) => new(midnightMs[day - FirstDay]);

    /// <summary>The day of an instant; the day after the last for any later one.</summary>
    internal int DayOf(Instant at)
    {
        var index = Array.BinarySearch(midnightMs, at.UnixMs);
        return FirstDay + (index >= 0 ? index : ~index - 1);
    }

    /// <summary>The month, 1..12, of an instant that <see cref="During"/> gave.</summary>
    internal int MonthOf(Instant at) => ShopCalendar.Date(DayOf(at)).Month;

    /// <summary>0 on a working day, otherwise how many days it is to Monday.</summary>
    internal static int DaysToMonday(int day) => ShopCalendar.Date(day).DayOfWeek switch
    {
        DayOfWeek.Saturday => 2,
        DayOfWeek.Sunday => 1,
        _ => 0,
    };

    int HalfHour(Rng rng)
    {
        var at = Array.BinarySearch(hoursSoFar, rng.NextDouble() * hoursSoFar[^1]);
        return Math.Min(at >= 0 ? at + 1 : ~at, hours.Length - 1);
    }
}
