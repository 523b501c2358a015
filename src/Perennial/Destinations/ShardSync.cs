using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;

namespace Perennial.Destinations;

/// <summary>One destination's work in one shard, for as long as its lease is held.</summary>
/// <remarks>
/// No transaction is open while the destination is spoken to. What it did not take is put aside row by row, and later
/// changes of the same customer wait behind it; everybody else's go on.
/// </remarks>
sealed class ShardSync
{
    readonly ShardLease lease;
    readonly SyncNotes notes;
    readonly ChangeChunks chunks;
    readonly FirstSync first;
    readonly NewChanges news;
    readonly DueChanges due;

    ShardSync(ShopStore store, Destination destination, ChangeComposer composer, ShardLease lease, SyncNotes notes)
    {
        (this.lease, this.notes) = (lease, notes);
        var waiting = new WaitingChanges(store, notes);
        chunks = new(store, destination, composer, lease, notes, waiting);
        first = new(store, destination, notes, chunks);
        news = new(store, destination, composer, notes, waiting, chunks);
        due = new(store, destination, composer, lease, notes, waiting, chunks);
    }

    /// <summary>Since when the lease is held.</summary>
    public Instant LeasedAt => lease.Since;

    /// <summary>Changes delivered under this lease.</summary>
    public long Delivered => notes.Delivered;

    /// <summary>Changes not sent under this lease, by reason.</summary>
    public IReadOnlyDictionary<UnsentReason, long> Unsent => notes.Unsent;

    /// <summary>Whether the destination asked never to be called again.</summary>
    public bool IsDisabled => chunks.IsDisabled;

    /// <summary>Whether somebody else has taken over.</summary>
    public bool IsLost => lease.IsLost;

    /// <summary>Why the destination takes nothing for now, and until when; null where it does.</summary>
    public (string Problem, Instant Until)? Blocked =>
        notes.Cursor.NextTryAt > notes.Now && notes.Cursor.Problem is { } problem
            ? (problem, notes.Cursor.NextTryAt) : null;

    /// <summary>Takes the work; null where somebody else is at it.</summary>
    public static ShardSync? Begin(ShopStore store, Destination destination, ChangeComposer composer, int shard,
        string worker, TimeProvider time) =>
        ShardLease.Take(store, destination.Settings.Name, shard, worker, time) is var (lease, cursor)
            ? new(store, destination, composer, lease, new SyncNotes(store, lease, cursor, time)) : null;

    /// <summary>Does what there is to do next. After an error it is lost: what it holds may not be what the store
    /// holds. </summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> Round(CancellationToken cancel)
    {
        var isWhole = false;
        try
        {
            var worked = await Next(cancel);
            isWhole = true;
            return worked;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Between two transactions, in which nothing is left open.
            isWhole = true;
            throw;
        }
        finally
        {
            if (!isWhole) lease.Lose();
        }
    }

    async Task<bool> Next(CancellationToken cancel)
    {
        if (!chunks.IsOpen || !lease.Renew()) return false;
        // What failed before is not what to try a destination with that was down.
        var isProbing = notes.IsProbing;
        var worked = !isProbing && await due.Send(cancel);
        if (chunks.IsOpen) worked |= await SendNew(cancel);
        return (isProbing && chunks.IsOpen && await due.Send(cancel)) || worked;
    }

    async Task<bool> SendNew(CancellationToken cancel)
    {
        if (!notes.Cursor.IsFirstSync) return await news.Send(cancel);
        await first.Send(cancel);
        return true;
    }

    /// <summary>Writes down how far it is, if it was not lately.</summary>
    public void Save() => notes.Save();

    /// <summary>Writes down how far it is, and lets others at it.</summary>
    public void End()
    {
        notes.Save(now: true);
        lease.Release();
    }
}
