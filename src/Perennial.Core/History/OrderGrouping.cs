namespace Perennial.Core.History;

/// <summary>Finds where each order belongs when orders are grouped by customer and put in time order.</summary>
public static class OrderGrouping
{
    /// <summary>Groups orders by customer, then by time; orders at one instant keep their order of arrival.</summary>
    /// <param name="customer">Each order's customer, 0..customers-1.</param>
    /// <param name="at">Each order's instant.</param>
    /// <param name="customers">Number of customers.</param>
    /// <returns>Where each customer's orders start (customers + 1 entries), and for each place in the grouped
    /// order the index of the order that belongs there.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A customer index is not in 0..customers-1.</exception>
    public static (int[] Start, int[] Position) Group(
        ReadOnlySpan<int> customer, ReadOnlySpan<Instant> at, int customers)
    {
        var start = new int[customers + 1];
        foreach (var c in customer)
        {
            if (c < 0 || c >= customers)
                throw new ArgumentOutOfRangeException(nameof(customer), c, $"Not a customer in 0..{customers - 1}.");
            start[c + 1]++;
        }
        for (var c = 0; c < customers; c++) start[c + 1] += start[c];

        var next = start.AsSpan(0, customers).ToArray();
        var position = new int[customer.Length];
        for (var i = 0; i < customer.Length; i++) position[next[customer[i]]++] = i;
        for (var c = 0; c < customers; c++) SortByTime(position.AsSpan(start[c], start[c + 1] - start[c]), at);
        return (start, position);
    }

    // Facts mostly arrive in time order, so the usual cost is one comparison an order. A customer with very many
    // orders out of order (a wholesaler in a shuffled file) goes to the general sort instead of O(n²).
    static void SortByTime(Span<int> position, ReadOnlySpan<Instant> at)
    {
        const int insertionSortLimit = 64;
        if (position.Length > insertionSortLimit)
        {
            SortManyByTime(position, at);
            return;
        }
        for (var i = 1; i < position.Length; i++)
        {
            var order = position[i];
            var j = i - 1;
            for (; j >= 0 && at[position[j]] > at[order]; j--) position[j + 1] = position[j];
            position[j + 1] = order;
        }
    }

    static void SortManyByTime(Span<int> position, ReadOnlySpan<Instant> at)
    {
        var keys = new (long At, int Order)[position.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = (at[position[i]].UnixMs, position[i]);
        Array.Sort(keys);
        for (var i = 0; i < keys.Length; i++) position[i] = keys[i].Order;
    }
}
