using System.Text.Json;
using Perennial.Channels.Destinations;
using Perennial.Channels.Outgoing;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Watch;

namespace Perennial.Destinations;

/// <summary>One destination's work in one shard, for as long as its lease is held.</summary>
/// <remarks>
/// No transaction is open while the destination is spoken to. What it did not take is put aside row by row, and later
/// changes of the same customer wait behind it; everybody else's go on. The store is told how far it is a few times a
/// second: whoever takes over after a crash sends the last moments again, under the same keys.
/// </remarks>
sealed class ShardSync
{
    const int Window = 1000;
    const int FailuresBeforeProbing = 3;
    static readonly TimeSpan saveEvery = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan leaseTime = TimeSpan.FromSeconds(60);
    static readonly TimeSpan renewEvery = TimeSpan.FromSeconds(20);

    readonly ShopStore store;
    readonly Destination destination;
    readonly ChangeComposer composer;
    readonly string holder;
    readonly TimeProvider time;
    readonly HashSet<CustomerId> waiting;
    readonly Dictionary<(long, CustomerId), Delivery> put = [];
    readonly List<Delivery> arrived = [];
    // Read already, and to wait behind others of their customers once the cursor passes them.
    readonly PriorityQueue<Delivery, long> later = new();
    DeliveryCursor cursor;
    Instant leasedUntil;
    Instant savedAt;
    Instant nextDueAt;
    long delivered;
    bool dirty;

    ShardSync(ShopStore store, Destination destination, ChangeComposer composer, string holder, TimeProvider time,
        DeliveryCursor cursor, Instant leasedUntil)
    {
        (this.store, this.destination, this.composer, this.holder) = (store, destination, composer, holder);
        (this.time, this.cursor, this.leasedUntil) = (time, cursor, leasedUntil);
        waiting = [.. store.Deliveries.WaitingCustomers(cursor.Shard, cursor.Destination)];
        LeasedAt = savedAt = Now;
    }

    /// <summary>Since when the lease is held.</summary>
    public Instant LeasedAt { get; }

    /// <summary>Changes delivered under this lease.</summary>
    public long Delivered { get; private set; }

    /// <summary>Whether the destination asked never to be called again.</summary>
    public bool IsDisabled { get; private set; }

    /// <summary>Whether somebody else has taken over.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Why the destination takes nothing for now, and until when; null where it does.</summary>
    public (string Problem, Instant Until)? Blocked => cursor.NextTryAt > Now && cursor.Problem is { } problem
        ? (problem, cursor.NextTryAt) : null;

    Instant Now => Instant.From(time.GetUtcNow());

    int Shard => cursor.Shard;

    DestinationSettings Settings => destination.Settings;

    bool Merges => !Settings.SendsChanges && Settings.Mode == DestinationMode.Upsert;

    /// <summary>Takes the work; null where somebody else is at it.</summary>
    public static ShardSync? Begin(ShopStore store, Destination destination, ChangeComposer composer, int shard,
        string holder, TimeProvider time)
    {
        var now = Instant.From(time.GetUtcNow());
        var until = new Instant(now.UnixMs + (long)leaseTime.TotalMilliseconds);
        var cursor = store.Cursors.Lease(shard, destination.Settings.Name, holder, now, until);
        return cursor is null ? null : new(store, destination, composer, holder, time, cursor, until);
    }

    /// <summary>Does what there is to do next.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> Round(CancellationToken cancel)
    {
        if (!IsOpen || !Renew(renewEvery)) return false;
        // What failed before is not what to try a destination with that was down.
        var isProbing = cursor.Failures >= FailuresBeforeProbing;
        var worked = !isProbing && await SendDue(cancel);
        if (IsOpen) worked |= await SendNew(cancel);
        return (isProbing && IsOpen && await SendDue(cancel)) || worked;
    }

    bool IsOpen => !IsLost && !IsDisabled && cursor.NextTryAt <= Now;

    async Task<bool> SendNew(CancellationToken cancel)
    {
        if (cursor.IsFirstSync) return await SendFirst(cancel);
        var rows = store.Outbox.After(Shard, cursor.Sequence, Window);
        if (rows.Count == 0) return false;
        await SendRows(rows, cancel);
        return true;
    }

    /// <summary>Writes down how far it is, if it was not lately.</summary>
    /// <param name="now">Whether to write it down however lately it was.</param>
    public void Save(bool now = false)
    {
        if (!dirty || IsLost || (!now && Now.UnixMs - savedAt.UnixMs < saveEvery.TotalMilliseconds)) return;
        if (!store.Cursors.Move(cursor, holder, delivered, put.Values, arrived, Now))
        {
            IsLost = true;
            return;
        }
        put.Clear();
        arrived.Clear();
        delivered = 0;
        dirty = false;
        savedAt = Now;
    }

