using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Cycle;

/// <summary>How far through their cycle customers are: the clock column of the cycle.</summary>
static class CyclePosition
{
    /// <summary>Days since the last order as a share of the cycle; NaN without one.</summary>
    public static double Of(int silenceDays, double cycleDays) => silenceDays / cycleDays;

    /// <summary>Computes the column of a table whose recency is known; nothing where no cycle is.</summary>
    public static void ReadAt(ProfileTable table)
    {
        if (!table.Has(CycleColumns.Days)) return;
        var (recency, cycle, position) = (table.Values(PurchaseColumns.RecencyDays), table.Values(CycleColumns.Days),
            table.Values(CycleColumns.Position));
        for (var row = 0; row < position.Length; row++)
            position[row] = double.IsNaN(cycle[row]) ? double.NaN : Of(Math.Max(0, recency[row]), cycle[row]);
    }
}
