using Perennial.Core;
using Perennial.Core.Cycle.Categories;
using Perennial.Data.Engines;

namespace Perennial.Data.CategoryCycles;

/// <summary>Reads where customers stand in the cycles of categories.</summary>
static class CategoryCycleRows
{
    /// <summary>Of customers of a shard, ascending, row by row.</summary>
    public static IReadOnlyList<IReadOnlyList<CategoryStand>> Of(Database database, int shard, CustomerId[] ids)
    {
        List<CategoryStand>[] stands = [.. ids.Select(_ => new List<CategoryStand>())];
        using var rows = database.RowsOf(SqlText.Query("category-cycles-of"), shard, ids);
        while (rows.Step()) stands[Array.BinarySearch(ids, rows.CustomerId(0))].Add(Read(rows));
        return stands;
    }

    static CategoryStand Read(Rows row)
    {
        int? Day(int cell) => row.IsNull(cell) ? null : row.Int32(cell);
        double Number(int cell) => row.IsNull(cell) ? double.NaN : row.Double(cell);
        return new CategoryStand
        {
            Category = row.Text(1)!, LastDay = row.Int32(2), CycleDays = Number(3), CycleDaysLow = Number(4),
            CycleDaysHigh = Number(5), ExpectedAt = row.IsNull(6) ? Instant.None : row.Instant(6),
            SoonDay = Day(7), LateDay = Day(8), VeryLateDay = Day(9), InactiveDay = row.Int32(10),
            BuyChance30 = Number(11), BuyChance90 = Number(12),
        };
    }
}