    /// <summary>Writes down how far it is, and lets others at it.</summary>
    public void End()
    {
        Save(now: true);
        if (!IsLost) store.Cursors.Release(Shard, cursor.Destination, holder);
    }

    async Task SendRows(IReadOnlyList<OutboxRow> rows, CancellationToken cancel)
    {
        var pending = new List<PendingChange>();
        var placeOf = new Dictionary<CustomerId, int>();
        later.Clear();
        foreach (var row in rows)
        {
            var delivery = new Delivery(row.Sequence, row.Customer, row.At, row.Change, false, 0, Now, "");
            if (Parse(delivery) is not { } change || !composer.Concerns(change)) continue;
            if (waiting.Contains(row.Customer)) later.Enqueue(delivery, delivery.Sequence);
            else if (Merges && placeOf.TryGetValue(row.Customer, out var place))
                pending[place] = Merge(pending[place], delivery, change);
            else
            {
                placeOf[row.Customer] = pending.Count;
                pending.Add(new PendingChange(row.Customer, [delivery], change));
            }
        }
        var ends = rows[^1].Sequence;
        await SendChunks(pending, UpTo, destination.MostAtOnce, destination.Send, cancel);

        // A row is put behind others once, when the cursor passes it: read again, it may be where it is tried by now.
        DeliveryCursor UpTo(PendingChange? next)
        {
            var sequence = next is null ? ends : next.FirstSequence - 1;
            while (later.TryPeek(out var row, out _) && row.Sequence <= sequence) PutBehind(later.Dequeue());
            return cursor with { Sequence = sequence };
        }
    }

    static PendingChange Merge(PendingChange before, Delivery delivery, OutboxChange change) =>
        before with { Rows = [.. before.Rows, delivery], Change = before.Change.With(change) };

    async Task<bool> SendFirst(CancellationToken cancel)
    {
        var ids = store.Customers.After(Shard, cursor.FirstFrom, destination.MostFirstAtOnce);
        if (ids.Count == 0)
        {
            Move(cursor with { IsFirstSync = false });
            Save(now: true);
            return true;
        }
        var change = new OutboxChange { IsFirst = true };
        var pending = ids.Select(id => new PendingChange(id,
            [new Delivery(cursor.Sequence, id, Now, OutboxChange.First, false, 0, Now, "")], change)).ToList();
        later.Clear();
        await SendChunks(pending, UpTo, destination.MostFirstAtOnce, destination.SendFirst, cancel);
        return true;

        DeliveryCursor UpTo(PendingChange? next)
        {
            var passed = next is null ? ids.Count : ids.ToList().IndexOf(next.Customer);
            var before = ids.Take(passed).ToHashSet();
            Delivery[] rest = [.. later.UnorderedItems.Select(one => one.Element)];
            later.Clear();
            foreach (var row in rest)
            {
                if (before.Contains(row.Customer)) PutBehind(row);
                else later.Enqueue(row, row.Sequence);
            }
            return passed == 0 ? cursor : cursor with { FirstFrom = ids[passed - 1] };
        }
    }

    delegate Task<SendResult> Sender(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel);

    // Sends changes a chunk at a time; after each, the cursor stands before the next that was not sent.
    async Task SendChunks(List<PendingChange> pending, Func<PendingChange?, DeliveryCursor> upTo, int most,
        Sender send, CancellationToken cancel)
    {
        var composed = composer.Compose(Shard, pending, Now);
        var next = 0;
        while (next < pending.Count)
        {
            // What an earlier chunk left waiting is waited for.
            for (var i = next; i < pending.Count; i++)
            {
                if (composed[i] is null || !waiting.Contains(pending[i].Customer)) continue;
                composed[i] = null;
                foreach (var row in pending[i].Rows) later.Enqueue(row, row.Sequence);
            }
            var chunk = Chunk(composed, ref next, cursor.Failures >= FailuresBeforeProbing ? 1 : most);
            if (chunk.Count == 0) break;
            var result = await Hold([.. chunk.Select(i => composed[i]!)], send, cancel);
            if (IsLost || !Settle(chunk, pending, result)) return;
            Move(upTo(next < pending.Count ? pending[next] : null));
            Save(now: !destination.IsIdempotent || put.Count > 0 || arrived.Count > 0);
            if (!IsOpen) return;
        }
        Move(upTo(null));
        Save(now: put.Count > 0);
    }

