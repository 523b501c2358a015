using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Promotion;

/// <summary>
/// How much of the shop's goods went on promotion, by calendar month and category: what a customer who takes things as
/// they come would have bought on promotion at the same dates.
/// </summary>
/// <remarks>Computed from all customers' orders at a scoring run and frozen (in the settings of the fold) until the
/// next, so that one customer folded alone is measured like all together.</remarks>
/// <param name="Months">One entry a month and category, and one a month for all categories together.</param>
public sealed record PromotionCalendar(IReadOnlyList<PromotionMonth> Months)
{
    // A category's month with few purchases is drawn towards the whole month.
    const double PurchasesOfMonth = 20;

    readonly Dictionary<(int Month, string Category), PromotionMonth> byMonth =
        Months.ToDictionary(month => (month.Month, month.Category ?? ""));

    /// <summary>What was to be expected of a purchase; null for a month in which nobody bought.</summary>
    /// <param name="month">Year × 12 + month − 1.</param>
    /// <param name="category">The product's category; null where not known.</param>
    public PromotionMonth? At(int month, string? category) =>
        byMonth.TryGetValue((month, category ?? ""), out var found) ? found : byMonth.GetValueOrDefault((month, ""));

    /// <summary>The month of a day: year × 12 + month − 1.</summary>
    public static int MonthOf(int day)
    {
        var date = ShopCalendar.Date(day);
        return date.Year * 12 + date.Month - 1;
    }

    /// <summary>The calendar of a shop's orders up to an instant.</summary>
    /// <param name="history">All customers.</param>
    /// <param name="asOf">Orders at this instant and before are used.</param>
    /// <param name="settings">The shop's time zone, and what counts as promotion.</param>
    public static PromotionCalendar Of(HistoryTable history, Instant asOf, ProfileSettings settings)
    {
        var sums = new Dictionary<(int Month, string Category), Sum>();
        for (var customer = 0; customer < history.CustomerCount; customer++)
        {
            var orders = history[customer].Orders;
            for (var order = 0; order < orders.Count && orders.At[order] <= asOf; order++)
            {
                if (!OrderPurchases.Counts(orders, order, settings.Promotion)) continue;
                var month = MonthOf(settings.Calendar.DayOf(orders.At[order]));
                var purchases = new OrderPurchases(orders, order);
                for (var i = 0; i < purchases.Count; i++)
                {
                    var (product, gross, discount) = purchases[i];
                    if (gross <= 0) continue;
                    var onPromotion = discount > 0 && discount >= settings.Promotion.LeastDepth * gross;
                    var category = history[customer].CategoryOf(product) ?? "";
                    Add(sums, (month, ""), gross, discount, onPromotion);
                    if (category != "") Add(sums, (month, category), gross, discount, onPromotion);
                }
            }
        }
        return new PromotionCalendar([.. sums.OrderBy(sum => sum.Key.Month)
            .ThenBy(sum => sum.Key.Category, StringComparer.Ordinal)
            .Select(sum => sum.Value.Entry(sum.Key, sums[(sum.Key.Month, "")]))]);
    }

    static void Add(
        Dictionary<(int Month, string Category), Sum> sums, (int Month, string Category) key, long gross, long discount,
        bool onPromotion)
    {
        ref var sum = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
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

/// <summary>What was bought on promotion in one month. Shares are whole millionths, so that sums of them do not depend
/// on their order.</summary>
/// <param name="Month">Year × 12 + month − 1.</param>
/// <param name="Category">The category; null for all together.</param>
/// <param name="PurchasesMillionths">Share of purchases on promotion.</param>
/// <param name="ValueMillionths">Share of value on promotion.</param>
/// <param name="DepthMillionths">What was taken off, as a share of value.</param>
public sealed record PromotionMonth(
    int Month, string? Category, int PurchasesMillionths, int ValueMillionths, int DepthMillionths);
