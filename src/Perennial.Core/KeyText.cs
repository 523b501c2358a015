using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Perennial.Core;

/// <summary>
/// What programs, spreadsheets and people write where a key of a customer belongs, and the key in it: the one list of
/// texts that are nobody's key, and the one cleaning, for every kind of key at every door.
/// </summary>
/// <remarks>
/// A text that is a key as it stands costs a look at its characters and no memory. Cleaning what was cleaned changes
/// nothing. Text and UTF-8 give the same keys.
/// </remarks>
public static class KeyText
{
    const int FewestDigits = 7, MostDigits = 20, MostAlikeAtEnd = 6, LongestEmail = 320;

    // What stands in the place of a key where there is none, whatever its case. Zeros and signs alone, which no shop
    // counts with either, are found by what they are made of.
    static readonly FrozenSet<string> Placeholders = new[]
    {
        "undefined", "null", "(null)", "<null>", "[null]", "nil", "<nil>", "none", "(none)", "<none>", "nothing",
        "nan", "na", "n/a", "n.a.", "n.a", "#n/a", "<na>", "#ref!", "#value!", "#name?", "#null!", "#num!", "#div/0!",
        "\\n", "empty", "(empty)", "blank", "(blank)", "void", "missing", "unset", "unknown", "(unknown)",
        "not set", "(not set)", "not provided", "(not provided)", "not available", "not applicable", "no value",
        "true", "false", "-1", "infinity", "-infinity",
        "anonymous", "anon", "anonymous user", "guest", "(guest)", "guest user", "guest customer", "guest checkout",
        "not logged in", "not_logged_in", "notloggedin", "not_authenticated", "unauthenticated", "logged_out",
        "id", "user_id", "userid", "user id", "customer_id", "customerid", "distinct_id", "distinctid",
        "anonymous_id", "anonymousid", "email", "e-mail", "phone",
        "system.object", "nsnull", "<object>", "array",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PlaceholderSpans =
        Placeholders.GetAlternateLookup<ReadOnlySpan<char>>();

    static readonly int LongestPlaceholder = Placeholders.Max(text => text.Length);

    // Templates that nobody filled in, and objects that were written as text.
    static readonly (string Begin, string End)[] Unfilled =
        [("{{", "}}"), ("${", "}"), ("#{", "}"), ("%%", "%%"), ("*|", "|*"), ("<%", "%>"), ("[object ", "]")];

    // 1234567890, typed to get past a form.
    const string Rising = "01234567890";

    /// <summary>The key in a text, as people read it: without what nobody sees or meant, in the case it was written in.
    /// </summary>
    /// <returns>Null where the text is nobody's key; the text itself where there is nothing to clean.</returns>
    public static string? Written(CustomerKeyKind kind, string? text)
    {
        if (text is null || IsPlain<char>(kind, text)) return text;
        var clean = Clean(kind, text);
        return Compared(kind, clean, isClean: true).Length == 0 ? null : clean;
    }

    /// <summary>The key in a text in the form in which keys are compared and from which ids follow: e-mail addresses in
    /// lower case, telephone numbers as digits with a leading plus kept.</summary>
    /// <returns>Empty where the text is nobody's key.</returns>
    public static string Compared(CustomerKeyKind kind, string? text) =>
        text is null ? "" : Compared(kind, text, isClean: false);

    /// <summary>The same of UTF-8: <paramref name="text"/> itself, a part of it, or what was written into
    /// <paramref name="buffer"/>.</summary>
    /// <param name="kind">What kind of key.</param>
    /// <param name="text">The text.</param>
    /// <param name="buffer">Replaced where it is too short; 16 bytes may be read from any place of a key in it.</param>
    public static ReadOnlySpan<byte> Compared(CustomerKeyKind kind, ReadOnlySpan<byte> text, ref byte[] buffer)
    {
        const int room = 16, most = 256;
        if (IsPlain(kind, text))
        {
            if (kind != CustomerKeyKind.Email || !text.ContainsAnyInRange((byte)'A', (byte)'Z')) return text;
            if (buffer.Length < text.Length + room) buffer = new byte[text.Length * 2 + room];
            Ascii.ToLower(text, buffer, out var lowered);
            return buffer.AsSpan(0, lowered);
        }
        if (text.IsEmpty) return text;
        Span<char> chars = stackalloc char[most];
        if (kind != CustomerKeyKind.Email && text.Length <= most
            && IsPlain<char>(kind, chars[..Encoding.UTF8.GetChars(text, chars)])) return text;
        var key = Compared(kind, Encoding.UTF8.GetString(text), isClean: false);
        var length = Encoding.UTF8.GetByteCount(key);
        if (buffer.Length < length + room) buffer = new byte[length * 2 + room];
        return buffer.AsSpan(0, Encoding.UTF8.GetBytes(key, buffer));
    }

    /// <summary>What is said of an address or a number, for people to read: cleaned, and null for a placeholder. Unlike
    /// a key, a number may be too short to tell one person from another.</summary>
    public static string? Detail(CustomerKeyKind kind, string? text)
    {
        if (kind != CustomerKeyKind.Phone || text is null || IsPlain<char>(kind, text)) return Written(kind, text);
        var clean = Clean(kind, text);
        return clean.Length == 0 || IsPlaceholder<char>(clean) || IsRounded<char>(clean) ? null : clean;
    }

    /// <summary>Whether a text is a number that a spreadsheet rounded to a few digits (<c>6.12346E+12</c>): what was
    /// there cannot be told any more, and several customers' numbers look alike.</summary>
    public static bool IsRounded(ReadOnlySpan<byte> text) => IsRounded<byte>(text);

    /// <inheritdoc cref="IsRounded(ReadOnlySpan{byte})"/>
    public static bool IsRounded(string text) => IsRounded<char>(text.AsSpan().Trim());

    static string Compared(CustomerKeyKind kind, string text, bool isClean)
    {
        var isPlain = !isClean && IsPlain<char>(kind, text);
        var clean = isClean || isPlain ? text : Clean(kind, text);
        if (kind == CustomerKeyKind.Phone) return Number(clean);
        if (kind == CustomerKeyKind.Email) return isPlain || IsAddress(clean) ? clean.ToLowerInvariant() : "";
        return isPlain || !(IsPlaceholder<char>(clean) || IsRounded<char>(clean)) ? clean : "";
    }

    // Letters and digits at both ends, and nothing between them that needs a second look.
    static bool IsPlain<T>(CustomerKeyKind kind, ReadOnlySpan<T> text) where T : unmanaged, IBinaryInteger<T>
    {
        if (text.IsEmpty || kind == CustomerKeyKind.Phone) return false;
        var (first, last) = (uint.CreateTruncating(text[0]), uint.CreateTruncating(text[^1]));
        if (!IsLetterOrDigit<T>(first) || !IsLetterOrDigit<T>(last)) return false;
        var (at, point) = (-1, -1);
        var (isEmail, isOdd) = (kind == CustomerKeyKind.Email, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = uint.CreateTruncating(text[i]);
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_') continue;
            if (c is >= 'A' and <= 'Z') isOdd |= !isEmail;
            else if (c == '.') point = i;
            else if (c == '@') (at, isOdd) = (i, isOdd | (at >= 0 || text[i + 1] == T.CreateTruncating('.')));
            else if (c == '+' ? !isEmail || at >= 0 : c < ' ' || (c >= 127 && !IsLetterOrDigit<T>(c))) return false;
            else isOdd |= c != '+';
        }
        if (at < 0 && !isEmail)
            return first is >= '1' and <= '9' || last is >= '1' and <= '9' || !IsPlaceholder(text);
        return point > at && at > 0 && !isOdd && text.Length <= LongestEmail && !IsNobodys(text, at);
    }

    // Of UTF-8 a single byte tells that of ASCII alone.
    static bool IsLetterOrDigit<T>(uint c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')
        || (typeof(T) == typeof(char) && c >= 128 && char.IsLetterOrDigit((char)c));

    static string Clean(CustomerKeyKind kind, string text)
    {
        var clean = Bare(WithoutUnseen(kind == CustomerKeyKind.Phone ? WithPlainDigits(text) : text));
        if (clean.Contains('@'))
        {
            var address = Address(clean);
            if (kind == CustomerKeyKind.Email) clean = address;
            // A number that is an address is compared as one, and so that it can be written in one way, written as one.
            else if (IsAddress(address)) return address.ToString().ToLowerInvariant();
        }
        return clean.SequenceEqual(text) ? text : clean.ToString();
    }

    // Without blanks and separators around it, a tool's quotes, and the apostrophe that a spreadsheet puts before what
    // is text although it looks like a number.
    static ReadOnlySpan<char> Bare(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var bare = text.TrimStart().TrimEnd(",; ");
            if (bare is ['"', _, .., '"'] or ['\'', _, .., '\'']) bare = bare[1..^1];
            else if (bare is ['\'', _, ..]) bare = bare[1..];
            if (bare.Length == text.Length) return bare;
            text = bare;
        }
    }

    // Of "Ann Ash <ann@example.com>;" and "mailto:ann@example.com?subject=Hello" the address.
    static ReadOnlySpan<char> Address(ReadOnlySpan<char> text)
    {
        const string scheme = "mailto:", around = "<>\"'()[],;:. ";
        var open = text.LastIndexOf('<');
        if (open >= 0 && text[open..].Contains('@')) text = text[(open + 1)..];
        text = text.Trim(around);
        if (!text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return text;
        text = text[scheme.Length..];
        return (text.IndexOf('?') is > 0 and var query ? text[..query] : text).Trim(around);
    }

    static readonly SearchValues<char> NotInAddress = SearchValues.Create(" ,;<>\"");

    static bool IsAddress(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        if (at <= 0 || text.Length > LongestEmail || text[(at + 1)..].Contains('@')) return false;
        var domain = text[(at + 1)..];
        return domain.Contains('.') && domain[0] != '.' && domain[^1] != '.'
            && !text.ContainsAny(NotInAddress) && !IsNobodys(text, at);
    }

    // null@null.com: a placeholder at a placeholder, or what a program made of two that were not there.
    static bool IsNobodys<T>(ReadOnlySpan<T> address, int at) where T : unmanaged, IBinaryInteger<T>
    {
        if (at > LongestPlaceholder || !IsPlaceholder(address[..at])) return false;
        var domain = address[(at + 1)..];
        var point = domain.IndexOf(T.CreateTruncating('.'));
        return IsPlaceholder(point < 0 ? domain : domain[..point]) || Is(address[..at], "undefined");
    }

    static bool IsPlaceholder<T>(ReadOnlySpan<T> text) where T : unmanaged, IBinaryInteger<T>
    {
        if (IsNothing(text)) return true;
        Span<char> chars = stackalloc char[64];
        if (text.Length > chars.Length) return false;
        for (var i = 0; i < text.Length; i++) chars[i] = (char)ushort.CreateTruncating(text[i]);
        chars = chars[..text.Length];
        if (text.Length <= LongestPlaceholder && PlaceholderSpans.Contains(chars)) return true;
        foreach (var (begin, end) in Unfilled)
        {
            if (chars[0] == begin[0] && chars.Length > begin.Length && chars.EndsWith(end)
                && chars.StartsWith(begin, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    // Nothing but zeros and signs: 0, -, 0.0, 00000000-0000-0000-0000-000000000000.
    static bool IsNothing<T>(ReadOnlySpan<T> text) where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var one in text)
        {
            var c = uint.CreateTruncating(one);
            if (c >= 128 || (c != '0' && IsLetterOrDigit<T>(c))) return false;
        }
        return true;
    }

    static bool Is<T>(ReadOnlySpan<T> text, string word) where T : unmanaged, IBinaryInteger<T>
    {
        if (text.Length != word.Length) return false;
        for (var i = 0; i < word.Length; i++)
            if ((uint.CreateTruncating(text[i]) | 0x20) != word[i]) return false;
        return true;
    }

    static bool IsRounded<T>(ReadOnlySpan<T> text) where T : unmanaged, IBinaryInteger<T>
    {
        var plus = text.IndexOf(T.CreateTruncating('+'));
        if (plus < 2 || (uint.CreateTruncating(text[plus - 1]) | 0x20) != 'e' || plus == text.Length - 1) return false;
        var marks = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = uint.CreateTruncating(text[i]);
            if (c is '.' or ',' && i > 0 && i < plus - 1 && marks++ == 0) continue;
            if (c is (< '0' or > '9') && i != plus && i != plus - 1) return false;
        }
        return true;
    }

    static string Number(string text)
    {
        if (IsPlaceholder<char>(text) || IsRounded<char>(text)) return "";
        Span<char> number = stackalloc char[MostDigits + 1];
        var (length, digits, alike) = (0, 0, 0);
        var differ = false;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (++digits > MostDigits) return "";
                var isOther = digits > 1 && c != number[length - 1];
                differ |= isOther;
                // 06 00 00 00 00: the beginning of a number, and nothing behind it.
                alike = isOther ? 1 : alike + 1;
            }
            else if (c != '+' || length > 0)
            {
                continue;
            }
            number[length++] = c;
        }
        number = number[..length];
        var isNobodys = digits < FewestDigits || !differ || alike > MostAlikeAtEnd
            || Rising.AsSpan().IndexOf(number) >= 0;
        return isNobodys ? "" : number.SequenceEqual(text) ? text : number.ToString();
    }

    // Digits of other scripts and of full width are digits.
    static string WithPlainDigits(string text)
    {
        const char fullPlus = '\uFF0B';
        var any = false;
        foreach (var c in text) any |= c >= 128 && (char.IsDigit(c) || c == fullPlus);
        if (!any) return text;
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            plain.Append(c == fullPlus ? '+'
                : char.IsDigit(c) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)) : c);
        }
        return plain.ToString();
    }

    // Without characters that show nothing: zero-width ones, marks of order and of direction, soft hyphens, control
    // characters. Blanks of all widths are blanks.
    static string WithoutUnseen(string text)
    {
        var any = false;
        foreach (var c in text) any |= c != ' ' && !IsLetterOrDigit<char>(c) && (char.IsWhiteSpace(c) || !IsSeen(c));
        if (!any) return text;
        var seen = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c)) seen.Append(' ');
            else if (IsSeen(c)) seen.Append(c);
        }
        return seen.ToString();
    }

    static bool IsSeen(char c) =>
        c is not ('\u034F' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u3164' or '\uFFA0' or '\uFFFC')
        && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control);
}
