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
    readonly int[] openPurchases = table.Values(PromotionColumns.OpenPurchases);
    readonly int[] openPromoted = table.Values(PromotionColumns.OpenPromoted);
    readonly long[] openGross = table.Values(PromotionColumns.OpenGross);
    readonly long[] openPromotedGross = table.Values(PromotionColumns.OpenGrossPromoted);
    readonly long[] openDiscount = table.Values(PromotionColumns.OpenDiscount);
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
        (double)discount[row] / gross[row], expectedShare[row], expectedValue[row], expectedDepth[row])
    {
        OpenPurchases = (double)Math.Max(0, openPurchases[row]) / purchases[row],
        OpenValue = (double)Math.Max(0, openGross[row]) / gross[row],
    };

    public (int[] Purchases, int[] Promoted) Counts => (purchases, promoted);

    /// <summary>What everybody bought in the month that is not over: while it is little, drawn towards what they buy
    /// otherwise, as a category's month is. Null where nobody bought anything in it.</summary>
    /// <param name="else">Shares of purchases, value and depth at other times.</param>
    public PromotionShares? OpenMonth(PromotionShares @else)
    {
        var (count, promotedCount) = (0L, 0L);
        var (value, promotedValue, off) = (0.0, 0.0, 0.0);
        for (var row = 0; row < gross.Length; row++)
        {
            if (!Any(row) || openPurchases[row] <= 0) continue;
            count += openPurchases[row];
            promotedCount += openPromoted[row];
            value += openGross[row];
            promotedValue += openPromotedGross[row];
            off += openDiscount[row];
        }
        if (count == 0) return null;
        var own = count / (count + PromotionMonths.PurchasesOfMonth);
        return new PromotionShares(Drawn((double)promotedCount / count, @else.Purchases),
            Drawn(promotedValue / value, @else.Value), Drawn(off / value, @else.Depth));

        double Drawn(double share, double otherwise) => own * share + (1 - own) * otherwise;
    }

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
