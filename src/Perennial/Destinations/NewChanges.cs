using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;

namespace Perennial.Destinations;

/// <summary>Sends the rows of the outbox that the destination has not read yet.</summary>
sealed class NewChanges(
    ShopStore store, Destination destination, ChangeComposer composer, SyncNotes notes, WaitingChanges waiting,
    ChangeChunks chunks)
{
    const int Window = 1000;

    /// <summary>Sends some of them.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> Send(CancellationToken cancel)
    {
        var rows = store.Outbox.After(notes.Cursor.Shard, notes.Cursor.Sequence, Window);
        if (rows.Count == 0) return false;
        chunks.Begin();
        var pending = Pending(rows);
        var ends = rows[^1].Sequence;
        await chunks.Send(pending, UpTo, destination.MostAtOnce, destination.Send, cancel);
        return true;

        DeliveryCursor UpTo(PendingChange? next)
        {
            var sequence = next is null ? ends : next.FirstSequence - 1;
            chunks.PassUpTo(sequence);
            return notes.Cursor with { Sequence = sequence };
        }
    }

    List<PendingChange> Pending(IReadOnlyList<OutboxRow> rows)
    {
        var pending = new List<PendingChange>();
        var placeOf = new Dictionary<CustomerId, int>();
        foreach (var row in rows)
        {
            var delivery = new Delivery(row.Sequence, row.Customer, row.At, row.Change, false, 0, notes.Now, "");
            if (waiting.Parse(delivery) is not { } change || !composer.Concerns(change)) continue;
            if (waiting.Has(row.Customer)) chunks.PutOff(delivery);
            else if (chunks.Merges && placeOf.TryGetValue(row.Customer, out var place))
                pending[place] = pending[place].With(delivery, change);
            else
            {
                placeOf[row.Customer] = pending.Count;
                pending.Add(new PendingChange(row.Customer, [delivery], change));
            }
        }
        return pending;
    }
}
