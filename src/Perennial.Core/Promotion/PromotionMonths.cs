using System.Runtime.InteropServices;
using Perennial.Core.History;

namespace Perennial.Core.Promotion;

/// <summary>Adds up what was bought on promotion, month by month and category by category, from histories that may come
/// in pieces: what a <see cref="PromotionCalendar"/> is made of.</summary>
public sealed class PromotionMonths(Instant asOf, ShopCalendar calendar, PromotionOptions options)
{
    // A category's month with few purchases is drawn towards the whole month.
    internal const double PurchasesOfMonth = 20;

    readonly Dictionary<(int Month, string Category), Sum> sums = [];

    /// <summary>Adds the orders of some customers, up to the instant.</summary>
    public void Add(HistoryTable history)
    {
        for (var customer = 0; customer < history.CustomerCount; customer++)
        {
            var orders = history[customer].Orders;
            for (var order = 0; order < orders.Count && orders.At[order] <= asOf; order++)
                if (OrderPurchases.Counts(orders, order, options)) AddOrder(history[customer], order);
        }
    }

    /// <summary>The calendar of what was added.</summary>
    /// <param name="completeOnly">Leave out the month of the instant: what a month is measured by does not change any
    /// more once it is over, so that profiles need not be computed anew every night.</param>
    public PromotionCalendar Build(bool completeOnly = false)
    {
        // Where nothing was ever on promotion there is nothing to compare with.
        if (sums.Values.All(sum => sum.Promoted == 0)) return new PromotionCalendar([]);
        var end = completeOnly ? PromotionCalendar.MonthOf(calendar.DayOf(asOf)) : int.MaxValue;
        return new PromotionCalendar([.. sums.Where(sum => sum.Key.Month < end).OrderBy(sum => sum.Key.Month)
            .ThenBy(sum => sum.Key.Category, StringComparer.Ordinal)
            .Select(sum => sum.Value.Entry(sum.Key, sums[(sum.Key.Month, "")]))]);
    }

    void AddOrder(CustomerHistory history, int order)
    {
        var month = PromotionCalendar.MonthOf(calendar.DayOf(history.Orders.At[order]));
        var purchases = new OrderPurchases(history.Orders, order);
        for (var i = 0; i < purchases.Count; i++)
        {
            var (product, gross, discount) = purchases[i];
            if (gross <= 0) continue;
            var onPromotion = discount > 0 && discount >= options.LeastDepth * gross;
            AddPurchase((month, ""), gross, discount, onPromotion);
            if (history.CategoryOf(product) is { Length: > 0 } category)
                AddPurchase((month, category), gross, discount, onPromotion);
        }
    }

    void AddPurchase((int Month, string Category) key, long gross, long discount, bool onPromotion)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        sum.Purchases++;
        sum.Promoted += onPromotion ? 1 : 0;
        sum.Gross += gross;
        sum.PromotedGross += onPromotion ? gross : 0;
        sum.Discount += discount;
    }

    struct Sum
    {
        public long Purchases, Promoted, Gross, PromotedGross, Discount;

        public readonly PromotionMonth Entry((int Month, string Category) key, Sum whole)
        {
            var own = key.Category == "" ? 1 : Purchases / (Purchases + PurchasesOfMonth);
            int Millionths(double share, double ofWhole) =>
                (int)Math.Round(1e6 * (own * share + (1 - own) * ofWhole));
            return new PromotionMonth(key.Month, key.Category == "" ? null : key.Category,
                Millionths((double)Promoted / Purchases, (double)whole.Promoted / whole.Purchases),
                Millionths((double)PromotedGross / Gross, (double)whole.PromotedGross / whole.Gross),
                Millionths((double)Discount / Gross, (double)whole.Discount / whole.Gross));
        }
    }
}
