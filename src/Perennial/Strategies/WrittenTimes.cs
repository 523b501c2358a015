using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Core;
using Perennial.Core.Occasions;
using Perennial.Core.Strategies;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Days, hours, times that come again, and caps, as files of strategies have them.</summary>
static partial class WrittenTimes
{
    static readonly string[] dayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    static readonly string[] monthNames =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ];

    static readonly string[] numbers = ["first", "second", "third", "fourth", "last"];

    [GeneratedRegex(@"^(\d{1,2}):(\d{2})$")]
    private static partial Regex ClockForm();

    [GeneratedRegex(@"^(\d{1,9})(?: (contacts?|emails?|sms|calls?|letters?|ads?|attempts?))? per (?:(month)|(\S+))$")]
    private static partial Regex CapForm();

    [GeneratedRegex(@"^(\d{1,2}) ([a-z]+)$")]
    private static partial Regex FixedForm();

    [GeneratedRegex(@"^(first|second|third|fourth|last) ([a-z]+) of ([a-z]+)$")]
    private static partial Regex WeekdayForm();

    [GeneratedRegex(@"^easter(?: ([+-]) (\d{1,3})d)?$")]
    private static partial Regex EasterForm();

    /// <summary>09:00, as minutes since midnight; 24:00 for the end of the day.</summary>
    public static int Clock(YamlNode node) => ClockOf(node.Text().Trim()) is { } minute and < 1440 ? minute
        : throw node.Wrong($"\"{node.Text()}\" is no time of day.", "Write hours and minutes: 09:00.");

    static int? ClockOf(string text)
    {
        if (ClockForm().Match(text) is not { Success: true } form) return null;
        var minute = Number(form.Groups[1]) * 60 + Number(form.Groups[2]);
        return Number(form.Groups[2]) < 60 && minute <= 1440 ? minute : null;
    }

    /// <summary>09:00-12:30, 13:30-19:30.</summary>
    public static IReadOnlyList<HourRange> Hours(YamlNode node) => HoursOf(node, node.Text());

    static List<HourRange> HoursOf(YamlNode node, string text)
    {
        var ranges = new List<HourRange>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length != 2 || ClockOf(ends[0]) is not { } from || ClockOf(ends[1]) is not { } to)
                throw node.Wrong($"\"{part}\" are no hours.", "Write 09:00-12:30, 13:30-19:30.");
            if (from >= to)
            {
                throw node.Wrong($"\"{part}\" ends before it begins.",
                    $"Over midnight write two: 00:00-{ends[1]}, {ends[0]}-24:00.");
            }
            if (ranges.Count > 0 && ranges[^1].ToMinute > from)
                throw node.Wrong($"\"{part}\" overlaps the hours before it.", "Write them in order, each once.");
            ranges.Add(new HourRange(from, to));
        }
        return ranges;
    }

    /// <summary>mon-fri, or mon, wed.</summary>
    public static Weekdays Days(YamlNode node) => DaysOf(node.Text().Trim())
        ?? throw node.Wrong($"\"{node.Text()}\" are no days of the week.", "Write mon-fri, or mon, wed.");

    static Weekdays? DaysOf(string text)
    {
        var days = Weekdays.None;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || Short(ends[0]) is not { } from || Short(ends[^1]) is not { } to) return null;
            for (var day = from; ; day = (day + 1) % 7)
            {
                days = days.With((DayOfWeek)day);
                if (day == to) break;
            }
        }
        return days;
    }

    static int? Short(string text) =>
        Array.FindIndex(dayNames, name => name == text || name[..3] == text) is >= 0 and var day ? day : null;

    /// <summary>"mon-sat 09:00-19:00", as the staff's hours are written.</summary>
    public static OpenHours DaysAndHours(YamlNode node)
    {
        var text = node.Text().Trim();
        var clock = text.IndexOfAny(['0', '1', '2']);
        if (clock <= 0 || DaysOf(text[..clock].Trim()) is not { } days)
            throw node.Wrong($"\"{text}\" are no days and hours.", "Write mon-fri 09:00-18:00.");
        return new OpenHours(days, HoursOf(node, text[clock..]), OnHolidays: false);
    }

    const string EveryMonth = " of every month";

    /// <summary>tuesday 10:00 · every day 09:00 · first monday of march 09:00 · 2026-12-01 09:00.</summary>
    public static Schedule When(YamlNode node)
    {
        var text = node.Text().Trim();
        var blank = text.LastIndexOf(' ');
        if (blank > 0 && ClockOf(text[(blank + 1)..]) is { } minute and < 1440)
        {
            var day = text[..blank].Trim();
            if (day == "every day") return new Schedule(minute, text) { Weekdays = Weekdays.All };
            if (WrittenValues.DateOf(day) is { } date) return new Schedule(minute, text) { Date = date };
            if (DaysOf(day) is { } days) return new Schedule(minute, text) { Weekdays = days };
            if (day.EndsWith(EveryMonth, StringComparison.Ordinal)
                && RuleOf(day[..^EveryMonth.Length] + " of january") is WeekdayOfMonth monthly)
                return new Schedule(minute, text) { EveryMonth = monthly };
            if (RuleOf(day) is { } rule) return new Schedule(minute, text) { Day = rule };
        }
        throw node.Wrong($"\"{text}\" is no time that comes.", "Write tuesday 10:00, every day 09:00, first monday of "
            + "march 09:00, first tuesday of every month 10:00 or 2026-12-01 09:00.");
    }

    /// <summary>4 contacts per 7d.</summary>
    public static Cap Cap(YamlNode node)
    {
        var text = node.Text().Trim();
        if (CapForm().Match(text) is { Success: true } form)
        {
            var isMonth = form.Groups[3].Success;
            var window = isMonth ? null : WrittenValues.LengthOf(form.Groups[4].Value);
            if (isMonth || window is not null) return new Cap(Number(form.Groups[1]),
                UnitOf(form.Groups[2].Value), window, text);
        }
        throw node.Wrong($"\"{text}\" is no cap.", "Write 4 contacts per 7d, 1 email per 24h or 2000 per month.");
    }

    static CapUnit UnitOf(string word) => word.TrimEnd('s') switch
    {
        "contact" => CapUnit.Contacts,
        "email" => CapUnit.Email,
        "sm" => CapUnit.Sms,
        "call" => CapUnit.Calls,
        "attempt" => CapUnit.Dials,
        "letter" => CapUnit.Letters,
        "ad" => CapUnit.Ads,
        _ => CapUnit.Pieces,
    };

    /// <summary>14 february · second sunday of may · easter - 21d · { day, if it is, then } · { 2026: 2026-11-09 }.
    /// </summary>
    public static DayRule Day(YamlNode node, Mistakes mistakes)
    {
        if (node is not YamlMap map) return RuleOf(node.Text().Trim()) ?? throw NoDay(node);
        if (map.Entries.All(one => int.TryParse(one.Key.Value, out _)))
        {
            return new DayTable(map.Entries.ToDictionary(
                one => int.Parse(one.Key.Value, CultureInfo.InvariantCulture), one => DateOfYear(one.Key, one.Value)));
        }
        var keys = new Keys(map, "a day", mistakes, "day", "if it is", "then");
        var (day, ifIs, then) = (Part("day"), Part("if it is"), Part("then"));
        return day is null || ifIs is null || then is null ? new DayTable(new Dictionary<int, DateOnly>())
            : new DayThatGivesWay(day, ifIs, then);

        DayRule? Part(string key) => keys.Need(key, part => Day(part, mistakes), "Write day, if it is, and then.");
    }

    static DateOnly DateOfYear(YamlScalar year, YamlNode node) => WrittenValues.Date(node) is var date
        && date.Year.ToString(CultureInfo.InvariantCulture) == year.Value ? date
        : throw node.Wrong($"{node.Text()} is not in {year.Value}.", "Write a day of that year.");

    static BadInputException NoDay(YamlNode node) => node.Wrong($"\"{node.Text()}\" is no day of a year.",
        "Write 14 february, second sunday of may, last sunday of may or easter - 21d.");

    static DayRule? RuleOf(string text)
    {
        if (FixedForm().Match(text) is { Success: true } one && Month(one.Groups[2]) is { } month
            && Number(one.Groups[1]) is >= 1 and var day && day <= DateTime.DaysInMonth(2024, month))
            return new FixedDay(month, day);
        if (WeekdayForm().Match(text) is { Success: true } weekday && Month(weekday.Groups[3]) is { } of
            && Array.IndexOf(dayNames, weekday.Groups[2].Value) is >= 0 and var name)
            return new WeekdayOfMonth(Array.IndexOf(numbers, weekday.Groups[1].Value) + 1, (DayOfWeek)name, of);
        if (EasterForm().Match(text) is not { Success: true } easter) return null;
        var days = easter.Groups[2].Success ? Number(easter.Groups[2]) : 0;
        return new EasterDay(easter.Groups[1].Value == "-" ? -days : days);
    }

    static int? Month(Group name) => Array.IndexOf(monthNames, name.Value) is >= 0 and var month ? month + 1 : null;

    static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);
}
