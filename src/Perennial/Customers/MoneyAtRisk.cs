using Perennial.Core.AtRisk;
using Perennial.Shop;

namespace Perennial.Customers;

/// <summary>What a shop has at risk: what late and very late customers would bring in a year by their own rhythm, less
/// what is to be expected of them.</summary>
/// <param name="Customers">Late and very late customers of whom it can be said.</param>
/// <param name="Cents">Their at_risk together.</param>
/// <param name="Rows">Those with the most, the most first.</param>
sealed record MoneyAtRisk(int Customers, long Cents, int[] Rows)
{
    /// <summary>The order of late customers' lists: the most at risk first.</summary>
    public static readonly ListOrder Order = new(AtRiskColumns.AtRisk.Name, true);

    /// <summary>Everybody's, with the first of them.</summary>
    public static MoneyAtRisk Of(ShopView view, int most)
    {
        var atRisk = view.Table.Values(AtRiskColumns.AtRisk);
        var (customers, cents) = (0, 0L);
        foreach (var one in atRisk)
        {
            if (one == AtRiskColumns.AtRisk.NoValue) continue;
            customers++;
            cents += one;
        }
        var late = new CustomerFilter().With("cycle", "late", "very late");
        var rows = customers == 0 ? [] : CustomerList.Find(view, late, Order, 1, most).Rows;
        return new(customers, cents, [.. rows.Where(row => atRisk[row] > 0)]);
    }
}
