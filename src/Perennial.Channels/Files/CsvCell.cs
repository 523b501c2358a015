using System.Buffers;

namespace Perennial.Channels.Files;

/// <summary>Forms single cells of CSV in UTF-8, into memory that the caller made large enough.</summary>
static class CsvCell
{
    static readonly SearchValues<byte> NeedQuotes = SearchValues.Create(",\"\r\n;\t"u8);

    /// <summary>Most bytes a text cell can take.</summary>
    public static int MaxTextBytes(int length) => checked(length * 2 + 3);

    /// <summary>Writes a text cell, quoted and kept from being a formula where needed.</summary>
    /// <returns>Bytes written.</returns>
    public static int Text(ReadOnlySpan<byte> text, Span<byte> into)
    {
        if (text.Length == 0) return 0;
        var formula = text[0] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r';
        // Blanks at the ends are quoted too: some readers would trim them.
        var quotes = text.ContainsAny(NeedQuotes) || text[0] == ' ' || text[^1] == ' ';
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

    /// <summary>Writes cents as currency units with two decimals: −1050 is −10.50. At most 21 bytes.</summary>
    public static int Money(long cents, Span<byte> into)
    {
        var written = 0;
        var rest = unchecked((ulong)cents);
        if (cents < 0)
        {
            into[written++] = (byte)'-';
            rest = unchecked(0 - rest);
        }
        (rest / 100).TryFormat(into[written..], out var digits);
        written += digits;
        var fraction = (int)(rest % 100);
        into[written] = (byte)'.';
        into[written + 1] = (byte)('0' + fraction / 10);
        into[written + 2] = (byte)('0' + fraction % 10);
        return written + 3;
    }
}
