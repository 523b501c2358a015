using System.Runtime.InteropServices;
using Perennial.Core;

namespace Perennial.Data.Batches;

/// <summary>The facts of one kind in a batch by id within each row, which is their order in the store.</summary>
/// <typeparam name="TId">An id that is 128 bits and nothing else.</typeparam>
sealed class FactsById<TId> where TId : unmanaged
{
    readonly int[] start;
    readonly TId[] ids;
    readonly int[] sorted;
    readonly List<int> several = [];

    /// <summary>Sorts the facts of each row, on all cores.</summary>
    /// <param name="start">Where each row's facts start, and the end of the last row's.</param>
    /// <param name="ids">Each fact's id.</param>
    public FactsById(int[] start, TId[] ids)
    {
        (this.start, this.ids) = (start, ids);
        sorted = Sort();
    }

    /// <summary>The facts of one row.</summary>
    public ReadOnlySpan<int> Of(int row) => sorted.AsSpan(start[row]..start[row + 1]);

    /// <summary>The row a fact belongs to.</summary>
    public int RowOf(int fact)
    {
        var (low, high) = (0, start.Length - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (start[middle] <= fact) low = middle;
            else high = middle;
        }
        return low;
    }

    /// <summary>The facts of some rows. Those of one id keep their order: the later has the last word.</summary>
    /// <param name="rows">The rows of one customer.</param>
    /// <param name="repeated">Whether an id occurs more than once.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<int> Of(ArraySegment<int> rows, out bool repeated)
    {
        var facts = rows.Count == 1 ? Of(rows[0]) : OfSeveral(rows);
        repeated = false;
        for (var i = 1; i < facts.Length; i++) repeated |= IsRepeated(facts, i);
        return facts;
    }

    /// <summary>Whether a fact has the id of the one before it.</summary>
    public bool IsRepeated(ReadOnlySpan<int> facts, int i) => i > 0 && Value(facts[i]) == Value(facts[i - 1]);

    ReadOnlySpan<int> OfSeveral(ArraySegment<int> rows)
    {
        several.Clear();
        foreach (var row in rows)
            for (var fact = start[row]; fact < start[row + 1]; fact++) several.Add(fact);
        several.Sort((left, right) => Value(left) == Value(right)
            ? left.CompareTo(right) : Value(left).CompareTo(Value(right)));
        return CollectionsMarshal.AsSpan(several);
    }

    int[] Sort()
    {
        const int rowsPerTask = 8192;
        UInt128[] values = [.. Values];
        var facts = new int[values.Length];
        var rows = start.Length - 1;
        // Events come a few at a time, and wait for nobody who would help.
        if (rows <= rowsPerTask)
        {
            for (var row = 0; row < rows; row++) SortRow(values, facts, start[row], start[row + 1]);
            return facts;
        }
        Parallel.For(0, (rows + rowsPerTask - 1) / rowsPerTask, Cores.All, task =>
        {
            for (var row = task * rowsPerTask; row < Math.Min(rows, (task + 1) * rowsPerTask); row++)
                SortRow(values, facts, start[row], start[row + 1]);
        });
        return facts;
    }

    static void SortRow(UInt128[] values, int[] facts, int start, int end)
    {
        for (var i = start; i < end; i++) facts[i] = i;
        values.AsSpan(start..end).Sort(facts.AsSpan(start..end));
        for (var i = start + 1; i < end; i++)
        {
            // Equal ids are rare, and the sort does not keep their order.
            if (values[i] != values[i - 1]) continue;
            var first = i - 1;
            while (i < end && values[i] == values[first]) i++;
            facts.AsSpan(first..i).Sort();
        }
    }

    UInt128 Value(int fact) => Values[fact];

    ReadOnlySpan<UInt128> Values => MemoryMarshal.Cast<TId, UInt128>(ids);
}
