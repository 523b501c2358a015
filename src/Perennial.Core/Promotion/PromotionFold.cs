using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Promotion;

/// <summary>What a customer bought on promotion, and what was on promotion when they bought: the sums from which the
/// scores follow.</summary>
/// <remarks>A purchase is an order's line where lines are known, else the order. Time alone changes none of
/// these.</remarks>
sealed class PromotionFold : IProfilePart
{
    const int Mechanisms = 5;

    readonly Instant asOf;
    readonly ShopCalendar calendar;
    readonly PromotionOptions options;
    readonly int lastMonth;
    readonly int[] orders, purchases, promoted, openPurchases, openPromoted;
    readonly long[] gross, promotedGross, discount, openGross, openPromotedGross, openDiscount;
    readonly double[] effective, expectedShare, expectedValue, expectedDepth;
    readonly int[][] byMechanism;

    public PromotionFold(Instant asOf, ShopCalendar calendar, PromotionOptions options, ProfileTable into)
    {
        options.Check();
        this.asOf = asOf;
        this.calendar = calendar;
        this.options = options;
        lastMonth = options.Calendar?.LastMonth ?? int.MaxValue;
        orders = into.Values(PromotionColumns.Orders);
        purchases = into.Values(PromotionColumns.Purchases);
        promoted = into.Values(PromotionColumns.PurchasesPromoted);
        gross = into.Values(PromotionColumns.Gross);
        promotedGross = into.Values(PromotionColumns.GrossPromoted);
        discount = into.Values(PromotionColumns.Discount);
        effective = into.Values(PromotionColumns.EffectivePurchases);
        expectedShare = into.Values(PromotionColumns.ExpectedShare);
        expectedValue = into.Values(PromotionColumns.ExpectedValue);
        expectedDepth = into.Values(PromotionColumns.ExpectedDepth);
        openPurchases = into.Values(PromotionColumns.OpenPurchases);
        openPromoted = into.Values(PromotionColumns.OpenPromoted);
        openGross = into.Values(PromotionColumns.OpenGross);
        openPromotedGross = into.Values(PromotionColumns.OpenGrossPromoted);
        openDiscount = into.Values(PromotionColumns.OpenDiscount);
        byMechanism = [.. PromotionMechanisms.Counts.Select(column => into.Values(column))];
    }

    public Instant Fold(CustomerHistory history, int row)
    {
        var all = history.Orders;
        var sum = new Sums();
        var counted = 0;
        foreach (var counts in byMechanism) counts[row] = 0;
        for (var order = 0; order < all.Count && all.At[order] <= asOf; order++)
        {
            if (!OrderPurchases.Counts(all, order, options)) continue;
            counted++;
            var mechanism = all.Mechanism.IsEmpty ? 0 : (int)all.Mechanism[order];
            if (mechanism is >= 1 and <= Mechanisms) byMechanism[mechanism - 1][row]++;
            Add(ref sum, history, all, order);
        }
        orders[row] = counted;
        purchases[row] = sum.Purchases;
        promoted[row] = sum.Promoted;
        gross[row] = sum.Gross;
        promotedGross[row] = sum.PromotedGross;
        discount[row] = sum.Discount;
        effective[row] = sum.Squares > 0 ? (double)sum.Gross * sum.Gross / (double)sum.Squares : double.NaN;
        var expected = sum.ExpectedGross > 0;
        expectedShare[row] = expected ? 1e-6 * sum.ShareMillionths / sum.ExpectedPurchases : double.NaN;
        expectedValue[row] = expected ? 1e-6 * (double)sum.ValueMillionths / sum.ExpectedGross : double.NaN;
        openPurchases[row] = sum.OpenPurchases;
        openPromoted[row] = sum.OpenPromoted;
        openGross[row] = sum.OpenGross;
        openPromotedGross[row] = sum.OpenPromotedGross;
        openDiscount[row] = sum.OpenDiscount;
        expectedDepth[row] = expected ? 1e-6 * (double)sum.DepthMillionths / sum.ExpectedGross : double.NaN;
        return Instant.Never;
    }

    void Add(ref Sums sum, CustomerHistory history, OrderSlice all, int order)
    {
        var one = new OrderPurchases(all, order);
        var month = options.Calendar is null ? 0 : PromotionCalendar.MonthOf(calendar.DayOf(all.At[order]));
        for (var i = 0; i < one.Count; i++)
        {
            var (product, value, off) = one[i];
            if (value <= 0) continue;
            sum.Purchases++;
            sum.Gross += value;
            sum.Squares += (Int128)value * value;
            sum.Discount += off;
            var onPromotion = off > 0 && off >= options.LeastDepth * value;
            if (onPromotion)
            {
                sum.Promoted++;
                sum.PromotedGross += value;
            }
            // What is on offer in a month that is not over is known to the scoring run alone: it would change daily.
            if (month > lastMonth)
            {
                sum.OpenPurchases++;
                sum.OpenGross += value;
                sum.OpenDiscount += off;
                sum.OpenPromoted += onPromotion ? 1 : 0;
                sum.OpenPromotedGross += onPromotion ? value : 0;
                continue;
            }
            if (options.Calendar?.At(month, history.CategoryOf(product)) is not { } then) continue;
            sum.ExpectedPurchases++;
            sum.ExpectedGross += value;
            sum.ShareMillionths += then.PurchasesMillionths;
            sum.ValueMillionths += (Int128)value * then.ValueMillionths;
            sum.DepthMillionths += (Int128)value * then.DepthMillionths;
        }
    }

    // Whole numbers throughout, so that orders of one instant may come in any order.
    struct Sums
    {
        public int Purchases, Promoted, ExpectedPurchases, OpenPurchases, OpenPromoted;
        public long Gross, PromotedGross, Discount, ExpectedGross, ShareMillionths;
        public long OpenGross, OpenPromotedGross, OpenDiscount;
        public Int128 Squares, ValueMillionths, DepthMillionths;
    }
}
