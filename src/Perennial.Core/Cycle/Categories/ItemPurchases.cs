using Perennial.Core.Cycle.Gaps;
using Perennial.Core.History;

namespace Perennial.Core.Cycle.Categories;

/// <summary>What a customer's purchases of one item (a category, or a product) add up to.</summary>
/// <param name="Item">Index of the item.</param>
/// <param name="Sums">Gaps between purchase days, each as long as it would have been had the usual quantity been
/// bought before it: who bought double is expected after double the time.</param>
/// <param name="FirstDay">Day of the first purchase.</param>
/// <param name="LastDay">Day of the last.</param>
/// <param name="LastAt">Instant of the last.</param>
/// <param name="LastShare">Units bought that day over the customer's usual number, 1/3..3.</param>
public readonly record struct ItemPurchases(
    int Item, GapSums Sums, int FirstDay, int LastDay, Instant LastAt, double LastShare)
{
    /// <summary>The last two gaps, days; the first 0 where there are fewer than two.</summary>
    public (double Before, double Last) LastGaps { get; init; }

    /// <summary>Purchase days.</summary>
    public int Count => Sums.Gaps + 1;

    /// <summary>A silence as it counts: in usual quantities.</summary>
    public double Silence(int today) => Math.Max(0, today - LastDay) / LastShare;
}

/// <summary>Reads purchases by item from the lines of one customer after the other. Keeps its memory between them; not
/// safe for several threads.</summary>
/// <param name="asOf">Orders at this instant and before are used.</param>
/// <param name="calendar">The shop's calendar.</param>
/// <param name="gaps">How gaps are read.</param>
public sealed class ItemReader(Instant asOf, ShopCalendar calendar, GapOptions gaps)
{
    const double MostShare = 3;

    readonly List<(int Item, int Day, Instant At, int Units)> bought = [];
    readonly List<ItemPurchases> found = [];

    /// <summary>What a customer bought of each item; valid until the next call.</summary>
    /// <param name="history">With lines; without them nothing is found.</param>
    /// <param name="itemOf">The item of each product of the history's table; −1 for none.</param>
    /// <returns>In the order of items.</returns>
    public IReadOnlyList<ItemPurchases> Read(CustomerHistory history, ReadOnlySpan<int> itemOf)
    {
        bought.Clear();
        found.Clear();
        var orders = history.Orders;
        for (var i = 0; i < orders.Count && orders.At[i] <= asOf; i++) AddLines(orders, i, itemOf);
        bought.Sort();
        for (var start = 0; start < bought.Count;)
        {
            var end = start + 1;
            while (end < bought.Count && bought[end].Item == bought[start].Item) end++;
            found.Add(Sum(start, MergeDays(start, end)));
            start = end;
        }
        return found;
    }

    void AddLines(OrderSlice orders, int order, ReadOnlySpan<int> itemOf)
    {
        var lines = orders.Lines(order);
        for (var i = 0; i < lines.Count; i++)
        {
            var item = itemOf[lines.Product[i]];
            var units = lines.Quantity[i] - lines.RefundedQuantity[i];
            if (item >= 0 && units > 0) bought.Add((item, calendar.DayOf(orders.At[order]), orders.At[order], units));
        }
    }

    // Several lines or orders of a day become one purchase; returns where the item's purchases end now.
    int MergeDays(int start, int end)
    {
        var last = start;
        for (var i = start + 1; i < end; i++)
        {
            var (item, day, at, units) = bought[i];
            if (day == bought[last].Day) bought[last] = (item, day, at, bought[last].Units + units);
            else bought[++last] = bought[i];
        }
        return last + 1;
    }

    ItemPurchases Sum(int start, int end)
    {
        var units = 0.0;
        for (var i = start; i < end; i++) units += bought[i].Units;
        var usual = units / (end - start);
        var sums = default(GapSums);
        var lastGaps = (Before: 0.0, Last: 0.0);
        for (var i = start; i < end - 1; i++)
        {
            var days = (bought[i + 1].Day - bought[i].Day) / Share(bought[i].Units, usual);
            lastGaps = (lastGaps.Last, Math.Clamp(days, 1, gaps.LongestGapDays));
            sums = sums.With(lastGaps.Last);
        }
        var last = bought[end - 1];
        return new ItemPurchases(last.Item, sums, bought[start].Day, last.Day, last.At, Share(last.Units, usual))
        {
            LastGaps = lastGaps,
        };
    }

    static double Share(int units, double usual) => Math.Clamp(units / usual, 1 / MostShare, MostShare);
}
