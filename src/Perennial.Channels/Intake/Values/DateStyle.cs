using Perennial.Core;

namespace Perennial.Channels.Intake.Values;

/// <summary>How a file writes its dates. Each may be followed by a time and an offset from UTC.</summary>
public enum DateStyle : byte
{
    /// <summary>2024-01-31, 2024/1/31, 2024-01-31T10:00:00Z</summary>
    YearMonthDay,

    /// <summary>31/01/2024, 31.1.2024, 31-01-24</summary>
    DayMonthYear,

    /// <summary>01/31/2024, 1/31/24</summary>
    MonthDayYear,

    /// <summary>20240131, 20240131103000</summary>
    Compact,

    /// <summary>31 Jan 2024, 31-Jan-2024, January 31, 2024</summary>
    MonthName,

    /// <summary>1706693400: seconds since 1970 in UTC</summary>
    UnixSeconds,

    /// <summary>1706693400000: milliseconds since 1970 in UTC</summary>
    UnixMilliseconds,

    /// <summary>45322.4375: a spreadsheet's days since 1899-12-30</summary>
    ExcelSerial,
}

/// <summary>Names of date styles, for people and for <c>--date-format</c>.</summary>
public static class DateStyles
{
    /// <summary>All of them, in the order in which they are tried.</summary>
    public static readonly DateStyle[] All = Enum.GetValues<DateStyle>();

    /// <summary>What <c>--date-format</c> accepts, for messages.</summary>
    public const string Accepted =
        "yyyy-MM-dd, dd/MM/yyyy, MM/dd/yyyy, yyyyMMdd, 'd MMM yyyy', unix, unix-ms or excel";

    /// <summary>The style's name: what <c>--date-format</c> takes.</summary>
    public static string Name(this DateStyle style) => style switch
    {
        DateStyle.YearMonthDay => "yyyy-MM-dd",
        DateStyle.DayMonthYear => "dd/MM/yyyy",
        DateStyle.MonthDayYear => "MM/dd/yyyy",
        DateStyle.Compact => "yyyyMMdd",
        DateStyle.MonthName => "d MMM yyyy",
        DateStyle.UnixSeconds => "unix",
        DateStyle.UnixMilliseconds => "unix-ms",
        DateStyle.ExcelSerial => "excel",
        _ => throw new ArgumentOutOfRangeException(nameof(style), style, "Not a date style."),
    };

    /// <summary>Reads <c>--date-format</c>: a name, or any pattern of d, M and y in that order ("dd.MM.yyyy
    /// HH:mm").</summary>
    /// <exception cref="BadInputException">It is neither.</exception>
    public static DateStyle Parse(string text)
    {
        var name = text.Trim();
        foreach (var style in All)
            if (name.Equals(style.Name(), StringComparison.OrdinalIgnoreCase)) return style;
        if (name.Equals("iso", StringComparison.OrdinalIgnoreCase)) return DateStyle.YearMonthDay;
        if (name.Contains("MMM", StringComparison.Ordinal)) return DateStyle.MonthName;
        var order = string.Concat(name.Where(c => c is 'd' or 'M' or 'y' or 'D' or 'Y').Select(char.ToLowerInvariant)
            .Aggregate("", (letters, c) => letters.Contains(c) ? letters : letters + c));
        var separated = name.Any(c => c is '-' or '/' or '.' or ' ');
        return (order, separated) switch
        {
            ("ymd", true) => DateStyle.YearMonthDay,
            ("ymd", false) => DateStyle.Compact,
            ("dmy", true) => DateStyle.DayMonthYear,
            ("mdy", true) => DateStyle.MonthDayYear,
            _ => throw new BadInputException(
                "--date-format", $"'{text}' is not a date format known here.", $"Say {Accepted}."),
        };
    }
}
