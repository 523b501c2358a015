using Perennial.Channels.Phones;

namespace Perennial.Shop;

/// <summary>What somebody types who looks for a telephone number, as numbers are kept.</summary>
static class PhoneSearch
{
    const int FewestDigits = 4, Longest = 40;

    /// <summary>The number, or the digits of it that stand in every spelling; null where a text is no part of one.
    /// </summary>
    public static string? Digits(string text, DialPlan phones)
    {
        if (text.Length > Longest) return null;
        if (phones.Number(text.Trim()) is ['+', ..] number && number != text) return number;
        Span<char> digits = stackalloc char[text.Length];
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits[count++] = c;
            else if (!" +-./()".Contains(c)) return null;
        }
        // The nought that national numbers begin with is in no international one.
        var bare = digits[..count].TrimStart('0');
        return bare.Length >= FewestDigits && !bare.SequenceEqual(text) ? bare.ToString() : null;
    }
}
