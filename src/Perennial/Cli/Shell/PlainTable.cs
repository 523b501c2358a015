using Spectre.Console;

namespace Perennial.Cli.Shell;

/// <summary>A table as verbs print them: headings, rows, one line between.</summary>
static class PlainTable
{
    /// <summary>A heading that begins with # is one of numbers, set to the right.</summary>
    public static Table Of(params string[] headings)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
        {
            var isNumber = heading.StartsWith('#');
            var text = new Text(heading.TrimStart('#'), new Style(decoration: Decoration.Dim));
            var side = isNumber ? Justify.Right : Justify.Left;
            table.AddColumn(new TableColumn(text) { NoWrap = true, Alignment = side });
        }
        return table;
    }
}
