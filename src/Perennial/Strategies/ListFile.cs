using System.Security.Cryptography;
using System.Text;
using Perennial.Core;
using Perennial.Core.Strategies;

namespace Perennial.Strategies;

/// <summary>Reads lists/NAME.csv, the customers of a strategy that a list brings in: one column, their own keys.
/// </summary>
static class ListFile
{
    const string Folder = "lists/", Ending = ".csv", Column = "customer";

    /// <summary>Where the list of a name stands.</summary>
    public static string PathOf(string list) => $"{Folder}{list}{Ending}";

    /// <summary>The name of a file's list; null where it is none.</summary>
    public static string? NameOf(string path) => path.StartsWith(Folder, StringComparison.Ordinal)
        && path.EndsWith(Ending, StringComparison.Ordinal) ? path[Folder.Length..^Ending.Length] : null;

    /// <summary>Reads a list.</summary>
    public static NamedList Read(string name, string text, Mistakes mistakes)
    {
        var file = PathOf(name);
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        string[] lines = [.. text.TrimStart('\ufeff').Split('\n').Select(line => line.TrimEnd('\r'))];
        if (lines[0].Trim() != Column)
        {
            mistakes.Add(new BadInputException($"{file} line 1", $"The columns are {lines[0]}.",
                $"Write {Column}, and below it one customer's own key a line."));
        }
        foreach (var (index, line) in lines.Index().Skip(1))
        {
            var key = line.Trim().Trim('"');
            if (key.Contains(','))
            {
                mistakes.Add(new BadInputException($"{file} line {index + 1}",
                    $"There are {key.Split(',').Length} cells.", $"Write {Column} alone."));
            }
            else if (key.Length > 0) keys.Add(key);
        }
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', keys)));
        return new NamedList(name, Convert.ToHexStringLower(hash.AsSpan(0, 6)), keys);
    }
}
