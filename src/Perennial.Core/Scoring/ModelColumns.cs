using Perennial.Core.Cycle;
using Perennial.Core.Lifetime;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;

namespace Perennial.Core.Scoring;

/// <summary>The ideas whose columns follow from a run's models.</summary>
static class ModelColumns
{
    public static IModelColumns[] Of(Models models, ProfileTable table, ShopCalendar calendar) =>
    [
        new CycleColumns(models.Cycle, table, calendar),
        .. PressureModelColumns.For(models.Pressure, table),
        new LifetimeColumns(models.Lifetime, table, calendar),
    ];

    /// <summary>Writes every row, on all cores.</summary>
    public static void WriteAll(Models models, ProfileTable table, ShopCalendar calendar)
    {
        var columns = Of(models, table, calendar);
        if (columns.Length == 0) return;
        const int rowsPerTask = 16_384;
        Parallel.For(0, (table.Count + rowsPerTask - 1) / rowsPerTask, task =>
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
