using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Recommendations;

/// <summary>Writes recommendations into the rows of profiles, and takes out of them what was bought since.</summary>
public static class RecommendationRows
{
    /// <summary>Writes a customer's lists.</summary>
    /// <param name="table">Whose columns.</param>
    /// <param name="row">Which customer.</param>
    /// <param name="lists">Products by their numbers in the catalogue.</param>
    /// <param name="numberOf">The number in the table's products of each product of the catalogue.</param>
    public static void Write(ProfileTable table, int row, RecommendedProducts lists, int[] numberOf)
    {
        Write(table, row, RecommendationColumns.Rebuy, lists.Rebuy, numberOf);
        Write(table, row, RecommendationColumns.Discover, lists.Discover, numberOf);
        Write(table, row, RecommendationColumns.Viewed, lists.Viewed, numberOf);
        Write(table, row, RecommendationColumns.Similar, lists.Similar, numberOf);
    }

    static void Write(
        ProfileTable table, int row, IReadOnlyList<Column<int>> columns, int[] products, int[] numberOf)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var product = i < products.Length ? products[i] : -1;
            table.Values(columns[i])[row] = product < 0 ? columns[i].NoValue : numberOf[product];
        }
    }

    /// <summary>Takes out of every row's lists what the customer has bought in the meantime; what stands behind moves
    /// up. This keeps a night's lists right until the next night.</summary>
    /// <remarks>
    /// Discover loses what was ever bought, rebuy and viewed what was bought after <paramref name="scoredAt"/>. Where
    /// lines are not known nothing changes. Doing it again changes nothing.
    /// </remarks>
    /// <param name="history">The customers' facts, row by row those of the table.</param>
    /// <param name="table">With the night's lists.</param>
    /// <param name="scoredAt">The instant of the night's scoring run.</param>
    /// <param name="asOf">Orders after it are not seen.</param>
    public static void DropBought(HistoryTable history, ProfileTable table, Instant scoredAt, Instant asOf)
    {
        if (history.Orders.Lines is null || table.Products.Count == 0) return;
        int[] numberOf = [.. history.Products.Select(table.Products.Find)];
        HashSet<int> ever = [], since = [];
        for (var row = 0; row < history.CustomerCount; row++)
        {
            ever.Clear();
            since.Clear();
            Collect(history[row].Orders, numberOf, scoredAt, asOf, ever, since);
            if (ever.Count == 0) continue;
            Drop(table, row, RecommendationColumns.Discover, ever);
            Drop(table, row, RecommendationColumns.Similar, ever);
            if (since.Count == 0) continue;
            Drop(table, row, RecommendationColumns.Rebuy, since);
            Drop(table, row, RecommendationColumns.Viewed, since);
        }
    }

    static void Collect(
        OrderSlice orders, int[] numberOf, Instant scoredAt, Instant asOf, HashSet<int> ever, HashSet<int> since)
    {
        for (var order = 0; order < orders.Count && orders.At[order] <= asOf; order++)
        {
            foreach (var product in orders.Lines(order).Product)
            {
                if (numberOf[product] < 0) continue;
                ever.Add(numberOf[product]);
                if (orders.At[order] > scoredAt) since.Add(numberOf[product]);
            }
        }
    }

    static void Drop(ProfileTable table, int row, IReadOnlyList<Column<int>> columns, HashSet<int> bought)
    {
        var kept = 0;
        foreach (var column in columns)
        {
            ref var value = ref table.Values(column)[row];
            if (value == column.NoValue || bought.Contains(value)) continue;
            var product = value;
            value = column.NoValue;
            table.Values(columns[kept++])[row] = product;
        }
        for (; kept < columns.Count; kept++) table.Values(columns[kept])[row] = columns[kept].NoValue;
    }
}
