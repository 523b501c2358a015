using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Statistics;

namespace Perennial.Core.Rfm;

/// <summary>The customers that are compared with one another: those with an order, and their three measures.</summary>
/// <remarks>All measures are "more is better": recency is held as the day of the last order.</remarks>
public sealed class Population
{
    readonly Lazy<long[]> sortedDays, sortedFrequency, sortedMonetaryCents;

    Population(ProfileTable table, int asOfDay, int[] rows, long[] days, long[] frequency, long[] monetary)
    {
        Table = table;
        AsOfDay = asOfDay;
        Rows = rows;
        Days = days;
        Frequency = frequency;
        MonetaryCents = monetary;
        sortedDays = new(() => RadixSort.Sorted(days));
        sortedFrequency = new(() => RadixSort.Sorted(frequency));
        sortedMonetaryCents = new(() => RadixSort.Sorted(monetary));
    }

    /// <summary>The table the customers stand in.</summary>
    public ProfileTable Table { get; }

    /// <summary>The calendar day that recency is measured from.</summary>
    public int AsOfDay { get; }

    /// <summary>Number of customers with an order.</summary>
    public int Count => Rows.Length;

    /// <summary>Each customer's row in the table, ascending.</summary>
    public int[] Rows { get; }

    /// <summary>Each customer's day of the last order, days since 1970-01-01.</summary>
    public long[] Days { get; }

    /// <summary>Each customer's number of orders, at least 1.</summary>
    public long[] Frequency { get; }

    /// <summary>Each customer's revenue, cents, at least 0.</summary>
    public long[] MonetaryCents { get; }

    /// <summary>The days in ascending order; computed once, for quantiles and lists alike.</summary>
    public long[] SortedDays => sortedDays.Value;

    /// <summary>The numbers of orders in ascending order; computed once.</summary>
    public long[] SortedFrequency => sortedFrequency.Value;

    /// <summary>The revenues in ascending order; computed once.</summary>
    public long[] SortedMonetaryCents => sortedMonetaryCents.Value;

    /// <summary>One customer's own key.</summary>
    public ReadOnlySpan<byte> Key(int customer) => Table.Keys[Rows[customer]];

    /// <summary>The customers of a table who have an order.</summary>
    /// <param name="table">With <see cref="ProfileTable.ReadAt"/> done for the instant of scoring.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <exception cref="InvalidOperationException">The table's clock columns were never computed.</exception>
    public static Population Of(ProfileTable table, ShopCalendar calendar)
    {
        if (!table.AsOf.HasValue) throw new InvalidOperationException("Compute the clock columns (ReadAt) first.");
        var asOfDay = calendar.DayOf(table.AsOf);
        var recency = table.Values(PurchaseColumns.RecencyDays);
        var frequency = table.Values(PurchaseColumns.Frequency);
        var monetary = table.Values(PurchaseColumns.Monetary);
        var rows = new int[table.Count];
        var count = 0;
        for (var row = 0; row < table.Count; row++)
        {
            rows[count] = row;
            if (frequency[row] > 0) count++;
        }
        Array.Resize(ref rows, count);
        var (days, orders, cents) = (Numbers(count), Numbers(count), Numbers(count));
        for (var i = 0; i < count; i++)
        {
            days[i] = asOfDay - recency[rows[i]];
            orders[i] = frequency[rows[i]];
            cents[i] = monetary[rows[i]];
        }
        return new Population(table, asOfDay, rows, days, orders, cents);
    }

    /// <summary>Others who are compared in the same way, by measures of their own.</summary>
    /// <param name="table">The table they stand in.</param>
    /// <param name="asOfDay">The calendar day that recency is measured from.</param>
    /// <param name="rows">Their rows, ascending.</param>
    /// <param name="days">In place of the day of the last order.</param>
    /// <param name="frequency">In place of orders, at least 1.</param>
    /// <param name="monetary">In place of cents, at least 0.</param>
    public static Population Of(
        ProfileTable table, int asOfDay, int[] rows, long[] days, long[] frequency, long[] monetary) =>
        new(table, asOfDay, rows, days, frequency, monetary);

    static long[] Numbers(int count) => GC.AllocateUninitializedArray<long>(count);
}
