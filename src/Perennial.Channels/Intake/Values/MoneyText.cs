using System.Text;

namespace Perennial.Channels.Intake.Values;

/// <summary>What separates whole units from parts in the amounts of a file.</summary>
public enum DecimalMark : byte
{
    /// <summary>1,234.56</summary>
    Point,

    /// <summary>1.234,56</summary>
    Comma,
}

/// <summary>Reads amounts and quantities out of UTF-8 text, exactly.</summary>
/// <remarks>
/// Understood: signs before or behind, parentheses for negative amounts, groups of three digits separated by the
/// other mark, a space or an apostrophe, a currency sign or three-letter code before or behind, and the
/// apostrophe that spreadsheets put before text. A mark in a place where it cannot stand makes the text no number:
/// "12,50" in a file of decimal points is an error, never 1250.
/// </remarks>
public static class MoneyText
{
    const int MaxDigits = 18;

    /// <summary>Reads an amount.</summary>
    /// <returns>False if the text is not a number in this notation.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, DecimalMark mark, out Amount amount) =>
        TryParsePlain(text, mark, out amount) || TryParse(text, mark, out amount, out _);

    /// <summary>Reads an amount and the currency written beside it.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="mark">The file's decimal mark.</param>
    /// <param name="amount">The number.</param>
    /// <param name="currency">ISO 4217 code, or the sign where it names several ("$"); null if none is written.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> text, DecimalMark mark, out Amount amount, out string? currency)
    {
        currency = null;
        if (TryParsePlain(text, mark, out amount)) return true;
        var number = Bare(text, out var negative, out currency);
        if (!TryParseGrouped(number, mark, out amount)) return false;
        if (negative) amount = amount with { Mantissa = -amount.Mantissa };
        return true;
    }

    /// <summary>An amount's digits and marks without spaces around, sign and currency.</summary>
    internal static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> text, out bool negative, out string? currency)
    {
        negative = false;
        currency = null;
        text = Text8.Trim(text);
        if (text.Length > 0 && text[0] == '\'') text = Text8.Trim(text[1..]);
        if (text.Length > 1 && text[0] == '(' && text[^1] == ')')
        {
            negative = true;
            text = Text8.Trim(text[1..^1]);
        }
        var unsigned = TakeSign(text, ref negative);
        var bare = CurrencyText.Take(unsigned, out currency);
        // One sign: before the currency or after it.
        return unsigned.Length < text.Length ? bare : TakeSign(bare, ref negative);
    }

    static ReadOnlySpan<byte> TakeSign(ReadOnlySpan<byte> text, scoped ref bool negative)
    {
        if (text.StartsWith("\u2212"u8))
        {
            negative = true;
            return Text8.Trim(text["\u2212"u8.Length..]);
        }
        if (text.Length < 2) return text;
        if (text[0] is (byte)'-' or (byte)'+')
        {
            negative |= text[0] == '-';
            return Text8.Trim(text[1..]);
        }
        if (text[^1] != '-') return text;
        negative = true;
        return Text8.Trim(text[..^1]);
    }

    // The shape of nearly every cell: -123.45
    static bool TryParsePlain(ReadOnlySpan<byte> text, DecimalMark mark, out Amount amount)
    {
        amount = default;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative) text = text[1..];
        if (text.Length is 0 or > MaxDigits) return false;
        var decimalByte = mark == DecimalMark.Point ? (byte)'.' : (byte)',';
        var mantissa = 0L;
        var decimals = -1;
        foreach (var b in text)
        {
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                mantissa = mantissa * 10 + (b - '0');
                if (decimals >= 0) decimals++;
            }
            else if (b == decimalByte && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                return false;
            }
        }
        if (text.Length == 1 && decimals == 0) return false;
        amount = new Amount(negative ? -mantissa : mantissa, Math.Max(0, decimals));
        return true;
    }

    static bool TryParseGrouped(ReadOnlySpan<byte> text, DecimalMark mark, out Amount amount)
    {
        amount = default;
        var decimalByte = mark == DecimalMark.Point ? (byte)'.' : (byte)',';
        var decimalAt = text.LastIndexOf(decimalByte);
        var whole = decimalAt < 0 ? text : text[..decimalAt];
        var decimals = decimalAt < 0 ? [] : text[(decimalAt + 1)..];
        var mantissa = 0L;
        var digits = 0;
        var sinceGroup = -1;
        ReadOnlySpan<byte> groupMark = [];
        for (var i = 0; i < whole.Length;)
        {
            if (whole[i] is >= (byte)'0' and <= (byte)'9')
            {
                if (++digits > MaxDigits) return false;
                mantissa = mantissa * 10 + (whole[i++] - '0');
                if (sinceGroup >= 0) sinceGroup++;
                continue;
            }
            var found = GroupMark(whole[i..], decimalByte);
            if (found.IsEmpty || digits == 0 || (sinceGroup < 0 ? digits > 3 : sinceGroup != 3)) return false;
            if (!groupMark.IsEmpty && !groupMark.SequenceEqual(found)) return false;
            groupMark = found;
            sinceGroup = 0;
            i += found.Length;
        }
        if (sinceGroup is not (-1 or 3)) return false;
        foreach (var b in decimals)
        {
            if (b is < (byte)'0' or > (byte)'9' || ++digits > MaxDigits) return false;
            mantissa = mantissa * 10 + (b - '0');
        }
        amount = new Amount(mantissa, decimals.Length);
        return digits > 0;
    }

    /// <summary>The mark between groups of digits that a text begins with; empty if it begins with none.</summary>
    static ReadOnlySpan<byte> GroupMark(ReadOnlySpan<byte> text, byte decimalByte)
    {
        if (text[0] is (byte)' ' or (byte)'\'') return text[..1];
        if (text[0] is (byte)'.' or (byte)',' && text[0] != decimalByte) return text[..1];
        if (text.StartsWith("\u00A0"u8)) return text[.."\u00A0"u8.Length];
        if (text.StartsWith("\u202F"u8)) return text[.."\u202F"u8.Length];
        if (text.StartsWith("\u2019"u8)) return text[.."\u2019"u8.Length];
        return [];
    }
}

/// <summary>Small questions about UTF-8 text.</summary>
static class Text8
{
    /// <summary>Text without the blanks around it, no-break spaces among them.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        // Nearly every cell begins and ends with a visible ASCII character.
        if (text.IsEmpty || (text[0] is > 32 and < 127 && text[^1] is > 32 and < 127)) return text;
        while (true)
        {
            var trimmed = text.Trim(" \t\r\n"u8);
            if (trimmed.StartsWith("\u00A0"u8)) trimmed = trimmed["\u00A0"u8.Length..];
            else if (trimmed.StartsWith("\u202F"u8)) trimmed = trimmed["\u202F"u8.Length..];
            else if (trimmed.EndsWith("\u00A0"u8)) trimmed = trimmed[..^"\u00A0"u8.Length];
            else if (trimmed.EndsWith("\u202F"u8)) trimmed = trimmed[..^"\u202F"u8.Length];
            if (trimmed.Length == text.Length) return text;
            text = trimmed;
        }
    }

    /// <summary>Text as a string, cut to what a message can show.</summary>
    public static string Shown(ReadOnlySpan<byte> text)
    {
        const int longest = 120;
        var shown = Encoding.UTF8.GetString(text);
        return shown.Length <= longest ? shown : string.Concat(shown.AsSpan(0, longest), "…");
    }
}
