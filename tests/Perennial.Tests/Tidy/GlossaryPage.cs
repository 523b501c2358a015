namespace Perennial.Tests.Tidy;

/// <summary>The tables of <c>docs/glossary.md</c>.</summary>
static class GlossaryPage
{
    static readonly string[] lines = RepositoryFile.All.Single(file => file.Path == "docs/glossary.md").Lines;

    /// <summary>Words that were decided against, with what to say instead.</summary>
    public static IReadOnlyDictionary<string, string> Instead { get; } =
        Rows("## Not").ToDictionary(cells => cells[0], cells => cells[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>Every word that is defined, as often as it is.</summary>
    public static IReadOnlyList<string> Defined { get; } =
    [
        .. lines.TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| **", StringComparison.Ordinal)).Select(line => line.Split("**")[1]),
    ];

    /// <summary>A word that never stands alone.</summary>
    /// <param name="Word">The word.</param>
    /// <param name="After">What it stands behind, in small letters: one of these.</param>
    /// <param name="Rooms">Folders where that holds; empty for all.</param>
    public sealed record Tied(string Word, IReadOnlyList<string> After, IReadOnlyList<string> Rooms);

    /// <summary>Words that never stand alone.</summary>
    public static IReadOnlyList<Tied> NeverAlone { get; } =
    [
        .. Rows("## Never alone").Select(cells => new Tied(cells[0],
            [.. List(cells[1]).Select(pair => pair.ToLowerInvariant().Split(' ')[0])],
            cells[2] == "all" ? [] : List(cells[2]))),
    ];

    /// <summary>Words that are said in some rooms only.</summary>
    public static IReadOnlyDictionary<string, string[]> AtHome { get; } =
        Rows("## At home").ToDictionary(cells => cells[0], cells => List(cells[1]));

    static IEnumerable<string[]> Rows(string heading) => lines
        .SkipWhile(line => line != heading).Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    static string[] List(string cell) => cell.Split(", ");
}
