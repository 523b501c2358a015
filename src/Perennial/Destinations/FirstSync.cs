using Perennial.Channels.Destinations;
using Perennial.Data;
using Perennial.Data.Destinations;

namespace Perennial.Destinations;

/// <summary>Sends everybody of a shard to a destination that knows nobody yet.</summary>
sealed class FirstSync(ShopStore store, Destination destination, SyncNotes notes, ChangeChunks chunks)
{
    /// <summary>Sends the next of them.</summary>
    public async Task Send(CancellationToken cancel)
    {
        var ids = store.Customers.After(notes.Cursor.Shard, notes.Cursor.FirstFrom, destination.MostFirstAtOnce);
        if (ids.Count == 0)
        {
            notes.Move(notes.Cursor with { IsFirstSync = false });
            notes.Save(now: true);
            return;
        }
        var change = new OutboxChange { IsFirst = true };
        var pending = ids.Select(id => new PendingChange(id,
            [new Delivery(notes.Cursor.Sequence, id, notes.Now, OutboxChange.First, false, 0, notes.Now, "")],
            change)).ToList();
        chunks.Begin();
        await chunks.Send(pending, UpTo, destination.MostFirstAtOnce, destination.SendFirst, cancel);

        DeliveryCursor UpTo(PendingChange? next)
        {
            var passed = next is null ? ids.Count : ids.ToList().IndexOf(next.Customer);
            var before = ids.Take(passed).ToHashSet();
            chunks.Pass(row => before.Contains(row.Customer));
            return passed == 0 ? notes.Cursor : notes.Cursor with { FirstFrom = ids[passed - 1] };
        }
    }
}
