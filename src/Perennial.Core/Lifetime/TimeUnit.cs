namespace Perennial.Core.Lifetime;

/// <summary>In what time is counted, and within what purchases are one.</summary>
public enum TimeUnit
{
    /// <summary>Days; purchases of one day are one.</summary>
    Day,

    /// <summary>Days divided by seven; purchases of one day are one.</summary>
    Week,

    /// <summary>Weeks of the calendar, Monday to Sunday; purchases of one week are one.</summary>
    CalendarWeek,

    /// <summary>Months of the calendar; purchases of one month are one.</summary>
    Month,

    /// <summary>Years of the calendar; purchases of one year are one.</summary>
    Year,
}

/// <summary>What follows from a unit.</summary>
public static class TimeUnits
{
    /// <summary>Number of the period that a day is in.</summary>
    public static int PeriodOf(this TimeUnit unit, int day) => unit switch
    {
        TimeUnit.CalendarWeek => (int)Math.Floor((day + 3) / 7.0),
        TimeUnit.Month => ShopCalendar.Date(day).Year * 12 + ShopCalendar.Date(day).Month,
        TimeUnit.Year => ShopCalendar.Date(day).Year,
        _ => day,
    };

    /// <summary>Periods in one unit of time.</summary>
    public static double PeriodsPerUnit(this TimeUnit unit) => unit == TimeUnit.Week ? 7 : 1;

    /// <summary>Units of time in a month: a twelfth of 365.25 days.</summary>
    public static double UnitsPerMonth(this TimeUnit unit) => unit switch
    {
        TimeUnit.Day => 365.25 / 12,
        TimeUnit.Month => 1,
        TimeUnit.Year => 1.0 / 12,
        _ => 365.25 / 84,
    };
}
