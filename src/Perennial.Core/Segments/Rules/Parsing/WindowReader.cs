using System.Globalization;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>Reads lengths of time, days and windows.</summary>
sealed class WindowReader(TokenReader tokens, RuleContext context)
{
    const int LongestDays = 36_525;
    const long MinutesPerHour = 60;

    /// <summary>What follows a fact, or a column of instants: <c>within 400d before 330d</c>.</summary>
    /// <param name="column">Of a column: then there is a future too, and days are compared with = and &lt;.</param>
    public TimeWindow Window(bool column)
    {
        var window = TimeWindow.Always;
        while (true)
        {
            var at = tokens.Current;
            if (tokens.Skip("within")) window = Within(window, at, column);
            else if (tokens.Skip("before")) window = Before(window, at, column);
            else if (!column && tokens.Skip("since")) window = Since(window, at);
            else return window;
            RefuseEmpty(window, at);
        }
    }

    TimeWindow Within(TimeWindow window, Token at, bool column)
    {
        if (tokens.Current.Is("next"))
        {
            if (!column) throw tokens.Error("Facts lie in the past.", "Write: within 7d.");
            tokens.Take();
            Once(window.IsAlways, at);
            return window with { WithinNext = Length() };
        }
        Once(window.Within is null && window.WithinNext is null, at);
        return window with { Within = Length() };
    }

    TimeWindow Before(TimeWindow window, Token at, bool column)
    {
        Once(window is { Before: null, BeforeDay: null, WithinNext: null }, at);
        if (tokens.Current.Kind != TokenKind.Text) return window with { Before = Length() };
        if (column) throw tokens.Error("A column is compared with a day by a sign.", "Write: < '2026-01-01'.");
        return window with { BeforeDay = (int)Day("Write a day: before '2026-01-01'.").Whole };
    }

    TimeWindow Since(TimeWindow window, Token at)
    {
        var what = tokens.Current;
        if (what.Kind != TokenKind.Word)
        {
            Once(window.SinceDay is null, at);
            return window with { SinceDay = (int)Day("Write a day: since '2026-01-01'.").Whole };
        }
        tokens.Take();
        var since = what.Is("entry") ? SinceWhat.Entry : what.Is("last") ? LastContact() : throw tokens.Error(what,
            $"{what} is nothing that can be counted from.", NearestNames.Remedy(what.Text, beginnings));
        Once(window.Since == SinceWhat.Nothing, at);
        if (context.HasEntry) return window with { Since = since };
        throw tokens.Error(at, $"Nobody has entered when {context.Asked} is asked.",
            "Only exits and steps of a strategy count from the entry; write a day: since '2026-01-01'.");
    }

    static readonly string[] beginnings = ["entry", "last contact"];

    SinceWhat LastContact()
    {
        tokens.Expect("contact", "Write: since last contact.");
        if (!tokens.Skip("of")) return SinceWhat.LastContact;
        tokens.Expect("this", "Write: since last contact of this strategy.");
        tokens.Expect("strategy", "Write: since last contact of this strategy.");
        return SinceWhat.LastContact;
    }

    void Once(bool isFirst, Token at)
    {
        if (!isFirst) throw tokens.Error(at, $"{at} stands here a second time.", "Say it once.");
    }

    void RefuseEmpty(TimeWindow window, Token at)
    {
        var days = window is { Within.Days: >= 0, Before.Days: >= 0 }
            && window.Within.Value.Days <= window.Before.Value.Days;
        var spans = window is { Within.Minutes: >= 0, Before.Minutes: >= 0 }
            && window.Within.Value.Minutes <= window.Before.Value.Minutes;
        if (days || spans)
        {
            throw tokens.Error(at, $"Nothing happened within {window.Within!.Value.Written} and yet before "
                + $"{window.Before!.Value.Written}.", "The number behind 'within' is the larger one.");
        }
        if (window.SinceDay >= window.BeforeDay)
            throw tokens.Error(at, "The window ends before it starts.", "The day behind 'since' is the earlier one.");
    }

    /// <summary>30d, 4w, 24h, 30min, or a number and a word: 30 days.</summary>
    public TimeLength Length()
    {
        const string remedy = "Write days, weeks, hours or minutes: 30d, 4w, 24h, 30min.";
        var token = tokens.Current;
        if (token.Kind != TokenKind.Number)
            throw tokens.Error($"Here a length of time is expected, and not {token}.", remedy);
        tokens.Take();
        var digits = token.Text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = token.Text[digits..];
        var number = int.TryParse(token.Text.AsSpan(0, digits), out var read) ? read : int.MaxValue;
        if (unit.Length == 0 && tokens.Current.Kind == TokenKind.Word && UnitOf(tokens.Current.Text) != Unit.None)
            unit = tokens.Take().Text;
        var length = UnitOf(unit) switch
        {
            Unit.Day => Days(number),
            Unit.Week => Days(number * 7L),
            Unit.Hour => new TimeLength(-1, number * MinutesPerHour, Words(number, "hour")),
            Unit.Minute => new TimeLength(-1, number, Words(number, "minute")),
            Unit.Uneven => throw tokens.Error(token, "Months and years differ in length.",
                "Write days: 90d, 365d; and minutes as 30min."),
            _ => throw tokens.Error(token, $"{token} is no length of time.", remedy),
        };
        if (length.Days <= LongestDays && length.Minutes <= LongestDays * 24 * MinutesPerHour) return length;
        throw tokens.Error(token, $"{token} is longer than a hundred years.", remedy);
    }

    static TimeLength Days(long number)
    {
        var days = (int)Math.Min(number, int.MaxValue);
        return new TimeLength(days, -1, Words(days, "day"));
    }

    static string Words(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";

    enum Unit { None, Day, Week, Hour, Minute, Uneven }

    static Unit UnitOf(string unit) => unit.ToLowerInvariant() switch
    {
        "d" or "day" or "days" => Unit.Day,
        "w" or "week" or "weeks" => Unit.Week,
        "h" or "hour" or "hours" => Unit.Hour,
        "min" or "minute" or "minutes" => Unit.Minute,
        "m" or "month" or "months" or "y" or "year" or "years" => Unit.Uneven,
        _ => Unit.None,
    };

    /// <summary>A calendar day in quotes.</summary>
    public RuleValue Day(string remedy)
    {
        var token = tokens.TakeText(remedy);
        if (DateOnly.TryParseExact(token.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date) && date.Year is >= 1900 and < 3000)
            return new RuleValue(token.Text, ShopCalendar.Day(date));
        throw tokens.Error(token, $"'{token.Text}' is no day.", remedy);
    }
}
