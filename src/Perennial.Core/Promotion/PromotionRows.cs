using Perennial.Core.Profiles;

namespace Perennial.Core.Promotion;

/// <summary>Reads the fold's sums of a row.</summary>
sealed class PromotionRows(ProfileTable table)
{
    readonly int[] orders = table.Values(PromotionColumns.Orders);
    readonly int[] purchases = table.Values(PromotionColumns.Purchases);
    readonly int[] promoted = table.Values(PromotionColumns.PurchasesPromoted);
    readonly long[] gross = table.Values(PromotionColumns.Gross);
    readonly long[] promotedGross = table.Values(PromotionColumns.GrossPromoted);
    readonly long[] discount = table.Values(PromotionColumns.Discount);
    readonly double[] effective = table.Values(PromotionColumns.EffectivePurchases);
    readonly double[] expectedShare = table.Values(PromotionColumns.ExpectedShare);
    readonly double[] expectedValue = table.Values(PromotionColumns.ExpectedValue);
    readonly double[] expectedDepth = table.Values(PromotionColumns.ExpectedDepth);

    /// <summary>Orders that take part.</summary>
    public int Orders(int row) => Math.Max(0, orders[row]);

    /// <summary>Whether there is anything to judge a customer by.</summary>
    public bool Any(int row) => purchases[row] > 0 && gross[row] > 0;

    public PromotionEvidence this[int row] => new(
        purchases[row], promoted[row], effective[row], (double)promotedGross[row] / gross[row],
        (double)discount[row] / gross[row], expectedShare[row], expectedValue[row], expectedDepth[row]);

    public (int[] Purchases, int[] Promoted) Counts => (purchases, promoted);

    /// <summary>What was taken off everything, as a share of its value.</summary>
    public double DepthOfAll()
    {
        var (off, all) = (0.0, 0.0);
        for (var row = 0; row < gross.Length; row++)
        {
            if (!Any(row)) continue;
            off += discount[row];
            all += gross[row];
        }
        return all > 0 ? off / all : 0;
    }
}
