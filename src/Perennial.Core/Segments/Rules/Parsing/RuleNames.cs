using Perennial.Core.Parts;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>The names that a test may start with.</summary>
static class RuleNames
{
    /// <summary>Columns that people see, and attributes.</summary>
    public static IEnumerable<string> All =>
        Tested.Select(column => column.Name).Concat(AttributeTable.All.Select(AttributeTable.NameOf));

    // Products are recommended one by one: there is nothing to compare.
    static IEnumerable<Column> Tested => Columns.Shown.Where(column => column.Form.Names != NameSource.Products);

    public static Column? Column(string name) =>
        Tested.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
