using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>The names that a test may start with.</summary>
static class RuleNames
{
    /// <summary>Columns that people see, attributes, and the words that a test of its own begins with.</summary>
    public static IEnumerable<string> All => Columns.Select(column => column.Name)
        .Concat(AttributeTable.All.Select(AttributeTable.NameOf)).Concat(SpecialReader.Words);

    /// <summary>Columns that people see.</summary>
    public static IReadOnlyList<Column> Columns => Parts.Columns.Shown;

    public static Column? Column(string name) =>
        Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
