using System.Runtime.CompilerServices;
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

    public CycleFold(Instant asOf, ProfileSettings settings, ProfileTable into)
    {
        settings.Gaps.Check();
        this.asOf = asOf;
        calendar = settings.Calendar;
        gapDaysSum = into.Values(Columns.GapDaysSum);
        gapLnSum = into.Values(Columns.GapLnSum);
        gapBeforeLastDays = into.Values(Columns.GapBeforeLastDays);
        ln = [.. Enumerable.Range(0, settings.Gaps.LongestGapDays + 1).Select(days => days == 0 ? 0 : Math.Log(days))];
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
        gapDaysSum[row] = gaps > 0 ? days : Columns.GapDaysSum.NoValue;
        gapLnSum[row] = gaps > 0 ? lnDays : Columns.GapLnSum.NoValue;
        gapBeforeLastDays[row] = gaps > 1 ? gapBefore : Columns.GapBeforeLastDays.NoValue;
        return Instant.Never;
    }
}
