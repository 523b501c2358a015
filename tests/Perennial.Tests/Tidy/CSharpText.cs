using System.Text;
using System.Text.RegularExpressions;

namespace Perennial.Tests.Tidy;

/// <summary>C# read the simple way: right on this repository's formatting, which the build enforces.</summary>
static partial class CSharpText
{
    [GeneratedRegex(
        @"^(?:\[.*\]\s*)?"
        + @"(?:(?:public|internal|private|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*"
        + @"(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+\S+)\s+(\w+)")]
    private static partial Regex TypeDeclaration();

    /// <summary>Names of the types that a file declares at its top level, in order.</summary>
    public static IEnumerable<string> TopLevelTypes(RepositoryFile file) =>
        from line in Bare(file.Text).Split('\n')
        let declaration = TypeDeclaration().Match(line)
        where declaration.Success
        select declaration.Groups[1].Value;

    /// <summary>A block of code: the line it opens at (1-based) and how many lines it has, header included.</summary>
    public readonly record struct Block(int Line, int Length, string Header);

    /// <summary>The bodies of methods, accessors and local functions: whatever stands between two braces at one
    /// depth and is neither a type nor a table of values.</summary>
    public static IEnumerable<Block> Methods(RepositoryFile file)
    {
        var lines = Bare(file.Text).Split('\n');
        for (var open = 0; open < lines.Length; open++)
        {
            if (lines[open].Trim() != "{") continue;
            var indent = lines[open].Length - lines[open].TrimStart().Length;
            var start = HeaderStart(lines, open, indent);
            var header = string.Join(' ', lines[start..open].Select(line => line.Trim()));
            if (TypeDeclaration().IsMatch(header) || IsValue(header)) continue;
            var close = open + 1;
            while (close < lines.Length - 1 && !Closes(lines[close], indent)) close++;
            yield return new Block(start + 1, close - start + 1, header);
        }
    }

    // A member's header may take several lines, the later ones indented: go up to the first at the brace's depth.
    static int HeaderStart(string[] lines, int open, int indent)
    {
        var start = open - 1;
        while (start > 0 && lines[start].Trim().Length > 0
            && lines[start].Length - lines[start].TrimStart().Length > indent) start--;
        return Math.Max(start, 0);
    }

    // "X { get; } = new()" and "X = y with" before a brace are values; "=> x switch" is code.
    static bool IsValue(string header) =>
        Regex.IsMatch(header, @"(=\s*new\b[^=]*|\bnew\(\)|\bwith)$") && !header.Contains("=>");

    static bool Closes(string line, int indent) =>
        line.Length > indent && line[indent] == '}' && line[..indent].Trim().Length == 0;

    /// <summary>String literals with the line each starts at (1-based), interpolations left as they stand.</summary>
    public static IEnumerable<(int Line, string Text)> Literals(string text) =>
        from token in Tokens(text)
        where token.Kind == Kind.Literal
        select (text.AsSpan(0, token.Start).Count('\n') + 1, text[token.Start..token.End]);

    /// <summary>The code alone: comments and what stands in literals are blanked, lines stay where they are.</summary>
    public static string Bare(string text)
    {
        var bare = new StringBuilder(text);
        foreach (var token in Tokens(text))
        {
            for (var i = token.Start; i < token.End; i++)
                if (text[i] != '\n') bare[i] = ' ';
        }
        return bare.ToString();
    }

    enum Kind
    {
        Comment,
        Literal,
    }

    readonly record struct Token(Kind Kind, int Start, int End);

    static IEnumerable<Token> Tokens(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            if (At(text, i, "//"))
            {
                i = End(text, i, "\n") - 1;
                yield return new Token(Kind.Comment, start, i);
            }
            else if (At(text, i, "/*"))
            {
                i = End(text, i + 2, "*/") + 1;
                yield return new Token(Kind.Comment, start, Math.Min(i + 1, text.Length));
            }
            else if (text[i] == '\'' && i + 2 < text.Length)
            {
                i = text[i + 1] == '\\' ? text.IndexOf('\'', i + 3) : i + 2;
            }
            else if (text[i] == '"')
            {
                i = EndOfString(text, i);
                yield return new Token(Kind.Literal, start, Math.Min(i + 1, text.Length));
            }
        }
    }

    // Index of a string's last quote.
    static int EndOfString(string text, int start)
    {
        var quotes = 0;
        while (start + quotes < text.Length && text[start + quotes] == '"') quotes++;
        if (quotes >= 3)
        {
            var last = End(text, start + quotes, new string('"', quotes)) + quotes - 1;
            while (last + 1 < text.Length && text[last + 1] == '"') last++;
            return last;
        }
        if (quotes == 2) return start + 1;
        var verbatim = start > 0 && (text[start - 1] == '@' || (start > 1 && text[(start - 2)..start] == "@$"));
        var i = start + 1;
        while (i < text.Length && text[i] != '"' && (verbatim || text[i] != '\n'))
        {
            if (text[i] == '\\' && !verbatim) i++;
            i++;
            if (verbatim && At(text, i, "\"\"")) i += 2;
        }
        return i;
    }

    static bool At(string text, int i, string what) => string.CompareOrdinal(text, i, what, 0, what.Length) == 0;

    static int End(string text, int from, string what)
    {
        var end = text.IndexOf(what, Math.Min(from, text.Length), StringComparison.Ordinal);
        return end < 0 ? text.Length : end;
    }
}
