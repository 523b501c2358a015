using System.Runtime.CompilerServices;
using Perennial.Core.History;
using Perennial.Core.Lifecycle;

namespace Perennial.Core.Profiles;

/// <summary>
/// The fold: a customer's fact and status columns as a pure function of their history, an instant and the
/// settings. The same code serves a file of ten million orders, one event, and a back-test.
/// </summary>
/// <remarks>
/// Facts after <c>asOf</c> are not seen, except that the first of them bounds <c>NextChangeAt</c>. The result does
/// not depend on the order in which facts arrived.
/// </remarks>
public sealed class ProfileFold
{
    readonly Instant asOf;
    readonly ProfileSettings settings;
    readonly ProfileTable into;
    readonly int today;

    readonly Instant[] firstOrderAt, lastOrderAt;
    readonly int[] orders, returnedOrders, frequency, lastGapDays, firstGapDays;
    readonly int[] purchaseDays, firstOrderDay, lastOrderDay;
    readonly long[] revenue, monetary, margin, firstDayRevenue;
    readonly double[] averageOrderValue, refundRate, meanGapDays, priorityScore;
    readonly byte[] multiBuyer, continuity, lifecycle;
    readonly IProfilePart[] parts;

    /// <summary>Prepares a fold as of an instant into a table.</summary>
    /// <param name="asOf">Facts at this instant and before are used.</param>
    /// <param name="settings">The shop's calendar and limits.</param>
    /// <param name="into">Takes the results.</param>
    /// <exception cref="ArgumentException">The lifecycle limits do not ascend.</exception>
    public ProfileFold(Instant asOf, ProfileSettings settings, ProfileTable into)
    {
        settings.Lifecycle.Check();
        this.asOf = asOf;
        this.settings = settings;
        this.into = into;
        today = settings.Calendar.DayOf(asOf);
        firstOrderAt = into.Values(Columns.FirstOrderAt);
        lastOrderAt = into.Values(Columns.LastOrderAt);
        orders = into.Values(Columns.Orders);
        returnedOrders = into.Values(Columns.ReturnedOrders);
        frequency = into.Values(Columns.Frequency);
        lastGapDays = into.Values(Columns.LastGapDays);
        firstGapDays = into.Values(Columns.FirstGapDays);
        revenue = into.Values(Columns.Revenue);
        monetary = into.Values(Columns.Monetary);
        margin = into.Values(Columns.Margin);
        averageOrderValue = into.Values(Columns.AverageOrderValue);
        refundRate = into.Values(Columns.RefundRate);
        meanGapDays = into.Values(Columns.MeanGapDays);
        priorityScore = into.Values(Columns.PriorityScore);
        multiBuyer = into.Values(Columns.MultiBuyer);
        continuity = into.Values(Columns.Continuity);
        lifecycle = into.Values(Columns.Lifecycle);
        purchaseDays = into.Values(Columns.PurchaseDays);
        firstOrderDay = into.Values(Columns.FirstOrderDay);
        lastOrderDay = into.Values(Columns.LastOrderDay);
        firstDayRevenue = into.Values(Columns.FirstDayRevenue);
        parts = settings.PurchasesOnly ? [] : ProfileParts.Of(asOf, settings, into);
    }

    /// <summary>Folds every customer of a table, row by row into the same rows, on all cores; then the clock
    /// columns as of the same instant.</summary>
    public static ProfileTable FoldAll(
        HistoryTable history, CustomerKeys keys, Instant asOf, ProfileSettings settings)
    {
        var into = new ProfileTable(keys);
        var fold = new ProfileFold(asOf, settings, into);
        const int rowsPerTask = 16_384;
        Parallel.For(0, (history.CustomerCount + rowsPerTask - 1) / rowsPerTask, task =>
        {
            var end = Math.Min(history.CustomerCount, (task + 1) * rowsPerTask);
            for (var row = task * rowsPerTask; row < end; row++) fold.Fold(history[row], row);
        });
        into.ReadAt(asOf, settings.Calendar);
        return into;
    }

    /// <summary>Folds one customer into one row.</summary>
    /// <returns>The earliest instant at which a column of this row would change although nothing new happened;
    /// <see cref="Instant.Never"/> if time alone changes nothing. Also kept in the table.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Instant Fold(CustomerHistory history, int row)
    {
        var sum = PurchaseSummary.Of(history.Orders, asOf, settings.Calendar);
        WriteTotals(row, sum.Orders, sum.NetCents);
        WritePurchases(row, sum);
        var stageChangesAt = WriteLifecycle(row, sum.Orders, sum.LastDay);
        var next = sum.NextOrderAt < stageChangesAt ? sum.NextOrderAt : stageChangesAt;
        foreach (var part in parts)
        {
            var changesAt = part.Fold(history, row);
            if (changesAt < next) next = changesAt;
        }
        into.NextChangeAt[row] = next;
        return next;
    }

    /// <summary>Writes a row of which only totals are known: what follows from single orders stays without
    /// value.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="lastAt">The last order, not after the instant of the fold; None for a prospect.</param>
    /// <param name="count">Number of orders; 0 for a prospect.</param>
    /// <param name="netCents">Net revenue, cents.</param>
    /// <returns>As <see cref="Fold"/>.</returns>
    public Instant FoldTotals(int row, Instant lastAt, int count, long netCents)
    {
        WriteTotals(row, count, netCents);
        lastOrderAt[row] = lastAt;
        var lastDay = lastAt.HasValue ? settings.Calendar.DayOf(lastAt) : 0;
        lastOrderDay[row] = lastAt.HasValue ? lastDay : Columns.LastOrderDay.NoValue;
        return into.NextChangeAt[row] = WriteLifecycle(row, count, lastDay);
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
        margin[row] = sum.CostKnown ? sum.MarginCents : Columns.Margin.NoValue;

        purchaseDays[row] = sum.PurchaseDays;
        firstOrderDay[row] = any ? sum.FirstDay : Columns.FirstOrderDay.NoValue;
        lastOrderDay[row] = any ? sum.LastDay : Columns.LastOrderDay.NoValue;
        firstDayRevenue[row] = any ? sum.FirstDayNetCents : Columns.FirstDayRevenue.NoValue;

        var repeated = sum.PurchaseDays >= 2;
        meanGapDays[row] = repeated ? (double)(sum.LastDay - sum.FirstDay) / (sum.PurchaseDays - 1) : double.NaN;
        lastGapDays[row] = repeated ? sum.LastGapDays : Columns.LastGapDays.NoValue;
        firstGapDays[row] = repeated ? sum.FirstGapDays : Columns.FirstGapDays.NoValue;
    }

    Instant WriteLifecycle(int row, int count, int lastDay)
    {
        if (count == 0)
        {
            lifecycle[row] = (byte)LifecycleStage.Prospect;
            return Instant.Never;
        }
        var recencyDays = today - lastDay;
        lifecycle[row] = (byte)settings.Lifecycle.StageOf(recencyDays);
        var after = settings.Lifecycle.NextChangeAfter(recencyDays);
        return after < 0 ? Instant.Never : settings.Calendar.StartOf(lastDay + after);
    }
}
