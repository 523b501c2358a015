using System.Buffers;
using System.Runtime.CompilerServices;

namespace Perennial.Channels.Files;

/// <summary>What a spreadsheet would calculate if it stood in a cell as it is.</summary>
static class Formula
{
    static readonly SearchValues<byte> ofNumbers = SearchValues.Create("0123456789 ()./-"u8);
    static readonly SearchValues<byte> digits = SearchValues.Create("0123456789"u8);

    /// <summary>Whether a text would be calculated. A number with its sign is none, and no more is a telephone number
    /// with a plus: a mark in front would make another text of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsIn(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'=' or (byte)'@' or (byte)'\t' or (byte)'\r' => true,
        (byte)'+' => !IsNumber(text[1..]) && !IsTelephone(text[1..]),
        (byte)'-' => !IsNumber(text[1..]),
        _ => false,
    };

    static bool IsNumber(ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var part = point < 0 ? default : text[(point + 1)..];
        return !whole.ContainsAnyExcept(digits) && !part.ContainsAnyExcept(digits) && whole.Length + part.Length > 0;
    }

    // What stands behind the plus. With a dash or a stroke between two numbers it is a telephone number still, but one
    // that a spreadsheet would subtract or divide; unless a mere blank parts two other numbers, with which nothing can
    // be calculated.
    static bool IsTelephone(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyExcept(ofNumbers) || !text.ContainsAny(digits)) return false;
        if (!text.ContainsAny((byte)'-', (byte)'/')) return true;
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == ' ' && (IsDigit(text[i - 1]) || text[i - 1] == ')')
                && (IsDigit(text[i + 1]) || text[i + 1] == '(')) return true;
        }
        return false;
    }

    static bool IsDigit(byte letter) => letter is >= (byte)'0' and <= (byte)'9';
}
