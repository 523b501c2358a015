using Perennial.Core.Rfm;
using Perennial.Shop;

namespace Perennial.Customers;

/// <summary>One page of a list of customers.</summary>
/// <param name="Rows">Rows of the view, in order.</param>
/// <param name="Total">Customers on all pages.</param>
/// <param name="Page">This page, from 1.</param>
/// <param name="Size">Customers on a full page.</param>
public sealed record CustomerPage(int[] Rows, int Total, int Page, int Size)
{
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>The first customer's place in the list, from 1; 0 on an empty list.</summary>
    public int From => Total == 0 ? 0 : (Page - 1) * Size + 1;

    /// <summary>The last customer's place in the list.</summary>
    public int To => Math.Min(Total, Page * Size);
}

/// <summary>Finds a page of customers: a filter over the column arrays, then a walk along a precomputed
/// order.</summary>
public static class CustomerList
{
    /// <summary>One page. A page past the last gives the last.</summary>
    public static CustomerPage Find(ShopView view, CustomerFilter filter, ListOrder order, int page, int size)
    {
        var sorted = view.Orders.By(order.By);
        if (filter.IsEmpty) return All(view, sorted, order, page, size);

        var match = filter.Match(view, out var total);
        page = Clamp(page, total, size);
        var rows = new int[Math.Min(size, total - (page - 1) * size)];
        var (skip, found) = ((page - 1) * size, 0);
        for (var place = 0; found < rows.Length; place++)
        {
            var row = sorted.At(place, order.Descending);
            if (!match[row]) continue;
            if (skip > 0) skip--;
            else rows[found++] = row;
        }
        return new CustomerPage(rows, total, page, size);
    }

    /// <summary>Every customer that matches, in order: for exports.</summary>
    public static IEnumerable<int> All(ShopView view, CustomerFilter filter, ListOrder order)
    {
        var sorted = view.Orders.By(order.By);
        var match = filter.Match(view, out _);
        for (var place = 0; place < match.Length; place++)
        {
            var row = sorted.At(place, order.Descending);
            if (match[row]) yield return row;
        }
    }

    /// <summary>How many customers of each tier 1..6 match, whatever tier the filter asks for.</summary>
    public static int[] CountByTier(ShopView view, CustomerFilter filter)
    {
        var counts = new int[7];
        var match = filter.With("tier").Match(view, out _);
        for (var row = 0; row < match.Length; row++)
            if (match[row]) counts[CallList.Tier(view, row)]++;
        return counts;
    }

    /// <summary>Who were in the best RFM segments at the scoring run before and no longer are: the most revenue first.
    /// </summary>
    public static int[] Leavers(ShopView view, int most)
    {
        if (view.ScoringRun is null || view.PreviousScoringRun is not { } before) return [];
        var best = before.RfmSegmentSet.ToSet().Best;
        var filter = new CustomerFilter().With("was", [.. best])
            .With("rfm_segment", [.. view.Table.LabelsOf(RfmColumns.RfmSegment).Except(best), FilterField.None]);
        return Find(view, filter, new ListOrder("revenue", true), 1, most).Rows;
    }

    static CustomerPage All(ShopView view, SortedRows sorted, ListOrder order, int page, int size)
    {
        page = Clamp(page, view.Count, size);
        var from = (page - 1) * size;
        var rows = new int[Math.Min(size, view.Count - from)];
        for (var i = 0; i < rows.Length; i++) rows[i] = sorted.At(from + i, order.Descending);
        return new CustomerPage(rows, view.Count, page, size);
    }

    /// <summary>A page that there is.</summary>
    internal static int Clamp(int page, int total, int size) =>
        Math.Clamp(page, 1, Math.Max(1, (total + size - 1) / size));
}
