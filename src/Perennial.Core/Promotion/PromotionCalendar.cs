using Perennial.Core.History;

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
    readonly Dictionary<(int Month, string Category), PromotionMonth> byMonth =
        Months.ToDictionary(month => (month.Month, month.Category ?? ""));

    /// <summary>The last month that it tells of; <see cref="int.MaxValue"/> where it tells of none.</summary>
    public int LastMonth { get; } = Months.Count == 0 ? int.MaxValue : Months.Max(month => month.Month);

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
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="options">What counts as promotion.</param>
    public static PromotionCalendar Of(
        HistoryTable history, Instant asOf, ShopCalendar calendar, PromotionOptions options)
    {
        var months = new PromotionMonths(asOf, calendar, options);
        months.Add(history);
        return months.Build();
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
