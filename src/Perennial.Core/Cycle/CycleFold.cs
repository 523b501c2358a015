using System.Runtime.CompilerServices;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Cycle;

/// <summary>The fold's share of the purchase cycle: what a customer's gaps add up to.</summary>
sealed class CycleFold : IProfilePart
{
    readonly Instant asOf;
    readonly ShopCalendar calendar;
    readonly int[] gapDaysSum, gapBeforeLastDays;
    readonly double[] gapLnSum;
    readonly double[] ln;

    public CycleFold(Instant asOf, ShopCalendar calendar, GapOptions gaps, ProfileTable into)
    {
        gaps.Check();
        this.asOf = asOf;
        this.calendar = calendar;
        gapDaysSum = into.Values(CycleColumns.GapDaysSum);
        gapLnSum = into.Values(CycleColumns.GapLnSum);
        gapBeforeLastDays = into.Values(CycleColumns.GapBeforeLastDays);
        ln = [.. Enumerable.Range(0, gaps.LongestGapDays + 1).Select(days => days == 0 ? 0 : Math.Log(days))];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Instant Fold(CustomerHistory history, int row)
    {
        var orders = history.Orders;
        var at = orders.At;
        var gross = orders.GrossCents;
        var discount = orders.DiscountCents;
        var refunded = orders.RefundedCents;
        var (days, gaps, lastDay, lastGap, gapBefore) = (0, 0, int.MinValue, 0, 0);
        var lnDays = 0.0;
        for (var i = 0; i < at.Length && at[i] <= asOf; i++)
        {
            var given = refunded.IsEmpty ? 0 : refunded[i];
            if (given > 0 && given >= gross[i] - (discount.IsEmpty ? 0 : discount[i])) continue;
            var day = calendar.DayOf(at[i]);
            if (day == lastDay) continue;
            if (lastDay != int.MinValue)
            {
                (gapBefore, lastGap) = (lastGap, Math.Min(day - lastDay, ln.Length - 1));
                days += lastGap;
                lnDays += ln[lastGap];
                gaps++;
            }
            lastDay = day;
        }
        gapDaysSum[row] = gaps > 0 ? days : CycleColumns.GapDaysSum.NoValue;
        gapLnSum[row] = gaps > 0 ? lnDays : CycleColumns.GapLnSum.NoValue;
        gapBeforeLastDays[row] = gaps > 1 ? gapBefore : CycleColumns.GapBeforeLastDays.NoValue;
        return Instant.Never;
    }
}
