using System.Text;

namespace Perennial.Tests.Yaml;

/// <summary>A file that is wrong, and what has to be said of it.</summary>
/// <param name="Text">The file.</param>
/// <param name="Line">The line of the mistake; 0 where it is anywhere.</param>
/// <param name="Column">Its column.</param>
/// <param name="Says">Parts of what is said.</param>
public sealed record FileFault(string Text, int Line, int Column, params string[] Says)
{
    /// <summary>The bytes that are no text, for files alone.</summary>
    public byte[]? Bytes { get; init; }

    public static IReadOnlyList<string> Names { get; } =
    [
        "unknown key", "wrong type", "duplicate key", "too deep", "deep list", "deep keys", "deep key", "cycle",
        "too large", "too many", "anchor", "alias", "tag", "merge", "alias bomb", "no YAML", "no key", "empty",
        "only comments", "null", "another document", "mark before the first letter", "tab", "no text",
        "carriage returns",
    ];

    public static FileFault Of(string fault, FileKind kind)
    {
        var good = kind.Good;
        switch (fault)
        {
            case "unknown key":
                return Replaced(good, kind.Key + ":", "§" + kind.Mistyped + ":",
                    $"There is no key '{kind.Mistyped}'", $"Did you mean '{kind.Key}'");
            case "wrong type":
                return Replaced(good, kind.Value, kind.WrongType);
            case "duplicate key":
                return Marked(good + "\n§" + good[..good.IndexOf('\n')] + " 1\n", "stands here twice", "line 1");
            case "too deep":
                return Marked($"{good}\nx: {new string('[', 19)}§{new string('[', 100_000)}", "20 levels");
            case "deep list":
                return Marked($"{good}\nx:\n  {Times(19, "- ")}§{Times(50_000, "- ")}1\n", "20 levels");
            case "deep keys":
                return Marked($"{good}\nx: {Times(19, "{a: ")}§{Times(50_000, "{a: ")}", "20 levels");
            case "deep key":
                return Marked($"{good}\nx: {{§{Times(100_000, "[")}", "no word", "Write a key");
            case "cycle":
                return Marked($"{good}\nx: §&a [*a, *a]\n", "'&a'", "Leave it out");
            case "too large":
                return Marked($"§{good}\n# {new string('x', 1 << 20)}", "larger than 1 MB");
            case "too many":
                return Marked($"{good}\nx: [{string.Concat(Enumerable.Repeat("1,", 60_000))}]", "50,000 values")
                    with { Line = 0 };
            case "anchor":
                return Marked($"{good}\nx: §&a [1]\n", "'&a'", "Leave it out");
            case "alias":
                return Marked($"{good}\nx: §*a\n", "'*a'", "quotes");
            case "tag":
                return Marked($"{good}\nx: §!!python/object:os.system [1]\n", "types follow from keys");
            case "merge":
                return Marked($"{good}\n§<<: 1\n", "'<<'", "Write them out.");
            case "alias bomb":
                return Marked("a: §&a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghi".Select(letter =>
                    $"{letter}: &{letter} [{string.Join(',', Enumerable.Repeat($"*{(char)(letter - 1)}", 9))}]\n")),
                    "'&a'");
            case "no YAML":
                return Marked($"{good}\nx: [1, 2\n", "This is no YAML", "brackets") with { Line = 0 };
            case "no key":
                return Marked($"{good}\n§[1, 2]: 3\n", "no word", "Write a key");
            case "empty":
                return Marked("§", "It says nothing.");
            case "only comments":
                return Marked("§# nothing yet\n\n", "It says nothing.");
            case "null":
                return Marked("§---\n~\n", "It says nothing.");
            case "another document":
                return Marked($"{good}\n§---\n{good}\n", "A second document", "---");
            case "mark before the first letter":
                var mistyped = good[..(good.IndexOf(':') - 1)];
                return Replaced(good, mistyped + good[mistyped.Length] + ":", "§" + mistyped + ":", "Did you mean")
                    is var wrong ? wrong with { Text = "\uFEFF" + wrong.Text } : null!;
            case "tab":
                var second = good.IndexOf('\n') + 1;
                return Marked($"{good[..second]}§\t{good[second..].TrimStart()}", "A tab stands here", "blanks");
            case "no text":
                return Marked($"{good}\n# caf§\n", "UTF-8", "Save") is var broken
                    ? broken with { Bytes = [.. Encoding.Latin1.GetBytes($"{good}\n# caf\u00E9\n")] } : null!;
            default:
                var lines = Replaced(good, kind.Key + ":", "§" + kind.Mistyped + ":", "Did you mean");
                return lines with { Text = lines.Text.ReplaceLineEndings("\r\n") };
        }
    }

    static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));

    static FileFault Replaced(string text, string right, string wrong, params string[] says)
    {
        Assert.Contains(right, text);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        return Marked(text[..at] + wrong + text[(at + right.Length)..], says);
    }

    // § stands where the mistake is.
    static FileFault Marked(string text, params string[] says)
    {
        var at = text.IndexOf('§');
        if (at < 0) return new FileFault(text, 1, 1, says);
        var before = text[..at];
        return new FileFault(text.Remove(at, 1), before.Count(c => c == '\n') + 1,
            at - before.LastIndexOf('\n'), says);
    }
}
