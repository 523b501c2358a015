using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Cycle;

/// <summary>A customer with an order, as forecasts of the next one see them.</summary>
/// <param name="Sums">Past gaps; none after one purchase.</param>
/// <param name="SilenceDays">Days since the last purchase.</param>
/// <param name="TenureDays">Days since the first.</param>
/// <param name="FirstDay">The day of the first.</param>
public readonly record struct Buyer(GapSums Sums, int SilenceDays, int TenureDays, int FirstDay);

/// <summary>Reads buyers from the fold's columns.</summary>
/// <param name="table">The table.</param>
public sealed class Buyers(ProfileTable table)
{
    readonly int[] purchaseDays = table.Values(PurchaseColumns.PurchaseDays);
    readonly int[] firstDay = table.Values(PurchaseColumns.FirstOrderDay);
    readonly int[] lastDay = table.Values(PurchaseColumns.LastOrderDay);
    readonly int[] gapDaysSum = table.Values(CycleColumns.GapDaysSum);
    readonly double[] gapLnSum = table.Values(CycleColumns.GapLnSum);

    /// <summary>Number of rows, buyers or not.</summary>
    public int Count => purchaseDays.Length;

    /// <summary>Number of different days with an order; 0 without one, and where only totals are known.</summary>
    public int PurchaseDays(int row) => Math.Max(0, purchaseDays[row]);

    /// <summary>Day of the last order of a buyer.</summary>
    public int LastDay(int row) => lastDay[row];

    /// <summary>The buyer of a row that has a purchase day.</summary>
    public Buyer At(int row, int today)
    {
        var sums = purchaseDays[row] > 1
            ? new GapSums(purchaseDays[row] - 1, gapDaysSum[row], gapLnSum[row]) : default;
        return new Buyer(sums, Math.Max(0, today - lastDay[row]), Math.Max(0, today - firstDay[row]), firstDay[row]);
    }

    /// <summary>Rows of buyers, at most so many, spread evenly whatever the order of rows.</summary>
    public List<int> Sample(int most, bool repeatersOnly = false)
    {
        var least = repeatersOnly ? 2 : 1;
        var all = 0;
        for (var row = 0; row < Count; row++) if (purchaseDays[row] >= least) all++;
        // The top 32 bits of a multiplicative hash are as good as drawn.
        var limit = all <= most ? ulong.MaxValue : (ulong)((double)most / all * uint.MaxValue);
        var rows = new List<int>(Math.Min(all, most));
        for (var row = 0; row < Count; row++)
            if (purchaseDays[row] >= least && Spread(row) <= limit) rows.Add(row);
        return rows;
    }

    /// <summary>A number in 0..2^32−1 that follows from a row's index as if it were drawn.</summary>
    public static ulong Spread(int row)
    {
        unchecked
        {
            var x = ((ulong)row + 1) * 0x9E3779B97F4A7C15;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            return (x ^ (x >> 27)) >> 32;
        }
    }
}
