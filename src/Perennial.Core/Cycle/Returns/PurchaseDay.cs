using Perennial.Core.History;

namespace Perennial.Core.Cycle.Returns;

/// <summary>Which orders make a day one of purchase.</summary>
static class PurchaseDay
{
    /// <summary>Whether everything of an order was given back.</summary>
    public static bool IsReturned(OrderSlice orders, int order)
    {
        if (orders.RefundedCents.IsEmpty) return false;
        var given = orders.RefundedCents[order];
        var discount = orders.DiscountCents.IsEmpty ? 0 : orders.DiscountCents[order];
        return given > 0 && given >= orders.GrossCents[order] - discount;
    }

    /// <summary>The first day of purchase after a day, up to a last day; −1 if there is none.</summary>
    public static int NextAfter(OrderSlice orders, ShopCalendar calendar, int day, int lastDay)
    {
        for (var i = 0; i < orders.Count; i++)
        {
            var placed = calendar.DayOf(orders.At[i]);
            if (placed > lastDay) break;
            if (placed > day && !IsReturned(orders, i)) return placed;
        }
        return -1;
    }
}
