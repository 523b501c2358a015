using System.Text;
using Perennial.Core.Profiles;

namespace Perennial.Tests.Tidy;

/// <summary>Reference pages are written from what they describe; <c>PERENNIAL_WRITE_DOCS=1</c> writes them
/// anew.</summary>
public class ReferenceTests
{
    const string Again = "PERENNIAL_WRITE_DOCS=1 ./test --fast -class Perennial.Tests.Tidy.ReferenceTests";

    [Fact]
    public void Columns_page_is_current() => AssertCurrent("columns.md", ColumnsPage());

    static void AssertCurrent(string name, string expected)
    {
        var path = Repository.PathTo("docs", "reference", name);
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_DOCS") == "1") File.WriteAllText(path, expected);
        var found = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(expected == found, $"docs/reference/{name} is not current. Write it anew: {Again}");
    }

    static string ColumnsPage()
    {
        var page = new StringBuilder($"""
            # Columns

            Every value that Perennial computes for a customer, in the order of exported files. Written from the
            catalogue (`Columns.All`); to write it anew: `{Again}`.

            A column's *kind* says when it changes: **fact** with a fact; **status** with a fact or at an instant known
            beforehand; **clock** all the time, so it is computed where it is read; **run** with a scoring run.

            | column | holds | unit | kind | what it is | source |
            |---|---|---|---|---|---|

            """);
        foreach (var column in Columns.All)
        {
            var inFiles = column.ExportName == column.Name ? "" : $" (in files `{column.ExportName}`)";
            page.Append($"| `{column.Name}`{inFiles} | {Holds(column)} | {column.Unit} ");
            page.Append($"| {column.Kind.ToString().ToLowerInvariant()} | {column.Formula} | {column.Source} |\n");
        }
        return page.ToString();
    }

    static string Holds(Column column) => column.Type switch
    {
        ColumnType.Count => "whole number",
        ColumnType.Days => "days",
        ColumnType.Number => "number",
        ColumnType.Money => "money",
        ColumnType.Instant => "instant",
        ColumnType.Score => "score",
        ColumnType.Label => column.Labels.Count == 0 ? "name" : string.Join(", ", column.Labels),
        ColumnType.Flag => "yes or no",
        ColumnType.Code => "code",
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "Say what it holds."),
    };
}
