using System.Buffers;
using System.Globalization;

namespace Perennial.Channels.Tracking;

/// <summary>Looks through a call's text for what no store can keep.</summary>
static class JsonScan
{
    static readonly SearchValues<byte> Marks = SearchValues.Create("\"\\{}[]"u8);

    /// <summary>What is wrong with a call of valid JSON; null where nothing is.</summary>
    public static string? Problem(ReadOnlySpan<byte> json)
    {
        var (inText, depth) = (false, 0);
        while (true)
        {
            var at = json.IndexOfAny(Marks);
            if (at < 0) return null;
            var mark = json[at];
            var skip = 1;
            if (mark == '"') inText = !inText;
            else if (mark == '\\')
            {
                skip = Escape(json[at..]);
                if (skip == 0) return "holds half a surrogate pair, or the character NUL";
            }
            else if (!inText && mark is (byte)'{' or (byte)'[')
            {
                if (++depth > TrackingLimits.Depth) return $"is nested more than {TrackingLimits.Depth} deep";
            }
            else if (!inText) depth--;
            json = json[(at + skip)..];
        }
    }

    // The length of an escape, pairs of surrogates as one; 0 for half a pair, and for NUL.
    static int Escape(ReadOnlySpan<byte> json)
    {
        if (json[1] != 'u') return 2;
        var code = Hex(json[2..6]);
        if (code == 0 || char.IsLowSurrogate((char)code)) return 0;
        if (!char.IsHighSurrogate((char)code)) return 6;
        var isPair = json.Length >= 12 && json[6] == '\\' && json[7] == 'u'
            && char.IsLowSurrogate((char)Hex(json[8..12]));
        return isPair ? 12 : 0;
    }

    static int Hex(ReadOnlySpan<byte> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier);
}
