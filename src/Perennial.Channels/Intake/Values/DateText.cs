namespace Perennial.Channels.Intake.Values;

/// <summary>Reads dates out of UTF-8 text.</summary>
public static class DateText
{
    const int MsPerSecond = 1000, SecondsPerDay = 86_400;

    static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Reads a date, perhaps with time and offset.</summary>
    /// <returns>False if the text is no date in this style, or no day of the calendar (2023-02-29).</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, DateStyle style, out ClockReading reading)
    {
        reading = default;
        text = Text8.Trim(text);
        if (text.Length > 1 && text[0] == '\'') text = text[1..];
        if (text.IsEmpty) return false;
        if (style == DateStyle.YearMonthDay && TryIsoDay(text, out reading)) return true;
        int year, month, day;
        var rest = text;
        switch (style)
        {
            case DateStyle.YearMonthDay:
                if (!TryThree(ref rest, out year, out month, out day, out var digits) || digits != 4) return false;
                break;
            case DateStyle.DayMonthYear:
                if (!TryThree(ref rest, out day, out month, out year, out digits) || digits > 2) return false;
                break;
            case DateStyle.MonthDayYear:
                if (!TryThree(ref rest, out month, out day, out year, out digits) || digits > 2) return false;
                break;
            case DateStyle.Compact:
                return TryCompact(text, out reading);
            case DateStyle.MonthName:
                if (!TryNamed(ref rest, out year, out month, out day)) return false;
                break;
            default:
                return TryCount(text, style, out reading);
        }
        return TryDay(year, month, day, out var number)
            && ClockText.TryParse(rest, out var ms, out var offset)
            && Set(out reading, number, ms, offset);
    }

