using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Perennial.Contacts;

/// <summary>Compares two texts line by line.</summary>
static class LineChanges
{
    /// <summary>The lines that came and went, with + and - before them, in their order.</summary>
    public static IReadOnlyList<string> Of(string before, string after) =>
        [.. InlineDiffBuilder.Diff(before, after, ignoreWhiteSpace: false).Lines
            .Where(line => line.Type is ChangeType.Inserted or ChangeType.Deleted)
            .Select(line => $"{(line.Type == ChangeType.Inserted ? '+' : '-')} {line.Text}")];
}
