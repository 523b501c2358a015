using Perennial.Channels.Outgoing;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Watch;

namespace Perennial.Destinations;

/// <summary>How far a destination is in a shard, and what of it is not written down yet. The store is told a few times
/// a second: whoever takes over after a crash sends the last moments again, under the same keys.</summary>
sealed class SyncNotes(ShopStore store, ShardLease lease, DeliveryCursor cursor, TimeProvider time)
{
    const int FailuresBeforeProbing = 3;
    static readonly TimeSpan saveEvery = TimeSpan.FromMilliseconds(200);

    readonly Dictionary<(long, CustomerId), Delivery> put = [];
    readonly List<Delivery> arrived = [];
    readonly Dictionary<UnsentReason, long> unsent = [], unsentInAll = [];
    Instant savedAt = Instant.From(time.GetUtcNow());
    long delivered;
    bool isDirty;

    /// <summary>How far it is.</summary>
    public DeliveryCursor Cursor { get; private set; } = cursor;

    /// <summary>Changes delivered since this was begun.</summary>
    public long Delivered { get; private set; }

    /// <summary>Changes that were not sent since this was begun, by reason.</summary>
    public IReadOnlyDictionary<UnsentReason, long> Unsent => unsentInAll;

    /// <summary>Whether anything waits or has arrived after waiting that the store does not know of.</summary>
    public bool HasDeliveries => put.Count > 0 || arrived.Count > 0;

    /// <summary>The present.</summary>
    public Instant Now => Instant.From(time.GetUtcNow());

    /// <summary>Whether the destination may be spoken to now.</summary>
    public bool IsOpen => !lease.IsLost && Cursor.NextTryAt <= Now;

    /// <summary>Whether the destination as a whole failed so often that it is tried with one change at a
    /// time.</summary>
    public bool IsProbing => Cursor.Failures >= FailuresBeforeProbing;

    /// <summary>Whether it failed even with a single change.</summary>
    public bool HasProbed => Cursor.Failures > FailuresBeforeProbing;

    /// <summary>It stands elsewhere now.</summary>
    public void Move(DeliveryCursor to)
    {
        Cursor = to;
        isDirty = true;
    }

    /// <summary>The destination took something.</summary>
    public void Reopen() => Move(Cursor with { Failures = 0, Problem = null, NextTryAt = new Instant(0) });

    /// <summary>The destination as a whole takes nothing for now.</summary>
    public void Close(Closed closed)
    {
        var failures = Cursor.Failures + 1;
        Move(Cursor with
        {
            Failures = failures, Problem = closed.Reason, NextTryAt = RetrySchedule.Reopen(failures, closed.After, Now),
        });
        Save(now: true);
    }

    /// <summary>A change was not taken: it waits, or was given up.</summary>
    public void Put(Delivery delivery)
    {
        put[(delivery.Sequence, delivery.Customer)] = delivery;
        isDirty = true;
    }

    /// <summary>A change was delivered.</summary>
    public void Count(PendingChange change)
    {
        delivered += change.Rows.Count;
        Delivered += change.Rows.Count;
        Measures.Sent(Cursor.Destination, "delivered", change.Rows.Count);
        isDirty = true;
    }

    /// <summary>A change is not sent.</summary>
    public void CountUnsent(PendingChange change, UnsentReason reason)
    {
        unsent[reason] = unsent.GetValueOrDefault(reason) + change.Rows.Count;
        unsentInAll[reason] = unsentInAll.GetValueOrDefault(reason) + change.Rows.Count;
        Measures.Sent(Cursor.Destination, "not_sent", change.Rows.Count);
        isDirty = true;
    }

    /// <summary>A change that waited does so no longer.</summary>
    public void Done(PendingChange change)
    {
        foreach (var row in change.Rows) put.Remove((row.Sequence, row.Customer));
        arrived.AddRange(change.Rows);
        isDirty = true;
    }

    /// <summary>Writes down how far it is, if it was not lately.</summary>
    /// <param name="now">Whether to write it down however lately it was.</param>
    public void Save(bool now = false)
    {
        if (!isDirty || lease.IsLost || (!now && Now.UnixMs - savedAt.UnixMs < saveEvery.TotalMilliseconds)) return;
        if (!store.Cursors.Move(Cursor, delivered, put.Values, arrived, Now, unsent))
        {
            lease.Lose();
            return;
        }
        put.Clear();
        arrived.Clear();
        unsent.Clear();
        delivered = 0;
        isDirty = false;
        savedAt = Now;
    }
}
