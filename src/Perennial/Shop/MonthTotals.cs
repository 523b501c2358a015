using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Facts;

namespace Perennial.Shop;

/// <summary>Sums what was ordered by calendar month of the shop.</summary>
static class MonthTotals
{
    /// <summary>Every month from the first order's to the last one's, without gaps.</summary>
    /// <remarks>What was given back of an order lessens the month in which it was ordered, by all that is known now: so
    /// a month of before changes when something of it comes back, as it does on a shop's books.</remarks>
    public static IReadOnlyList<MonthTotal> Of(ShopStore store, ShopCalendar calendar, Instant asOf) =>
        Sum(store.Facts.OrdersByHour(asOf), calendar);

    /// <summary>The same of totals by hour.</summary>
    public static IReadOnlyList<MonthTotal> Sum(IEnumerable<HourTotal> hours, ShopCalendar calendar)
    {
        var months = new SortedDictionary<DateOnly, MonthTotal>();
        foreach (var hour in hours)
        {
            var date = ShopCalendar.Date(calendar.DayOf(hour.Start));
            var month = new DateOnly(date.Year, date.Month, 1);
            var sum = months.GetValueOrDefault(month, new MonthTotal(month, 0, 0));
            months[month] = new MonthTotal(month, sum.Orders + hour.Orders, sum.RevenueCents + hour.NetCents);
        }
        if (months.Count == 0) return [];
        for (var month = months.Keys.First(); month < months.Keys.Last(); month = month.AddMonths(1))
            months.TryAdd(month.AddMonths(1), new MonthTotal(month.AddMonths(1), 0, 0));
        return [.. months.Values];
    }
}
