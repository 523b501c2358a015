using Perennial.Channels.Destinations;
using Perennial.Channels.Outgoing;
using Perennial.Core;
using Perennial.Data;

namespace Perennial.Destinations;

/// <summary>Sends what waits and is due again.</summary>
sealed class DueChanges(
    ShopStore store, Destination destination, ChangeComposer composer, ShardLease lease, SyncNotes notes,
    WaitingChanges waiting, ChangeChunks chunks)
{
    int Shard => notes.Cursor.Shard;

    /// <summary>Sends some of it.</summary>
    /// <returns>Whether there was any.</returns>
    public async Task<bool> Send(CancellationToken cancel)
    {
        if (!waiting.MayBeDue) return false;
        notes.Save(now: true);
        var due = store.Deliveries.Due(Shard, notes.Cursor.Destination, notes.Now, destination.MostAtOnce);
        waiting.Looked(due.Count > 0);
        if (due.Count == 0) return false;
        foreach (var customers in due.Select(one => one.Customer).Distinct().Chunk(destination.MostAtOnce))
        {
            await Send(customers, cancel);
            if (!chunks.IsOpen) break;
        }
        return true;
    }

    // All that waits for these customers, each in order: the first of each side by side, then the second.
    async Task Send(CustomerId[] customers, CancellationToken cancel)
    {
        var queues = new List<Queue<PendingChange>>();
        foreach (var id in customers)
        {
            if (Of(id) is { Count: > 0 } changes) queues.Add(new Queue<PendingChange>(changes));
            else waiting.Forget(id);
        }
        while (queues.Count > 0)
        {
            List<PendingChange> heads = [.. queues.Select(queue => queue.Peek())];
            var composed = composer.Compose(Shard, heads, notes.Now);
            var open = composed.Select(one => one.Change).ToArray();
            var next = 0;
            var outcomes = composed.Select(one => one.NotYet is { } why ? Outcome.Retry(why) : default).ToArray();
            while (next < heads.Count)
            {
                var chunk = chunks.Next(open, ref next, notes.IsProbing ? 1 : destination.MostAtOnce);
                if (chunk.Count == 0) break;
                var result = await lease.Hold([.. chunk.Select(i => open[i]!)], destination.Send, cancel);
                if (lease.IsLost) return;
                if (!Note(result, chunk, outcomes)) break;
            }
            for (var i = queues.Count - 1; i >= 0; i--)
                if (!waiting.Advance(queues[i], outcomes[i], composed[i].Unsent)) queues.RemoveAt(i);
            notes.Save(now: true);
            if (!chunks.IsOpen) return;
        }
    }

    // Returns false where the destination is closed: what has no outcome keeps waiting as it did.
    bool Note(SendResult result, List<int> chunk, Outcome[] outcomes)
    {
        for (var i = 0; i < chunk.Count; i++) outcomes[chunk[i]] = result.Outcomes[i];
        if (result.Closed is not { } closed)
        {
            notes.Reopen();
            return true;
        }
        notes.Close(closed);
        if (closed.IsFinal) chunks.Disable(closed);
        else if (closed.MayBeTheChange && chunk.Count == 1 && notes.HasProbed)
            outcomes[chunk[0]] = Outcome.Retry(closed.Reason, closed.After);
        return false;
    }

    List<PendingChange> Of(CustomerId customer)
    {
        var changes = new List<PendingChange>();
        foreach (var row in store.Deliveries.WaitingOf(Shard, notes.Cursor.Destination, customer))
        {
            if (waiting.Parse(row) is not { } change) continue;
            if (chunks.Merges && changes.Count > 0) changes[0] = changes[0].With(row, change);
            else changes.Add(new PendingChange(customer, [row], change));
        }
        return changes;
    }
}