    // Where one row stands for a customer, two customers of one key must not meet in one request.
    List<int> Chunk(OutgoingChange?[] composed, ref int next, int most)
    {
        var (chunk, keys) = (new List<int>(), new HashSet<string>());
        for (; next < composed.Length && chunk.Count < most; next++)
        {
            if (composed[next] is not { } change) continue;
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
            store.Destinations.Disable(Settings.Name, final.Reason);
            IsDisabled = true;
            Close(final);
            return false;
        }
        var taken = result.Outcomes.Any(outcome => outcome.Kind is OutcomeKind.Delivered or OutcomeKind.Refused);
        if (result.Closed is { } closed && !taken)
        {
            Close(closed);
            if (!closed.MayBeTheChange || chunk.Count > 1 || cursor.Failures <= FailuresBeforeProbing) return false;
            PutAside(pending[chunk[0]], Outcome.Retry(closed.Reason, closed.After));
            return true;
        }
        cursor = cursor with { Failures = 0, Problem = null, NextTryAt = new Instant(0) };
        if (result.Closed is { } half) Close(half);
        for (var i = 0; i < chunk.Count; i++) Settle(pending[chunk[i]], result.Outcomes[i]);
        return true;
    }

    void Settle(PendingChange change, Outcome outcome)
    {
        if (outcome.Kind == OutcomeKind.Delivered) Count(change);
        else if (waiting.Contains(change.Customer))
            foreach (var row in change.Rows) PutBehind(row);
        else PutAside(change, outcome);
    }

    void Count(PendingChange change)
    {
        delivered += change.Rows.Count;
        Delivered += change.Rows.Count;
        Measures.Sent(cursor.Destination, "delivered", change.Rows.Count);
        dirty = true;
    }

    // Waits with its own time, or is given up; whatever comes for the customer later waits behind it.
    void PutAside(PendingChange change, Outcome outcome)
    {
        var attempts = change.Rows[0].Attempts + (outcome.Kind == OutcomeKind.NotTried ? 0 : 1);
        var next = outcome.Kind switch
        {
            OutcomeKind.Refused => null,
            OutcomeKind.NotTried => Now,
            _ => RetrySchedule.Next(attempts, outcome.After, Now),
        };
        Measures.Sent(cursor.Destination, next is null ? "given_up" : "again", change.Rows.Count);
        foreach (var row in change.Rows)
        {
            Put(row with
            {
                Attempts = attempts, IsDead = next is null, NextAttemptAt = next ?? Now, Error = outcome.Error,
            });
        }
        if (next is not { } at) return;
        waiting.Add(change.Customer);
        if (at < nextDueAt) nextDueAt = at;
    }

    void PutBehind(Delivery row) => Put(row with { NextAttemptAt = behind });

    // Due only once whatever it waits for is done with.
    static readonly Instant behind = new(long.MaxValue - 1);

    void Put(Delivery delivery)
    {
        put[(delivery.Sequence, delivery.Customer)] = delivery;
        dirty = true;
    }

    async Task<bool> SendDue(CancellationToken cancel)
    {
        if (waiting.Count == 0 || nextDueAt > Now) return false;
        Save(now: true);
        var due = store.Deliveries.Due(Shard, cursor.Destination, Now, destination.MostAtOnce);
        // Looked at again when something is put aside, and every so often for what others revived.
        nextDueAt = new Instant(Now.UnixMs + (due.Count == 0 ? 250 : 0));
        if (due.Count == 0) return false;
        foreach (var customers in due.Select(one => one.Customer).Distinct().Chunk(destination.MostAtOnce))
        {
            await SendWaiting(customers, cancel);
            if (!IsOpen) break;
        }
        return true;
    }

    // All that waits for these customers, each in order: the first of each side by side, then the second.
    async Task SendWaiting(CustomerId[] customers, CancellationToken cancel)
    {
        var queues = customers.Select(id => new Queue<PendingChange>(WaitingOf(id))).ToList();
        while (queues.Count > 0)
        {
            List<PendingChange> heads = [.. queues.Select(queue => queue.Peek())];
            var composed = composer.Compose(Shard, heads, Now);
            var next = 0;
            var outcomes = composed.Select(one => one is null ? Outcome.Delivered : default).ToArray();
            while (next < heads.Count)
            {
                var most = cursor.Failures >= FailuresBeforeProbing ? 1 : destination.MostAtOnce;
                var chunk = Chunk(composed, ref next, most);
                if (chunk.Count == 0) break;
                var result = await Hold([.. chunk.Select(i => composed[i]!)], destination.Send, cancel);
                if (IsLost) return;
                if (!Note(result, chunk, outcomes)) break;
            }
            for (var i = queues.Count - 1; i >= 0; i--)
                if (!Advance(queues[i], outcomes[i])) queues.RemoveAt(i);
            Save(now: true);
            if (!IsOpen) return;
        }
    }

