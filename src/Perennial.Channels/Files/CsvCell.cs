using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Perennial.Channels.Files;

/// <summary>Forms single cells of CSV in UTF-8, into memory that the caller made large enough.</summary>
/// <remarks>
/// Writing a million profiles takes less time than the runtime waits before it compiles hot code well: what is hot
/// here says so.
/// </remarks>
static class CsvCell
{
    /// <summary>Most bytes that any cell but text can take.</summary>
    public const int MaxBytes = 344;

    const long MsPerSecond = 1000, MsPerDay = 86_400_000;

    static readonly SearchValues<byte> NeedQuotes = SearchValues.Create(",\"\r\n;\t"u8);

    /// <summary>Most bytes a text cell can take.</summary>
    public static int MaxTextBytes(int length) => length * 2 + 3;

    /// <summary>Writes a text cell, quoted and kept from being a formula where needed.</summary>
    /// <returns>Bytes written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Text(ReadOnlySpan<byte> text, Span<byte> into)
    {
        if (text.Length == 0) return 0;
        var formula = Formula.IsIn(text);
        // Blanks at the ends are quoted too: some readers would trim them.
        var quotes = text[0] == ' ' || text[^1] == ' ' || text.ContainsAny(NeedQuotes);
        if (!quotes && !formula)
        {
            text.CopyTo(into);
            return text.Length;
        }
        var written = 0;
        if (quotes) into[written++] = (byte)'"';
        if (formula) into[written++] = (byte)'\'';
        foreach (var b in text)
        {
            if (b == '"') into[written++] = b;
            into[written++] = b;
        }
        if (quotes) into[written++] = (byte)'"';
        return written;
    }

    /// <summary>Writes a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Whole(long value, Span<byte> into)
    {
        if (value is >= 0 and < 10)
        {
            into[0] = (byte)('0' + value);
            return 1;
        }
        Utf8Formatter.TryFormat(value, into, out var written);
        return written;
    }

    /// <summary>Writes cents as currency units with two decimals: −1050 is −10.50.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Money(long cents, Span<byte> into)
    {
        var written = 0;
        var rest = unchecked((ulong)cents);
        if (cents < 0)
        {
            into[written++] = (byte)'-';
            rest = unchecked(0 - rest);
        }
        Utf8Formatter.TryFormat(rest / 100, into[written..], out var digits);
        written += digits;
        into[written] = (byte)'.';
        TwoDigits((int)(rest % 100), into[(written + 1)..]);
        return written + 3;
    }

    /// <summary>Writes a number with four decimals at most, half of the last rounded away from zero; nothing for
    /// NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Number(double value, Span<byte> into)
    {
        const double scale = 10_000;
        if (double.IsNaN(value)) return 0;
        var scaled = Math.Abs(value) * scale;
        if (scaled >= 1e15)
        {
            value.TryFormat(into, out var all, "0.####", CultureInfo.InvariantCulture);
            return all;
        }
        var rounded = (long)(scaled + 0.5);
        var written = 0;
        if (value < 0 && rounded > 0) into[written++] = (byte)'-';
        written += Whole(rounded / 10_000, into[written..]);
        var fraction = (int)(rounded % 10_000);
        if (fraction == 0) return written;
        into[written] = (byte)'.';
        TwoDigits(fraction / 100, into[(written + 1)..]);
        TwoDigits(fraction % 100, into[(written + 3)..]);
        written += 5;
        while (into[written - 1] == '0') written--;
        return written;
    }

    /// <summary>Writes an instant as ISO 8601 in UTC, with milliseconds only where there are any.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is not in the years 1 to 9999.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Instant(long unixMs, Span<byte> into)
    {
        var day = unixMs >= 0 ? unixMs / MsPerDay : (unixMs - MsPerDay + 1) / MsPerDay;
        var ms = (int)(unixMs - day * MsPerDay);
        var (year, month, dayOfMonth) = DateOnly.FromDayNumber((int)day + 719_162);
        TwoDigits(year / 100, into);
        TwoDigits(year % 100, into[2..]);
        into[4] = (byte)'-';
        TwoDigits(month, into[5..]);
        into[7] = (byte)'-';
        TwoDigits(dayOfMonth, into[8..]);
        if (ms == 0)
        {
            "T00:00:00Z"u8.CopyTo(into[10..]);
            return 20;
        }
        var second = ms / (int)MsPerSecond;
        into[10] = (byte)'T';
        TwoDigits(second / 3600, into[11..]);
        into[13] = (byte)':';
        TwoDigits(second / 60 % 60, into[14..]);
        into[16] = (byte)':';
        TwoDigits(second % 60, into[17..]);
        var rest = ms % (int)MsPerSecond;
        if (rest == 0)
        {
            into[19] = (byte)'Z';
            return 20;
        }
        into[19] = (byte)'.';
        into[20] = (byte)('0' + rest / 100);
        TwoDigits(rest % 100, into[21..]);
        into[23] = (byte)'Z';
        return 24;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void TwoDigits(int value, Span<byte> into)
    {
        into[1] = (byte)('0' + value % 10);
        into[0] = (byte)('0' + value / 10);
    }
}
