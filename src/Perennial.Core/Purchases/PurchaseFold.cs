using System.Runtime.CompilerServices;
using Perennial.Core.History;
using Perennial.Core.Lifecycle;
using Perennial.Core.Profiles;

namespace Perennial.Core.Purchases;

/// <summary>The fold's share of purchases and of the lifecycle: the columns that every fold writes.</summary>
sealed class PurchaseFold
{
    readonly Instant asOf;
    readonly ShopCalendar calendar;
    readonly LifecycleOptions stages;
    readonly int today;

    readonly Instant[] firstOrderAt, lastOrderAt;
    readonly int[] orders, returnedOrders, frequency, lastGapDays, firstGapDays;
    readonly int[] purchaseDays, firstOrderDay, lastOrderDay;
    readonly long[] revenue, monetary, margin, firstDayRevenue, yearToLastRevenue;
    readonly double[] averageOrderValue, refundRate, meanGapDays, priorityScore;
    readonly byte[] multiBuyer, continuity, lifecycle;

    /// <exception cref="ArgumentException">The lifecycle limits do not ascend.</exception>
    public PurchaseFold(Instant asOf, ShopCalendar calendar, LifecycleOptions stages, ProfileTable into)
    {
        stages.Check();
        this.asOf = asOf;
        this.calendar = calendar;
        this.stages = stages;
        today = calendar.DayOf(asOf);
        firstOrderAt = into.Values(PurchaseColumns.FirstOrderAt);
        lastOrderAt = into.Values(PurchaseColumns.LastOrderAt);
        orders = into.Values(PurchaseColumns.Orders);
        returnedOrders = into.Values(PurchaseColumns.ReturnedOrders);
        frequency = into.Values(PurchaseColumns.Frequency);
        lastGapDays = into.Values(PurchaseColumns.LastGapDays);
        firstGapDays = into.Values(PurchaseColumns.FirstGapDays);
        revenue = into.Values(PurchaseColumns.Revenue);
        monetary = into.Values(PurchaseColumns.Monetary);
        margin = into.Values(PurchaseColumns.Margin);
        averageOrderValue = into.Values(PurchaseColumns.AverageOrderValue);
        refundRate = into.Values(PurchaseColumns.RefundRate);
        meanGapDays = into.Values(PurchaseColumns.MeanGapDays);
        priorityScore = into.Values(PurchaseColumns.PriorityScore);
        multiBuyer = into.Values(PurchaseColumns.MultiBuyer);
        continuity = into.Values(PurchaseColumns.Continuity);
        lifecycle = into.Values(LifecycleColumns.Stage);
        purchaseDays = into.Values(PurchaseColumns.PurchaseDays);
        firstOrderDay = into.Values(PurchaseColumns.FirstOrderDay);
        lastOrderDay = into.Values(PurchaseColumns.LastOrderDay);
        firstDayRevenue = into.Values(PurchaseColumns.FirstDayRevenue);
        yearToLastRevenue = into.Values(PurchaseColumns.YearToLastRevenue);
    }

    /// <summary>Writes one customer's row.</summary>
    /// <returns>The earliest instant at which one of these columns would change although nothing new
    /// happened.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Instant Fold(OrderSlice orders, int row)
    {
        var sum = PurchaseSummary.Of(orders, asOf, calendar);
        WriteTotals(row, sum.Orders, sum.NetCents);
        WritePurchases(row, sum);
        yearToLastRevenue[row] = sum.Orders > 0
            ? sum.YearToLastCents(orders) : PurchaseColumns.YearToLastRevenue.NoValue;
        var stageChangesAt = WriteLifecycle(row, sum.Orders, sum.LastDay);
        return sum.NextOrderAt < stageChangesAt ? sum.NextOrderAt : stageChangesAt;
    }

    /// <summary>Writes a row of which only totals are known.</summary>
    /// <returns>As <see cref="Fold"/>.</returns>
    public Instant FoldTotals(int row, Instant lastAt, int count, long netCents)
    {
        WriteTotals(row, count, netCents);
        lastOrderAt[row] = lastAt;
        var lastDay = lastAt.HasValue ? calendar.DayOf(lastAt) : 0;
        lastOrderDay[row] = lastAt.HasValue ? lastDay : PurchaseColumns.LastOrderDay.NoValue;
        return WriteLifecycle(row, count, lastDay);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void WriteTotals(int row, int count, long netCents)
    {
        orders[row] = count;
        frequency[row] = count;
        revenue[row] = netCents;
        monetary[row] = Math.Max(0, netCents);
        priorityScore[row] = Math.Max(0, netCents) / 100.0 * count;
        averageOrderValue[row] = count > 0 ? netCents / 100.0 / count : double.NaN;
        multiBuyer[row] = count >= 2 ? (byte)1 : (byte)0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void WritePurchases(int row, in PurchaseSummary sum)
    {
        var any = sum.Orders > 0;
        returnedOrders[row] = sum.Returned;
        continuity[row] = sum.LastIsSubscription ? (byte)1 : (byte)0;
        firstOrderAt[row] = any ? sum.FirstAt : Instant.None;
        lastOrderAt[row] = any ? sum.LastAt : Instant.None;
        refundRate[row] = sum.PaidCents > 0 ? (double)sum.RefundedCents / sum.PaidCents : double.NaN;
        margin[row] = sum.CostKnown ? sum.MarginCents : PurchaseColumns.Margin.NoValue;

        purchaseDays[row] = sum.PurchaseDays;
        firstOrderDay[row] = any ? sum.FirstDay : PurchaseColumns.FirstOrderDay.NoValue;
        lastOrderDay[row] = any ? sum.LastDay : PurchaseColumns.LastOrderDay.NoValue;
        firstDayRevenue[row] = any ? sum.FirstDayNetCents : PurchaseColumns.FirstDayRevenue.NoValue;

        var repeated = sum.PurchaseDays >= 2;
        meanGapDays[row] = repeated ? (double)(sum.LastDay - sum.FirstDay) / (sum.PurchaseDays - 1) : double.NaN;
        lastGapDays[row] = repeated ? sum.LastGapDays : PurchaseColumns.LastGapDays.NoValue;
        firstGapDays[row] = repeated ? sum.FirstGapDays : PurchaseColumns.FirstGapDays.NoValue;
    }

    Instant WriteLifecycle(int row, int count, int lastDay)
    {
        if (count == 0)
        {
            lifecycle[row] = (byte)LifecycleStage.Prospect;
            return Instant.Never;
        }
        var recencyDays = today - lastDay;
        lifecycle[row] = (byte)stages.StageOf(recencyDays);
        var after = stages.NextChangeAfter(recencyDays);
        return after < 0 ? Instant.Never : calendar.StartOf(lastDay + after);
    }

    /// <summary>Computes <c>recency_days</c> of every row as of an instant.</summary>
    public static void ReadAt(ProfileTable table, Instant asOf, ShopCalendar calendar)
    {
        var today = calendar.DayOf(asOf);
        var lastOrderAt = table.Values(PurchaseColumns.LastOrderAt);
        var recencyDays = table.Values(PurchaseColumns.RecencyDays);
        for (var row = 0; row < lastOrderAt.Length; row++)
        {
            recencyDays[row] = lastOrderAt[row].HasValue
                ? today - calendar.DayOf(lastOrderAt[row]) : PurchaseColumns.RecencyDays.NoValue;
        }
    }
}