    // Returns false where the destination is closed: what has no outcome keeps waiting as it did.
    bool Note(SendResult result, List<int> chunk, Outcome[] outcomes)
    {
        for (var i = 0; i < chunk.Count; i++) outcomes[chunk[i]] = result.Outcomes[i];
        if (result.Closed is not { } closed)
        {
            cursor = cursor with { Failures = 0, Problem = null, NextTryAt = new Instant(0) };
            dirty = true;
            return true;
        }
        Close(closed);
        if (closed.IsFinal)
        {
            store.Destinations.Disable(Settings.Name, closed.Reason);
            IsDisabled = true;
        }
        else if (closed.MayBeTheChange && chunk.Count == 1 && cursor.Failures > FailuresBeforeProbing)
            outcomes[chunk[0]] = Outcome.Retry(closed.Reason, closed.After);
        return false;
    }

    // Returns whether there is more to send for the customer now.
    bool Advance(Queue<PendingChange> queue, Outcome outcome)
    {
        if (outcome.Kind == OutcomeKind.NotTried) return false;
        var change = queue.Dequeue();
        if (outcome.Kind == OutcomeKind.Delivered)
        {
            foreach (var row in change.Rows) put.Remove((row.Sequence, row.Customer));
            arrived.AddRange(change.Rows);
            Count(change);
        }
        else
        {
            PutAside(change, outcome);
            if (outcome.Kind == OutcomeKind.Retry) return false;
        }
        if (queue.Count == 0)
        {
            waiting.Remove(change.Customer);
            return false;
        }
        // Nothing stands before it any more: should we end here, whoever comes next finds it due.
        foreach (var row in queue.Peek().Rows) Put(row with { NextAttemptAt = Now });
        return true;
    }

    List<PendingChange> WaitingOf(CustomerId customer)
    {
        var changes = new List<PendingChange>();
        foreach (var row in store.Deliveries.WaitingOf(Shard, cursor.Destination, customer))
        {
            if (Parse(row) is not { } change) continue;
            if (Merges && changes.Count > 0) changes[0] = Merge(changes[0], row, change);
            else changes.Add(new PendingChange(customer, [row], change));
        }
        return changes;
    }

    // A row that cannot be read must not hold up the others.
    OutboxChange? Parse(Delivery row)
    {
        try
        {
            return OutboxChange.Parse(row.Change);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            Put(row with { IsDead = true, Error = "The change cannot be read." });
            return null;
        }
    }

    void Move(DeliveryCursor to)
    {
        cursor = to;
        dirty = true;
    }

    void Close(Closed closed)
    {
        var failures = cursor.Failures + 1;
        Move(cursor with
        {
            Failures = failures, Problem = closed.Reason, NextTryAt = RetrySchedule.Reopen(failures, closed.After, Now),
        });
        Save(now: true);
    }

    // Speaks to the destination, and keeps the lease meanwhile.
    async Task<SendResult> Hold(IReadOnlyList<OutgoingChange> batch, Sender send, CancellationToken cancel)
    {
        using var trace = Measures.Traces.StartActivity("deliver");
        trace?.SetTag("perennial.destination", cursor.Destination).SetTag("perennial.changes", batch.Count);
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var sending = send(batch, mine.Token);
        while (!sending.IsCompleted)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(mine.Token);
            if (await Task.WhenAny(sending, Task.Delay(renewEvery, time, enough.Token)) == sending)
            {
                await enough.CancelAsync();
                break;
            }
            if (!Renew(renewEvery)) await mine.CancelAsync();
        }
        try
        {
            return await sending;
        }
        catch (OperationCanceledException) when (IsLost)
        {
            return new SendResult(batch.Count);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return SendResult.Of(batch.Count, new Closed("Its answer cannot be understood.", MayBeTheChange: true));
        }
    }

    bool Renew(TimeSpan margin)
    {
        var now = Now;
        if (leasedUntil.UnixMs - now.UnixMs > (leaseTime - margin).TotalMilliseconds) return true;
        var until = new Instant(now.UnixMs + (long)leaseTime.TotalMilliseconds);
        if (store.Cursors.Lease(Shard, cursor.Destination, holder, now, until) is null) IsLost = true;
        else leasedUntil = until;
        return !IsLost;
    }
}
