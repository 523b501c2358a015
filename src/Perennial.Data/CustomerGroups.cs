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

    CustomerGroups(CustomerId[] ids, int[] rows, HistoryTable history)
    {
        (this.ids, this.rows) = (ids, rows);
        Orders = new(history.Orders.Start, history.Orders.Id);
        Activities = history.Activities is { } activities ? new(activities.Start, activities.Id) : null;
        Contacts = history.Contacts is { } contacts ? new(contacts.Start, contacts.Id) : null;
        Responses = history.Responses is { } responses ? new(responses.Start, responses.Id) : null;
    }

    /// <summary>Rows in the batch.</summary>
    public int RowCount => rows.Length;

    /// <summary>The orders in the order of the store.</summary>
    public FactsById<OrderId> Orders { get; }

    /// <summary>The activities in the order of the store; null where the batch has none.</summary>
    public FactsById<FactId>? Activities { get; }

    /// <summary>The contacts in the order of the store; null where the batch has none.</summary>
    public FactsById<FactId>? Contacts { get; }

    /// <summary>The responses in the order of the store; null where the batch has none.</summary>
    public FactsById<FactId>? Responses { get; }

    public static CustomerGroups Of(FactBatch batch)
    {
        CheckIds(batch.History);
        var ids = new CustomerId[batch.Keys.Count];
        Parallel.For(0, ids.Length, row => ids[row] = CustomerId.Of(batch.KeyKinds[row], batch.Keys.Text(row)));
        var rows = new int[ids.Length];
        for (var row = 0; row < rows.Length; row++) rows[row] = row;
        Array.Sort(ids, rows);
        return new CustomerGroups(ids, rows, batch.History);
    }

    static void CheckIds(HistoryTable history)
    {
        var complete = history.Orders.Id.Length == history.Orders.At.Length
            && (history.Activities is not { } activities || activities.Id.Length == activities.At.Length)
            && (history.Contacts is not { } contacts || contacts.Id.Length == contacts.At.Length)
            && (history.Responses is not { } responses || responses.Id.Length == responses.At.Length);
        if (!complete) throw new ArgumentException("Facts without ids cannot be stored.", nameof(history));
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
