using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Data.Batches;

/// <summary>
/// A batch's rows in the order of customer ids, which is the order of the store: rows are then written one after
/// the other into pages that are at hand. Keys that name the same customer stand side by side.
/// </summary>
sealed class CustomerGroups
{
    readonly CustomerId[] idOf, statedIdOf;
    readonly int[] rows;

    CustomerGroups(CustomerId[] idOf, int[] rows, CustomerGroups facts)
    {
        (this.idOf, this.rows, statedIdOf) = (idOf, rows, facts.statedIdOf);
        (Orders, Activities, Contacts, Responses) = (facts.Orders, facts.Activities, facts.Contacts, facts.Responses);
    }

    CustomerGroups(CustomerId[] idOf, HistoryTable history)
    {
        this.idOf = statedIdOf = idOf;
        rows = new int[idOf.Length];
        for (var row = 0; row < rows.Length; row++) rows[row] = row;
        Orders = new(history.Orders.Start, history.Orders.Id);
        Activities = history.Activities is { } activities ? new(activities.Start, activities.Id) : null;
        Contacts = history.Contacts is { } contacts ? new(contacts.Start, contacts.Id) : null;
        Responses = history.Responses is { } responses ? new(responses.Start, responses.Id) : null;
    }

    /// <summary>Rows of the batch.</summary>
    public int RowCount => rows.Length;

    /// <summary>The orders in the order of the store.</summary>
    public FactsById<OrderId> Orders { get; }

    /// <summary>The activities in the order of the store; null where the batch has none.</summary>
    public FactsById<FactId>? Activities { get; }

    /// <summary>The contacts in the order of the store; null where the batch has none.</summary>
    public FactsById<FactId>? Contacts { get; }

    /// <summary>The responses in the order of the store; null where the batch has none.</summary>
    public FactsById<FactId>? Responses { get; }

    /// <summary>The groups of a whole batch, by the ids that follow from its keys.</summary>
    public static CustomerGroups Of(FactBatch batch)
    {
        CheckIds(batch.History);
        var ids = new CustomerId[batch.Keys.Count];
        void Name(int row) =>
            ids[row] = batch.Live?.Id[row] ?? CustomerId.Of(batch.KeyKinds[row], batch.Keys.Text(row));
        const int fewerThanPay = 512;
        if (ids.Length < fewerThanPay)
            for (var row = 0; row < ids.Length; row++) Name(row);
        else Parallel.For(0, ids.Length, Cores.All, Name);
        return new CustomerGroups(ids, batch.History);
    }

    /// <summary>Whose a row is.</summary>
    public CustomerId IdOf(int row) => idOf[row];

    /// <summary>Whether rows may be other customers' than their own keys say.</summary>
    public bool AreOthers => !ReferenceEquals(idOf, statedIdOf);

    /// <summary>The id that follows from a row's own key, or by which the row names somebody.</summary>
    public CustomerId StatedIdOf(int row) => statedIdOf[row];

    /// <summary>How many facts a row brings.</summary>
    public int FactsOf(int row) => Orders.Of(row).Length + (Activities?.Of(row).Length ?? 0)
        + (Contacts?.Of(row).Length ?? 0) + (Responses?.Of(row).Length ?? 0);

    /// <summary>The rows of all customers, in no order.</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <summary>The same rows as those of other customers: keys may be another's by now.</summary>
    public CustomerGroups With(Func<int, CustomerId> owner)
    {
        var ids = idOf.ToArray();
        foreach (var row in rows) ids[row] = owner(row);
        return new CustomerGroups(ids, rows, this);
    }

    /// <summary>Some of the rows.</summary>
    public CustomerGroups Where(Func<int, bool> belongs) => new(idOf, [.. rows.Where(belongs)], this);

    /// <summary>The rows named, which are among them.</summary>
    public CustomerGroups Only(IEnumerable<int> some) => new(idOf, [.. some], this);

    /// <summary>The customers of one shard of several.</summary>
    public CustomerGroups OfShard(int shard, int shards) =>
        shards == 1 ? this : Where(row => idOf[row].Shard(shards) == shard);

    static void CheckIds(HistoryTable history)
    {
        var complete = history.Orders.Id.Length == history.Orders.At.Length
            && (history.Activities is not { } activities || activities.Id.Length == activities.At.Length)
            && (history.Contacts is not { } contacts || contacts.Id.Length == contacts.At.Length)
            && (history.Responses is not { } responses || responses.Id.Length == responses.At.Length);
        if (!complete) throw new ArgumentException("Facts without ids cannot be stored.", nameof(history));
    }

    /// <summary>Each customer, ascending, with the rows of the batch that speak of them, in the order of the batch.
    /// </summary>
    public IEnumerable<(CustomerId Id, ArraySegment<int> Rows)> All()
    {
        var sorted = rows.ToArray();
        var ids = new CustomerId[sorted.Length];
        for (var i = 0; i < ids.Length; i++) ids[i] = idOf[sorted[i]];
        Array.Sort(ids, sorted);
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && ids[end] == ids[start]) end++;
            Array.Sort(sorted, start, end - start);
            yield return (ids[start], new ArraySegment<int>(sorted, start, end - start));
            start = end;
        }
    }
}
