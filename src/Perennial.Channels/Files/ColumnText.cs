using System.Text;
using Perennial.Core.Profiles;

namespace Perennial.Channels.Files;

/// <summary>A single value as text, written as files write it (but without quotes).</summary>
public static class ColumnText
{
    /// <summary>The value of a column in a row; empty where there is none.</summary>
    /// <param name="table">The profiles.</param>
    /// <param name="column">Which column.</param>
    /// <param name="row">Which customer.</param>
    /// <param name="bins">The highest possible score of the scoring run, 2..10.</param>
    public static string Of(ProfileTable table, Column column, int row, int bins)
    {
        if (column is Column<byte> { Form.Names: NameSource.Labels } label) return table.Label(label, row);
        if (column is Column<int> { Form.Names: NameSource.Products } products)
            return table.Values(products)[row] is >= 0 and var number ? table.Products[number] : "";
        var cells = ColumnCells.Of(table, column, bins, batch: 1);
        cells.Gather([row]);
        Span<byte> text = stackalloc byte[CsvCell.MaxBytes];
        return Encoding.UTF8.GetString(text[..cells.Write(0, text)]);
    }
}
