using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Cycle.Returns;

/// <summary>The customers whose first order fell into one month, and how they came back.</summary>
/// <param name="FirstDay">The first day of the month, days since 1970-01-01.</param>
/// <param name="Customers">How many.</param>
/// <param name="ReturnedBy">The share who bought on a second day within 30, 60, 90, 180 and 365 days of the first
/// (<see cref="Cohorts.Horizons"/>); null where none of them has been known for so long.</param>
/// <param name="MedianDays">Days until half of those who came back had done so; null where nobody did.</param>
/// <param name="Statuses">Customers in each cycle status, in the order of <see cref="CycleStatuses.Names"/>.</param>
public sealed record Cohort(
    int FirstDay, int Customers, IReadOnlyList<double?> ReturnedBy, int? MedianDays, IReadOnlyList<int> Statuses);

/// <summary>Customers by the month of their first order: who comes back, and when.</summary>
public static class Cohorts
{
    /// <summary>The days of <see cref="Cohort.ReturnedBy"/>.</summary>
    public static readonly IReadOnlyList<int> Horizons = [30, 60, 90, 180, 365];

    /// <summary>The cohorts of a table, the oldest first; months without a first order are left out.</summary>
    /// <param name="table">With the fold's columns, and the clock's.</param>
    /// <param name="calendar">The shop's calendar.</param>
    public static IReadOnlyList<Cohort> Of(ProfileTable table, ShopCalendar calendar)
    {
        var today = calendar.DayOf(table.AsOf);
        var (purchaseDays, firstDay, firstGap, status) = (table.Values(PurchaseColumns.PurchaseDays),
            table.Values(PurchaseColumns.FirstOrderDay), table.Values(PurchaseColumns.FirstGapDays),
            table.Values(CycleColumns.Status));
        var months = new SortedDictionary<int, (ReturnCounts Returns, int[] Statuses)>();
        for (var row = 0; row < table.Count; row++)
        {
            if (purchaseDays[row] <= 0) continue;
            var month = ReturnCurve.Month(firstDay[row]);
            if (!months.TryGetValue(month, out var cohort))
                months[month] = cohort = (new ReturnCounts(), new int[CycleStatuses.Names.Count]);
            if (purchaseDays[row] > 1) cohort.Returns.AddReturn(firstGap[row]);
            else cohort.Returns.AddWaiting(Math.Max(0, today - firstDay[row]));
            if (status[row] > 0) cohort.Statuses[status[row] - 1]++;
        }
        return [.. months.Select(entry =>
            Cohort(entry.Key, entry.Value.Returns.Curve(), today, entry.Value.Statuses))];
    }

    static Cohort Cohort(int month, SurvivalCurve curve, int today, int[] statuses)
    {
        var firstDay = ShopCalendar.Day(new DateOnly(month / 12, month % 12 + 1, 1));
        // Known as long as its oldest could be: a return soon after the first order does not end the watching.
        var known = curve with { LastDay = Math.Max(curve.LastDay, Math.Min(today - firstDay, 36_500)) };
        return new Cohort(firstDay, curve.Customers, [.. Horizons.Select(known.ShareBy)], curve.DayOf(0.5), statuses);
    }
}
