using Perennial.Channels.Destinations;
using Perennial.Channels.Outgoing;
using Perennial.Data;
using Perennial.Data.Destinations;

namespace Perennial.Destinations;

/// <summary>Sends changes that come in their order a chunk at a time; after each, the cursor stands before the next
/// that was not sent.</summary>
sealed class ChangeChunks(
    ShopStore store, Destination destination, ChangeComposer composer, ShardLease lease, SyncNotes notes,
    WaitingChanges waiting)
{
    // Read already, and to wait behind others of their customers once the cursor passes them.
    readonly PriorityQueue<Delivery, long> later = new();

    DestinationSettings Settings => destination.Settings;

    /// <summary>Whether the destination keeps one row a customer, so that several changes go out as one.</summary>
    public bool Merges => !Settings.SendsChanges && Settings.Mode == DestinationMode.Upsert;

    /// <summary>Whether the destination asked never to be called again.</summary>
    public bool IsDisabled { get; private set; }

    /// <summary>Whether there is any sense in sending now.</summary>
    public bool IsOpen => !IsDisabled && notes.IsOpen;

    /// <summary>Other changes are to be sent.</summary>
    public void Begin() => later.Clear();

    /// <summary>A row is to wait behind others of its customer, once the cursor passes it: read again, it may be where
    /// it is tried by now.</summary>
    public void PutOff(Delivery row) => later.Enqueue(row, row.Sequence);

    /// <summary>The cursor passes some of the rows that were put off.</summary>
    public void Pass(Func<Delivery, bool> isPassed)
    {
        Delivery[] rest = [.. later.UnorderedItems.Select(one => one.Element).OrderBy(row => row.Sequence)];
        later.Clear();
        foreach (var row in rest)
        {
            if (isPassed(row)) waiting.PutBehind(row);
            else later.Enqueue(row, row.Sequence);
        }
    }

    /// <summary>The cursor passes the rows that were put off up to a number.</summary>
    public void PassUpTo(long sequence)
    {
        while (later.TryPeek(out var row, out _) && row.Sequence <= sequence) waiting.PutBehind(later.Dequeue());
    }

    /// <summary>Sends.</summary>
    /// <param name="pending">What, in order.</param>
    /// <param name="upTo">Where the cursor stands before a change, or behind all of them.</param>
    /// <param name="most">At once.</param>
    /// <param name="send">By which road.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task Send(List<PendingChange> pending, Func<PendingChange?, DeliveryCursor> upTo, int most,
        Sender send, CancellationToken cancel)
    {
        var composed = composer.Compose(notes.Cursor.Shard, pending, notes.Now);
        var open = composed.Select(one => one.Change).ToArray();
        var putOff = new bool[pending.Count];
        var (next, passed) = (0, 0);
        while (next < pending.Count)
        {
            // What an earlier chunk left waiting is waited for.
            for (var i = next; i < pending.Count; i++)
            {
                if (putOff[i] || composed[i].Unsent is not null || !waiting.Has(pending[i].Customer)) continue;
                (putOff[i], open[i]) = (true, null);
                foreach (var row in pending[i].Rows) PutOff(row);
            }
            var chunk = Next(open, ref next, notes.IsProbing ? 1 : most);
            if (chunk.Count == 0) break;
            var result = await lease.Hold([.. chunk.Select(i => open[i]!)], send, cancel);
            if (lease.IsLost || !Settle(chunk, pending, result)) return;
            Pass(next);
            notes.Move(upTo(next < pending.Count ? pending[next] : null));
            notes.Save(now: !destination.IsIdempotent || notes.HasDeliveries);
            if (!IsOpen) return;
        }
        Pass(pending.Count);
        notes.Move(upTo(null));
        notes.Save(now: notes.HasDeliveries);

        // What is not sent is counted when the cursor passes it: once.
        void Pass(int to)
        {
            for (; passed < to; passed++)
            {
                if (putOff[passed]) continue;
                if (composed[passed].Unsent is { } reason) notes.CountUnsent(pending[passed], reason);
                else if (composed[passed].NotYet is { } why) waiting.PutAside(pending[passed], Outcome.Retry(why));
            }
        }
    }

    /// <summary>The next changes that may go out together. Where one row stands for a customer, two customers of one
    /// key must not meet in one request.</summary>
    /// <param name="open">All; null for what is not sent.</param>
    /// <param name="next">The first that was not looked at; moved behind those that are taken.</param>
    /// <param name="most">At most so many.</param>
    public List<int> Next(OutgoingChange?[] open, ref int next, int most)
    {
        var (chunk, keys) = (new List<int>(), new HashSet<string>());
        for (; next < open.Length && chunk.Count < most; next++)
        {
            if (open[next] is not { } change) continue;
            if (Merges && change.Identity.Length > 0 && !keys.Add(change.Identity)) break;
            chunk.Add(next);
        }
        return chunk;
    }

    // Returns false where the destination took nothing, so that the same is sent again later.
    bool Settle(List<int> chunk, List<PendingChange> pending, SendResult result)
    {
        if (result.Closed is { IsFinal: true } final)
        {
            Disable(final);
            notes.Close(final);
            return false;
        }
        var taken = result.Outcomes.Any(outcome => outcome.Kind is OutcomeKind.Delivered or OutcomeKind.Refused);
        if (result.Closed is { } closed && !taken)
        {
            notes.Close(closed);
            if (!closed.MayBeTheChange || chunk.Count > 1 || !notes.HasProbed) return false;
            waiting.PutAside(pending[chunk[0]], Outcome.Retry(closed.Reason, closed.After));
            return true;
        }
        notes.Reopen();
        if (result.Closed is { } half) notes.Close(half);
        for (var i = 0; i < chunk.Count; i++) Settle(pending[chunk[i]], result.Outcomes[i]);
        return true;
    }

    void Settle(PendingChange change, Outcome outcome)
    {
        if (outcome.Kind == OutcomeKind.Delivered) notes.Count(change);
        else if (waiting.Has(change.Customer))
            foreach (var row in change.Rows) waiting.PutBehind(row);
        else waiting.PutAside(change, outcome);
    }

    /// <summary>It asked never to be called again.</summary>
    public void Disable(Closed closed)
    {
        store.Destinations.Disable(Settings.Name, closed.Reason);
        IsDisabled = true;
    }
}
