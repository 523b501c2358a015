using System.Text;
using Perennial.Core;

namespace Perennial.Yaml;

/// <summary>A YAML text and where it comes from: turns lines and columns into places for people.</summary>
/// <param name="file">What people call it: the file, or "body".</param>
/// <param name="text">The whole text.</param>
/// <param name="showsWay">Whether places name the keys that lead there beside line and column.</param>
sealed class YamlSource(string file, string text, bool showsWay = true)
{
    readonly int[] lines = [0, .. LineStarts(text)];

    public string File => file;

    public string Text => text;

    /// <summary>How many lines there are.</summary>
    public int Lines => lines.Length;

    /// <summary>The index of the first character of a line.</summary>
    public int StartOf(int line) => line - 1 < lines.Length ? lines[Math.Max(0, line - 1)] : text.Length;

    /// <summary>The index of the character in a line and column, both from 1.</summary>
    public int OffsetOf(int line, int column) => Math.Min(StartOf(line) + column - 1, text.Length);

    /// <summary>The line and column, both from 1, of the character at an index.</summary>
    public (int Line, int Column) At(int offset)
    {
        var found = Array.BinarySearch(lines, offset);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, offset - lines[line] + 1);
    }

    /// <summary>"f.yaml line 3, column 5, at segments[0].rule"; without a way where the whole file is meant.</summary>
    public string Place(int line, int column, string path = "")
    {
        var place = new StringBuilder($"{file} line {line}, column {column}");
        if (showsWay && path.Length > 0) place.Append(", at ").Append(path);
        return place.ToString();
    }

    public BadInputException Wrong(int line, int column, string path, string problem, string remedy) =>
        new(Place(line, column, path), problem, remedy);

    // What YAML 1.1 takes for the end of a line, so that lines are counted as its parser counts them.
    static IEnumerable<int> LineStarts(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            if (text[i] is '\r' or '\n' or '\u0085' or '\u2028' or '\u2029') yield return i + 1;
        }
    }
}
