namespace Perennial.Channels.Intake.Values;

/// <summary>Reads what follows a date: a time of day and an offset from UTC, each of which may be missing.</summary>
/// <remarks>"T10:00:00.123+02:00", " 10:00", " 5:09 PM", " 17:09:34 -0300", "T08:00Z".</remarks>
static class ClockText
{
    /// <summary>Reads the text to its end.</summary>
    /// <param name="text">What follows the date; may be empty.</param>
    /// <param name="msOfDay">Milliseconds since midnight; 0 if there is no time.</param>
    /// <param name="offsetMinutes">Local minus UTC, or <see cref="ClockReading.NoOffset"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out int msOfDay, out int offsetMinutes)
    {
        msOfDay = 0;
        offsetMinutes = ClockReading.NoOffset;
        if (text.IsEmpty) return true;
        if (text[0] == 'T') text = text[1..];
        else if (text[0] is (byte)' ' or (byte)',') text = text.TrimStart(", "u8);
        else return TryOffset(text, ref offsetMinutes);
        if (text.IsEmpty) return false;
        return TryTime(ref text, out msOfDay) && TryOffset(text.TrimStart((byte)' '), ref offsetMinutes);
    }

    static bool TryTime(ref ReadOnlySpan<byte> text, out int ms)
    {
        ms = 0;
        var second = 0;
        var fraction = 0;
        if (!DateText.TryNumber(ref text, out var hour, out var digits) || digits > 2) return false;
        if (!TryColon(ref text)) return false;
        if (!DateText.TryNumber(ref text, out var minute, out digits) || digits != 2) return false;
        if (TryColon(ref text))
        {
            if (!DateText.TryNumber(ref text, out second, out digits) || digits != 2) return false;
            if (!text.IsEmpty && text[0] is (byte)'.' or (byte)',') fraction = Fraction(ref text);
        }
        if (!TryHalf(ref text, ref hour)) return false;
        // A leap second is the last of its minute.
        if (second == 60) second = 59;
        ms = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
        return hour < 24 && minute < 60 && second < 60;
    }

    static bool TryColon(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != ':') return false;
        text = text[1..];
        return true;
    }

    static int Fraction(ref ReadOnlySpan<byte> text)
    {
        var ms = 0;
        var digits = 0;
        text = text[1..];
        while (!text.IsEmpty && text[0] is >= (byte)'0' and <= (byte)'9')
        {
            if (digits++ < 3) ms = ms * 10 + (text[0] - '0');
            text = text[1..];
        }
        for (; digits < 3; digits++) ms *= 10;
        return ms;
    }

    // AM and PM, with or without a space before and points inside.
    static bool TryHalf(ref ReadOnlySpan<byte> text, ref int hour)
    {
        var rest = text.TrimStart((byte)' ');
        if (rest.Length < 2 || (rest[0] | 0x20) is not ('a' or 'p')) return true;
        var afternoon = (rest[0] | 0x20) == 'p';
        rest = rest[1..].TrimStart((byte)'.');
        if (rest.IsEmpty || (rest[0] | 0x20) != 'm' || hour is < 1 or > 12) return false;
        text = rest[1..].TrimStart((byte)'.');
        hour = hour % 12 + (afternoon ? 12 : 0);
        return true;
    }

    static bool TryOffset(ReadOnlySpan<byte> text, ref int offsetMinutes)
    {
        if (text.IsEmpty) return true;
        if (text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8)
            || text.SequenceEqual("GMT"u8))
        {
            offsetMinutes = 0;
            return true;
        }
        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-')) return false;
        var sign = text[0] == '-' ? -1 : 1;
        text = text[1..];
        if (!DateText.TryNumber(ref text, out var number, out var digits)) return false;
        var (hours, minutes) = digits == 4 ? (number / 100, number % 100) : (number, 0);
        if (digits is not (2 or 4)) return false;
        if (digits == 2 && TryColon(ref text)
            && (!DateText.TryNumber(ref text, out minutes, out digits) || digits != 2)) return false;
        if (!text.IsEmpty || hours > 18 || minutes > 59) return false;
        offsetMinutes = sign * (hours * 60 + minutes);
        return true;
    }
}
