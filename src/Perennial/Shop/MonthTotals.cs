using Perennial.Core;
using Perennial.Data;

namespace Perennial.Shop;

/// <summary>Sums what was ordered by calendar month of the shop.</summary>
static class MonthTotals
{
    /// <summary>Every month from the first order's to the last one's, without gaps.</summary>
    public static IReadOnlyList<MonthTotal> Of(ShopStore store, ShopCalendar calendar, Instant asOf)
    {
        var months = new SortedDictionary<DateOnly, MonthTotal>();
        foreach (var hour in store.Facts.OrdersByHour(asOf))
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
