using Perennial.Core;
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

    CustomerGroups(CustomerId[] ids, int[] rows)
    {
        this.ids = ids;
        this.rows = rows;
    }

    /// <summary>Rows in the batch.</summary>
    public int RowCount => rows.Length;

    public static CustomerGroups Of(FactBatch batch)
    {
        var ids = new CustomerId[batch.Keys.Count];
        Parallel.For(0, ids.Length, row => ids[row] = CustomerId.Of(batch.KeyKinds[row], batch.Keys.Text(row)));
        var rows = new int[ids.Length];
        for (var row = 0; row < rows.Length; row++) rows[row] = row;
        Array.Sort(ids, rows);
        return new CustomerGroups(ids, rows);
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
}
