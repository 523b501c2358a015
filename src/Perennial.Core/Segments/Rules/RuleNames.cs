using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules;

/// <summary>The names that a test may start with.</summary>
static class RuleNames
{
    /// <summary>Columns that people see, and attributes.</summary>
    public static IEnumerable<string> All =>
        Columns.Shown.Select(column => column.Name).Concat(AttributeTable.All.Select(AttributeTable.NameOf));

    public static Column? Column(string name) =>
        Columns.Shown.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
