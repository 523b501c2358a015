using Perennial.Core;

namespace Perennial.Strategies;

/// <summary>Reads codes of which each customer gets one: a file of codes/, a code a line below the word
/// <c>code</c>.</summary>
static class CodeFile
{
    const string Folder = "codes/", Column = "code";

    /// <summary>Where an offer's file stands.</summary>
    public static string PathOf(string file) => $"{Folder}{file}";

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="text">What it says.</param>
    /// <param name="mistakes">What is wrong with it.</param>
    public static IReadOnlyList<string> Read(string file, string text, Mistakes mistakes)
    {
        string[] lines = [.. text.TrimStart('\ufeff').Split('\n').Select(line => line.Trim().Trim('"'))];
        if (lines[0] != Column)
        {
            mistakes.Add(new BadInputException($"{file} line 1", $"The first line is '{lines[0]}'.",
                $"Write {Column}, and below it one code a line."));
        }
        var codes = new Dictionary<string, int>();
        foreach (var (index, code) in lines.Index().Skip(1))
        {
            if (code.Length == 0) continue;
            if (code.IndexOfAny([',', ';', '\t']) >= 0)
            {
                mistakes.Add(new BadInputException($"{file} line {index + 1}", "There are several cells.",
                    $"Write {Column} alone."));
            }
            else if (!codes.TryAdd(code, index + 1))
            {
                mistakes.Add(new BadInputException($"{file} line {index + 1}",
                    $"The code '{code}' stands in line {codes[code]} too.",
                    "Write each once: each is one customer's."));
            }
        }
        return [.. codes.Keys];
    }
}
