using Perennial.Core.Cycle;
using Perennial.Core.Lifetime;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.AtRisk;

/// <summary>Writes at_risk, which follows from the columns of cycle and lifetime: after them.</summary>
/// <param name="table">With those.</param>
sealed class AtRiskModelColumns(ProfileTable table) : IModelColumns
{
    readonly byte[] status = table.Values(CycleColumns.Status);
    readonly MoneyOfYear money = new(table);
    readonly long[] atRisk = table.Values(AtRiskColumns.AtRisk);

    /// <summary>What writes them; nothing where no cycle is known and none was.</summary>
    public static IEnumerable<IModelColumns> For(ProfileTable table) =>
        table.Has(CycleColumns.Days) && table.Has(LifetimeColumns.ExpectedSpend)
            ? [new AtRiskModelColumns(table)] : [];

    /// <inheritdoc/>
    public Instant Write(int row)
    {
        var late = (CycleStatus)status[row] is CycleStatus.Late or CycleStatus.VeryLate;
        var cents = late ? 100 * (money.Rhythm(row) - money.Expected(row)) : double.NaN;
        atRisk[row] = !double.IsFinite(cents) || cents > long.MaxValue / 4 ? AtRiskColumns.AtRisk.NoValue
            : Math.Max(0, (long)Math.Round(cents));
        return Instant.Never;
    }
}

/// <summary>What customers would bring in a year if they kept to their rhythm, and what is to be expected.</summary>
/// <param name="table">With the columns of purchases, cycle and lifetime.</param>
sealed class MoneyOfYear(ProfileTable table)
{
    const double Year = 365;

    readonly double[] cycleDays = table.Values(CycleColumns.Days);
    readonly double[] spend = table.Values(LifetimeColumns.ExpectedSpend);
    readonly double[] orders = table.Values(LifetimeColumns.ExpectedOrders365d);
    readonly long[] before = table.Values(PurchaseColumns.YearToLastRevenue);

    /// <summary>By the own rhythm, at most what the year to the last order brought; currency units, NaN where it cannot
    /// be said.</summary>
    public double Rhythm(int row) => Math.Min(Uncapped(row), Math.Max(0, before[row]) / 100.0);

    /// <summary>By the own rhythm alone: somebody who bought thrice in a week would do so all year.</summary>
    public double Uncapped(int row) => Year / cycleDays[row] * spend[row];

    /// <summary>To be expected of the customer as they are now; currency units, NaN where it cannot be said.</summary>
    public double Expected(int row) => orders[row] * spend[row];
}
