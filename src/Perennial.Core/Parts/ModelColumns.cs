using Perennial.Core.Profiles;

namespace Perennial.Core.Parts;

/// <summary>Writes the columns that follow from a scoring run's models.</summary>
static class ModelColumns
{
    /// <summary>Writes every row, on all cores.</summary>
    public static void WriteAll(Models models, ProfileTable table, ShopCalendar calendar)
    {
        var columns = ProfileParts.Modelled(models, table, calendar);
        if (columns.Length == 0) return;
        const int rowsPerTask = 16_384;
        Parallel.For(0, (table.Count + rowsPerTask - 1) / rowsPerTask, Cores.All, task =>
        {
            var end = Math.Min(table.Count, (task + 1) * rowsPerTask);
            for (var row = task * rowsPerTask; row < end; row++) Write(columns, table, row);
        });
    }

    /// <summary>Writes one row, and brings the row's next change forward where a status changes sooner.</summary>
    public static void Write(IModelColumns[] columns, ProfileTable table, int row)
    {
        foreach (var column in columns)
        {
            var changesAt = column.Write(row);
            if (changesAt < table.NextChangeAt[row]) table.NextChangeAt[row] = changesAt;
        }
    }
}
