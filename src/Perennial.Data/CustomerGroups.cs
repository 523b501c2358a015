using System.Runtime.InteropServices;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>
/// A batch's rows in the order of customer ids, which is the order of the store: rows are then written one after
/// the other into pages that are at hand. Keys that name the same customer stand side by side.
/// </summary>
sealed class CustomerGroups
{
    readonly CustomerId[] ids;
    readonly int[] rows;
    readonly OrderFacts orders;
    readonly int[] byId;

    CustomerGroups(CustomerId[] ids, int[] rows, OrderFacts orders)
    {
        (this.ids, this.rows, this.orders) = (ids, rows, orders);
        byId = SortOrders(orders);
    }

    /// <summary>Rows in the batch.</summary>
    public int RowCount => rows.Length;

    public static CustomerGroups Of(FactBatch batch)
    {
        if (batch.History.Orders.Id.Length != batch.History.Orders.At.Length)
            throw new ArgumentException("Orders without ids cannot be stored.", nameof(batch));
        var ids = new CustomerId[batch.Keys.Count];
        Parallel.For(0, ids.Length, row => ids[row] = CustomerId.Of(batch.KeyKinds[row], batch.Keys.Text(row)));
        var rows = new int[ids.Length];
        for (var row = 0; row < rows.Length; row++) rows[row] = row;
        Array.Sort(ids, rows);
        return new CustomerGroups(ids, rows, batch.History.Orders);
    }

    /// <summary>Each customer with the rows of the batch that speak of them, in the order of the batch.</summary>
    public IEnumerable<(CustomerId Id, ArraySegment<int> Rows)> All()
    {
        for (var start = 0; start < rows.Length;)
        {
            var end = start + 1;
            while (end < rows.Length && ids[end] == ids[start]) end++;
            Array.Sort(rows, start, end - start);
            yield return (ids[start], new ArraySegment<int>(rows, start, end - start));
            start = end;
        }
    }

    /// <summary>The orders of some rows by order id, which is their order in the store. Those of one id keep their
    /// order: the later has the last word.</summary>
    /// <param name="rows">The rows of one customer.</param>
    /// <param name="several">Takes the orders of several rows.</param>
    /// <param name="repeated">Whether an id occurs more than once.</param>
    public ReadOnlySpan<int> OrdersOf(ArraySegment<int> rows, List<int> several, out bool repeated)
    {
        ReadOnlySpan<int> sorted;
        if (rows.Count == 1)
        {
            sorted = byId.AsSpan(orders.Start[rows[0]]..orders.Start[rows[0] + 1]);
        }
        else
        {
            several.Clear();
            foreach (var row in rows)
                for (var order = orders.Start[row]; order < orders.Start[row + 1]; order++) several.Add(order);
            several.Sort(Compare);
            sorted = CollectionsMarshal.AsSpan(several);
        }
        repeated = false;
        for (var i = 1; i < sorted.Length; i++) repeated |= orders.Id[sorted[i]] == orders.Id[sorted[i - 1]];
        return sorted;
    }

    static int[] SortOrders(OrderFacts orders)
    {
        const int rowsPerTask = 8192;
        var ids = new UInt128[orders.Id.Length];
        var sorted = new int[ids.Length];
        var rows = orders.Start.Length - 1;
        Parallel.For(0, (rows + rowsPerTask - 1) / rowsPerTask, task =>
        {
            for (var row = task * rowsPerTask; row < Math.Min(rows, (task + 1) * rowsPerTask); row++)
            {
                var (start, end) = (orders.Start[row], orders.Start[row + 1]);
                for (var i = start; i < end; i++) (ids[i], sorted[i]) = (orders.Id[i].Value, i);
                ids.AsSpan(start..end).Sort(sorted.AsSpan(start..end));
                for (var i = start + 1; i < end; i++)
                {
                    // Equal ids are rare, and the sort does not keep their order.
                    if (ids[i] != ids[i - 1]) continue;
                    var first = i - 1;
                    while (i < end && ids[i] == ids[first]) i++;
                    sorted.AsSpan(first..i).Sort();
                }
            }
        });
        return sorted;
    }

    int Compare(int left, int right) => orders.Id[left] == orders.Id[right]
        ? left.CompareTo(right) : orders.Id[left].Value.CompareTo(orders.Id[right].Value);
}
