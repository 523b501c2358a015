using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Data.Shards;

/// <summary>Writes down what destinations have to be told, inside the caller's transaction, in the order in which it
/// happened: numbers of a shard ascend and are never given twice.</summary>
sealed class OutboxWriter : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly BulkInsert<(long Sequence, CustomerId Id, Instant At, string Change)> add;
    readonly long first;
    long sequence;

    public OutboxWriter(Database database, int shard)
    {
        (this.database, this.shard) = (database, shard);
        first = sequence = database.Query("outbox-sequence", "shard").Bind(1, shard).Number() ?? 0;
        add = new(database, SqlText.Query("add-change"), ["shard", "sequence", "customer_id", "at", "change"],
            (to, parameter, row) => to.Bind(parameter, shard).Bind(parameter + 1, row.Sequence)
                .Bind(parameter + 2, row.Id).Bind(parameter + 3, row.At).Bind(parameter + 4, row.Change));
    }

    /// <summary>Adds what changed of a customer, as JSON.</summary>
    /// <returns>Its number.</returns>
    public long Add(CustomerId id, Instant at, string change)
    {
        add.Add((++sequence, id, at, change));
        return sequence;
    }

    /// <summary>Adds that a customer is gone, as JSON: it is kept until it was told, whatever is forgotten of the
    /// customer.</summary>
    /// <returns>Its number.</returns>
    public long AddGone(CustomerId id, Instant at, string change)
    {
        database.Query("add-gone", "shard", "sequence", "customer_id", "at", "change")
            .Bind(1, shard).Bind(2, ++sequence).Bind(3, id).Bind(4, at).Bind(5, change).Run();
        return sequence;
    }

    /// <summary>Writes what still waits, and which number was the last.</summary>
    public void Flush()
    {
        if (sequence == first) return;
        add.Flush();
        database.Query("set-outbox-sequence", "outbox_sequence", "shard").Bind(1, sequence).Bind(2, shard).Run();
    }

    public void Dispose() => add.Dispose();
}