    /// <summary>Days since 1970-01-01 of a date in the Gregorian calendar.</summary>
    public static bool TryDay(int year, int month, int day, out int number)
    {
        number = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1) return false;
        if (day > 28 && day > DateTime.DaysInMonth(year, month)) return false;
        // Days from civil: years begin in March, so that the leap day is the last of its year.
        var y = month <= 2 ? year - 1 : year;
        var era = y / 400;
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
        return true;
    }

    static bool Set(out ClockReading reading, int day, int ms, int offset)
    {
        reading = new ClockReading(day, ms, offset);
        return true;
    }

    // 2024-01-31 and nothing else: the commonest date of all.
    static bool TryIsoDay(ReadOnlySpan<byte> text, out ClockReading reading)
    {
        reading = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-') return false;
        return TryDigits(text[..4], out var year) && TryDigits(text.Slice(5, 2), out var month)
            && TryDigits(text[8..], out var day) && TryDay(year, month, day, out var number)
            && Set(out reading, number, 0, ClockReading.NoOffset);
    }

    static bool TryCompact(ReadOnlySpan<byte> text, out ClockReading reading)
    {
        reading = default;
        if (text.Length < 8 || !TryDigits(text[..4], out var year) || !TryDigits(text.Slice(4, 2), out var month)
            || !TryDigits(text.Slice(6, 2), out var day) || !TryDay(year, month, day, out var number)) return false;
        var rest = text[8..];
        if (rest.Length is not (4 or 6) || !TryDigits(rest, out var time))
            return ClockText.TryParse(rest, out var ms, out var offset) && Set(out reading, number, ms, offset);
        var clock = rest.Length == 4 ? time * 100 : time;
        var (hour, minute, second) = (clock / 10_000, clock / 100 % 100, clock % 100);
        return hour < 24 && minute < 60 && second < 60
            && Set(out reading, number, (hour * 3600 + minute * 60 + second) * MsPerSecond, ClockReading.NoOffset);
    }

    static bool TryCount(ReadOnlySpan<byte> text, DateStyle style, out ClockReading reading)
    {
        reading = default;
        if (!MoneyText.TryParse(text, DecimalMark.Point, out var count) || count.IsNegative) return false;
        var power = 1L;
        for (var i = 0; i < count.Scale; i++) power *= 10;
        var whole = count.Mantissa / power;
        // The digits alone say which it is: a count of seconds has 9 or 10 since 1973, one of milliseconds 12 or 13.
        var (least, most) = style switch
        {
            DateStyle.UnixSeconds => (100_000_000L, 9_999_999_999L),
            DateStyle.UnixMilliseconds => (100_000_000_000L, 9_999_999_999_999L),
            _ => (10_000L, 99_999L),
        };
        if (whole < least || whole > most) return false;
        if (style == DateStyle.ExcelSerial)
        {
            const int excelEpoch = -25_569;
            var seconds = (Int128)(count.Mantissa % power) * SecondsPerDay;
            var second = (int)((seconds + power / 2) / power);
            return Set(out reading, (int)whole + excelEpoch + second / SecondsPerDay,
                second % SecondsPerDay * MsPerSecond, ClockReading.NoOffset);
        }
        var ms = style == DateStyle.UnixMilliseconds ? whole
            : (long)((Int128)count.Mantissa * MsPerSecond / power);
        const long msPerDay = SecondsPerDay * (long)MsPerSecond;
        return Set(out reading, (int)(ms / msPerDay), (int)(ms % msPerDay), 0);
    }

    // Three numbers with one kind of separator between them; digits is the length of the first.
    static bool TryThree(ref ReadOnlySpan<byte> text, out int first, out int second, out int third, out int digits)
    {
        (second, third) = (0, 0);
        if (!TryNumber(ref text, out first, out digits) || text.IsEmpty) return false;
        var separator = text[0];
        if (separator is not ((byte)'-' or (byte)'/' or (byte)'.')) return false;
        text = text[1..];
        if (!TryNumber(ref text, out second, out var length) || length > 2) return false;
        if (text.IsEmpty || text[0] != separator) return false;
        text = text[1..];
        if (!TryNumber(ref text, out third, out length)) return false;
        if (digits == 4) return length <= 2;
        if (length == 2) third += third < 70 ? 2000 : 1900;
        return length is 2 or 4;
    }

    static bool TryNamed(ref ReadOnlySpan<byte> text, out int year, out int month, out int day)
    {
        (year, day) = (0, 0);
        if (TryMonth(ref text, out month))
        {
            SkipSeparators(ref text);
            if (!TryNumber(ref text, out day, out var digits) || digits > 2) return false;
        }
        else
        {
            if (!TryNumber(ref text, out day, out var digits) || digits > 2) return false;
            SkipSeparators(ref text);
            if (!TryMonth(ref text, out month)) return false;
        }
        SkipSeparators(ref text);
        if (!TryNumber(ref text, out year, out var length) || length is not (2 or 4)) return false;
        if (length == 2) year += year < 70 ? 2000 : 1900;
        return true;
    }

    static bool TryMonth(ref ReadOnlySpan<byte> text, out int month)
    {
        month = 0;
        var length = 0;
        while (length < text.Length && char.IsAsciiLetter((char)text[length])) length++;
        if (length < 3) return false;
        Span<char> name = stackalloc char[3];
        for (var i = 0; i < 3; i++) name[i] = char.ToLowerInvariant((char)text[i]);
        for (var i = 0; i < Months.Length && month == 0; i++)
            if (name.SequenceEqual(Months[i])) month = i + 1;
        text = text[length..];
        return month > 0;
    }

    static void SkipSeparators(ref ReadOnlySpan<byte> text) => text = text.TrimStart(" -/.,"u8);

    internal static bool TryNumber(ref ReadOnlySpan<byte> text, out int number, out int digits)
    {
        (number, digits) = (0, 0);
        while (digits < text.Length && digits < 5 && text[digits] is >= (byte)'0' and <= (byte)'9')
            number = number * 10 + (text[digits++] - '0');
        text = text[digits..];
        return digits is >= 1 and <= 4;
    }

    static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var b in text)
        {
            if (b is < (byte)'0' or > (byte)'9') return false;
            number = number * 10 + (b - '0');
        }
        return true;
    }
}
