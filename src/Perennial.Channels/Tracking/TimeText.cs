using Perennial.Core;

namespace Perennial.Channels.Tracking;

/// <summary>Reads ISO 8601 as trackers write it: "2026-11-22T10:00:00.123Z", "2026-11-22T12:00:00+02:00",
/// "2026-11-22 10:00", "2026-11-22". Without an offset it is UTC.</summary>
static class TimeText
{
    /// <summary>Reads a text to its end; digits beyond milliseconds are cut off.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant at)
    {
        at = default;
        if (!TryDate(ref text, out var date)) return false;
        var ms = 0L;
        if (text.Length > 0 && text[0] is 'T' or 't' or ' ')
        {
            text = text[1..];
            if (!TryClock(ref text, out ms)) return false;
        }
        if (!TryOffset(text, out var offsetMinutes)) return false;
        var days = date.DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        at = new Instant(days * 86_400_000L + ms - offsetMinutes * 60_000L);
        return true;
    }

    /// <summary>Reads the day alone, as it is written: a birthday has no time zone.</summary>
    public static bool TryDay(ReadOnlySpan<char> text, out DateOnly day)
    {
        var rest = text;
        return TryDate(ref rest, out day) && TryParse(text, out _);
    }

    static bool TryDate(ref ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month)
            || !TryDigits(text[8..10], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        text = text[10..];
        return true;
    }

    static bool TryClock(ref ReadOnlySpan<char> text, out long ms)
    {
        ms = 0;
        if (text.Length < 5 || text[2] != ':' || !TryDigits(text[..2], out var hour)
            || !TryDigits(text[3..5], out var minute)) return false;
        text = text[5..];
        var second = 0;
        var fraction = 0;
        if (text.Length > 0 && text[0] == ':')
        {
            if (text.Length < 3 || !TryDigits(text[1..3], out second)) return false;
            text = text[3..];
            if (text.Length > 0 && text[0] is '.' or ',' && !TryFraction(ref text, out fraction)) return false;
        }
        if (hour > 23 || minute > 59 || second > 60) return false;
        // A leap second is the last of its minute.
        ms = ((hour * 60 + minute) * 60 + Math.Min(second, 59)) * 1000L + fraction;
        return true;
    }

    static bool TryFraction(ref ReadOnlySpan<char> text, out int ms)
    {
        ms = 0;
        var digits = text[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits < 0) digits = text.Length - 1;
        for (var i = 0; i < 3; i++) ms = ms * 10 + (i < digits ? text[i + 1] - '0' : 0);
        text = text[(digits + 1)..];
        return digits > 0;
    }

    // Nothing, Z, +02:00, +0200, +02.
    static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text.IsEmpty || text is "Z" or "z") return true;
        if (text[0] is not ('+' or '-') || text.Length is not (3 or 5 or 6)) return false;
        if (text.Length == 6 && text[3] != ':') return false;
        if (!TryDigits(text[1..3], out var hours)) return false;
        var rest = 0;
        if (text.Length > 3 && !TryDigits(text[^2..], out rest)) return false;
        minutes = (hours * 60 + rest) * (text[0] == '-' ? -1 : 1);
        return hours <= 18 && rest < 60;
    }

    static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
