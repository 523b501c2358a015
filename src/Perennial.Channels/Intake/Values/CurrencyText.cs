using System.Text;

namespace Perennial.Channels.Intake.Values;

/// <summary>Finds the currency written beside an amount: "£12.00", "12,00 €", "USD 12".</summary>
static class CurrencyText
{
    // "$" and "kr" name several currencies: they are kept as written, which is enough to tell two apart.
    static readonly (byte[] Sign, string Currency)[] Signs =
    [
        ([.. "€"u8], "EUR"), ([.. "£"u8], "GBP"), ([.. "¥"u8], "¥"), ([.. "₹"u8], "INR"), ([.. "zł"u8], "PLN"),
        ([.. "Kč"u8], "CZK"), ([.. "Fr."u8], "CHF"), ([.. "US$"u8], "USD"), ([.. "CA$"u8], "CAD"),
        ([.. "C$"u8], "CAD"), ([.. "A$"u8], "AUD"), ([.. "AU$"u8], "AUD"), ([.. "R$"u8], "BRL"), ([.. "$"u8], "$"),
        ([.. "kr."u8], "kr"), ([.. "kr"u8], "kr"), ([.. "lei"u8], "RON"), ([.. "Ft"u8], "HUF"),
    ];

    /// <summary>Takes a currency off the front or the end of a text.</summary>
    /// <param name="text">A trimmed amount without its sign.</param>
    /// <param name="currency">ISO 4217 code, or the sign where it names several; null if there is none.</param>
    /// <returns>The rest, trimmed.</returns>
    public static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> text, out string? currency)
    {
        currency = null;
        if (text.IsEmpty || (char.IsAsciiDigit((char)text[0]) && char.IsAsciiDigit((char)text[^1]))) return text;
        foreach (var (sign, code) in Signs)
        {
            if (!text.StartsWith(sign) && !text.EndsWith(sign)) continue;
            currency = code;
            return Text8.Trim(text.StartsWith(sign) ? text[sign.Length..] : text[..^sign.Length]);
        }
        if (text.Length > 3 && TryCode(text[..3], out currency)) return Text8.Trim(text[3..]);
        if (text.Length > 3 && TryCode(text[^3..], out currency)) return Text8.Trim(text[..^3]);
        return text;
    }

    /// <summary>The name of the currency in a cell that holds nothing else; null if the cell is empty.</summary>
    public static string? Cell(ReadOnlySpan<byte> text)
    {
        text = Text8.Trim(text);
        if (text.IsEmpty) return null;
        foreach (var (sign, code) in Signs)
            if (text.SequenceEqual(sign)) return code;
        return Encoding.UTF8.GetString(text).ToUpperInvariant();
    }

    static bool TryCode(ReadOnlySpan<byte> text, out string? code)
    {
        code = null;
        foreach (var b in text)
            if (!char.IsAsciiLetter((char)b)) return false;
        code = Encoding.ASCII.GetString(text).ToUpperInvariant();
        return true;
    }
}
