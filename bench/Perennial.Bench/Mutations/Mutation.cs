using System.Text.RegularExpressions;
using Perennial.Core;

namespace Perennial.Bench.Mutations;

/// <summary>One wrong change of the product, the sentence it breaks, and who should notice.</summary>
/// <remarks>
/// Files of mutations hold blocks: a line of number and file, then lines of <c>key: text</c>, then an empty line.
/// <c>from</c> is an expression, or one statement or more if it ends in a semicolon; it stands in the file once, or
/// once in the text that <c>within</c> gives, whatever the white space. Files are found by name, so that they may move.
/// </remarks>
sealed record Mutation(
    int Number, string File, string From, string To, string? Within, string Breaks, IReadOnlyList<string> Tests)
{
    /// <summary>Where in a file's text the original stands.</summary>
    public readonly record struct Place(int Start, int Length);

    public static IReadOnlyList<Mutation> Read(string path)
    {
        var blocks = System.IO.File.ReadAllText(path).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return [.. blocks.Select(Lines).Where(lines => lines.Length > 0).Select(lines => Of(lines, path))];
    }

    static string[] Lines(string block) =>
        [.. block.Split('\n').Where(line => line.Trim().Length > 0 && !line.StartsWith('#'))];

    static Mutation Of(string[] lines, string path)
    {
        var (number, file) = (lines[0].Split(' ')[0], lines[0].Split(' ')[^1]);
        var values = new Dictionary<string, string>();
        foreach (var line in lines[1..])
        {
            var colon = line.IndexOf(':');
            if (colon < 0 || !values.TryAdd(line[..colon], line[(colon + 1)..].Trim()))
                throw new BadInputException(path, $"\"{line}\" is no line of a mutation.", "Write key: text.");
        }
        string Value(string key) => values.Remove(key, out var value) ? value : throw new BadInputException(
            path, $"Mutation {number} has no \"{key}\".", "Give from, to, breaks and tests.");
        values.Remove("within", out var within);
        var mutation = new Mutation(
            int.Parse(number), file, Value("from"), Value("to"), within, Value("breaks"), Value("tests").Split(", "));
        if (values.Count > 0)
            throw new BadInputException(path, $"Mutation {number} has \"{values.Keys.First()}\".", "Leave it out.");
        return mutation;
    }

    bool IsStatement => From.EndsWith(';');

    /// <summary>The file that is meant: the one so called or, where none is any more, the one with the original.
    /// </summary>
    /// <param name="texts">Texts by path.</param>
    public string FileAmong(IReadOnlyDictionary<string, string> texts)
    {
        var named = texts.Keys.Where(path => path.EndsWith("/" + File, StringComparison.Ordinal)).ToList();
        var having = (named.Count > 0 ? named : texts.Keys).Where(path => Find(texts[path]) is not null).ToList();
        return having is [var found] ? found : throw new BadInputException($"mutation {Number} of {File}",
            $"\"{From}\" stands once in {having.Count} files.", "The code has changed: write the mutation anew.");
    }

    /// <summary>Where the original stands in a text; null where it does not, or not once.</summary>
    public Place? Find(string text)
    {
        var all = new Place(0, text.Length);
        var around = Within is null ? all : Once(Within, text, all);
        return around is { } place ? Once(From, text, place) : null;
    }

    static Place? Once(string sought, string text, Place around)
    {
        var words = sought.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape);
        var found = Regex.Matches(text.Substring(around.Start, around.Length), string.Join(@"\s+", words));
        return found is [var only] ? new Place(around.Start + only.Index, only.Length) : null;
    }

    /// <summary>The original and the change side by side, one of them chosen by the switch.</summary>
    public string Switched(string original) => IsStatement
        ? $"if (Mutant.Is({Number})) {{ {To} }} else {{ {original} }}"
        : $"(Mutant.Is({Number}) ? ({To}) : ({original}))";
}
