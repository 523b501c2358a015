using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Perennial.Yaml;

/// <summary>One text, number or yes and no: a text until somebody reads it as something else.</summary>
sealed class YamlScalar(YamlSource source, Scalar scalar, string path) : YamlNode(source, scalar.Start, path)
{
    readonly Lazy<int[]> visible = new(() => VisibleOf(source, scalar));

    public string Value => scalar.Value;

    public override bool IsNone => scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";

    /// <summary>Whether the text ends where it does because a blank and # begin a comment behind it.</summary>
    public bool IsCutByComment
    {
        get
        {
            if (scalar.Style != ScalarStyle.Plain) return false;
            var behind = Source.Text.AsSpan(Source.OffsetOf((int)scalar.End.Line, (int)scalar.End.Column));
            return behind.TrimStart(' ').StartsWith("#") && !behind.StartsWith("#");
        }
    }

    /// <summary>Where a character of the value stands in the file, whatever quotes, indents and folded lines lie
    /// between: for errors in texts that are a language of their own.</summary>
    /// <param name="offset">The index of the character in the value, or its length for the end.</param>
    public string PlaceAt(int offset)
    {
        // Quotes, indents and folding touch blanks only: the n-th character that is none is the n-th in the file.
        var before = scalar.Value.AsSpan(0, Math.Min(offset, scalar.Value.Length));
        var count = 0;
        foreach (var c in before)
            if (!char.IsWhiteSpace(c)) count++;
        var isVisible = offset < scalar.Value.Length && !char.IsWhiteSpace(scalar.Value[offset]);
        var at = isVisible && count < visible.Value.Length ? visible.Value[count]
            : count > 0 && count <= visible.Value.Length ? visible.Value[count - 1] + 1
            : Source.OffsetOf(Line, Column);
        var (line, column) = Source.At(at);
        return Source.Place(line, column, Path);
    }

    // The index in the file of every character of the value that is no blank.
    static int[] VisibleOf(YamlSource source, Scalar scalar)
    {
        var (from, to) = (Offset(scalar.Start), Offset(scalar.End));
        var found = new List<int>(scalar.Value.Length);
        switch (scalar.Style)
        {
            case ScalarStyle.DoubleQuoted: AddEscaped(source.Text, from + 1, to - 1, found); break;
            case ScalarStyle.SingleQuoted: AddQuoted(source.Text, from + 1, to - 1, found); break;
            case ScalarStyle.Literal or ScalarStyle.Folded:
                // What stands behind | or > in its line says how the block is read.
                Add(source.Text, source.StartOf((int)scalar.Start.Line + 1), to, found);
                break;
            default: Add(source.Text, from, to, found); break;
        }
        return [.. found];

        int Offset(Mark mark) => source.OffsetOf((int)mark.Line, (int)mark.Column);
    }

    static void Add(string text, int from, int to, List<int> found)
    {
        for (var i = from; i < to; i++)
            if (!char.IsWhiteSpace(text[i])) found.Add(i);
    }

    static void AddQuoted(string text, int from, int to, List<int> found)
    {
        for (var i = from; i < to; i++)
        {
            if (char.IsWhiteSpace(text[i])) continue;
            found.Add(i);
            if (text[i] == '\'') i++;
        }
    }

    static void AddEscaped(string text, int from, int to, List<int> found)
    {
        for (var i = from; i < to; i++)
        {
            if (char.IsWhiteSpace(text[i])) continue;
            if (text[i] != '\\' || i + 1 >= to)
            {
                found.Add(i);
                continue;
            }
            var start = i++;
            switch (text[i])
            {
                case 'x': Hex(2); break;
                case 'u': Hex(4); break;
                case 'U': Hex(8); break;
                case '\r' or '\n' or ' ' or '\t' or 't' or 'n' or 'v' or 'f' or 'r' or 'N' or '_' or 'L' or 'P': break;
                default: found.Add(start); break;
            }

            void Hex(int digits)
            {
                _ = int.TryParse(text.AsSpan(i + 1, Math.Min(digits, to - i - 1)),
                    System.Globalization.NumberStyles.HexNumber, null, out var code);
                i += digits;
                if (code > char.MaxValue) found.AddRange(start, start);
                else if (!char.IsWhiteSpace((char)code)) found.Add(start);
            }
        }
    }
}
