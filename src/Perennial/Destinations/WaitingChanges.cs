using System.Text.Json;
using Perennial.Channels.Outgoing;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Watch;

namespace Perennial.Destinations;

/// <summary>The customers of a shard for whom something waits: a change that was not taken, and behind it whatever came
/// later.</summary>
sealed class WaitingChanges
{
    readonly SyncNotes notes;
    readonly HashSet<CustomerId> customers;
    Instant nextDueAt;

    public WaitingChanges(ShopStore store, SyncNotes notes)
    {
        this.notes = notes;
        customers = [.. store.Deliveries.WaitingCustomers(notes.Cursor.Shard, notes.Cursor.Destination, notes.Now)];
    }

    /// <summary>Whether something waits for a customer.</summary>
    public bool Has(CustomerId customer) => customers.Contains(customer);

    /// <summary>Nothing waits for a customer after all.</summary>
    public void Forget(CustomerId customer) => customers.Remove(customer);

    /// <summary>Whether something may be due.</summary>
    public bool MayBeDue => customers.Count > 0 && nextDueAt <= notes.Now;

    /// <summary>Nothing was due, or something: it is looked at again when something is put aside, and every so often
    /// for what others revived.</summary>
    public void Looked(bool wasDue) => nextDueAt = new Instant(notes.Now.UnixMs + (wasDue ? 0 : 250));

    /// <summary>A change waits with its own time, or is given up; whatever comes for the customer later waits behind
    /// it. </summary>
    public void PutAside(PendingChange change, Outcome outcome)
    {
        var attempts = change.Rows[0].Attempts + (outcome.Kind == OutcomeKind.NotTried ? 0 : 1);
        var now = notes.Now;
        var next = outcome.Kind switch
        {
            OutcomeKind.Refused => null,
            OutcomeKind.NotTried => now,
            _ => RetrySchedule.Next(attempts, outcome.After, now),
        };
        Measures.Sent(notes.Cursor.Destination, next is null ? "given_up" : "again", change.Rows.Count);
        foreach (var row in change.Rows)
        {
            notes.Put(row with
            {
                Attempts = attempts, IsDead = next is null, NextAttemptAt = next ?? now, Error = outcome.Error,
            });
        }
        if (next is not { } at) return;
        customers.Add(change.Customer);
        if (at < nextDueAt) nextDueAt = at;
    }

    /// <summary>A change waits behind another of its customer.</summary>
    public void PutBehind(Delivery row) => notes.Put(row with { NextAttemptAt = Delivery.Behind });

    /// <summary>A change that waited was tried: it is done with, or waits again.</summary>
    /// <param name="queue">What waits for the customer, this change first.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="unsent">Why it was not even tried, where it never will be.</param>
    /// <returns>Whether there is more to send for the customer now.</returns>
    public bool Advance(Queue<PendingChange> queue, Outcome outcome, UnsentReason? unsent)
    {
        if (outcome.Kind == OutcomeKind.NotTried && unsent is null) return false;
        var change = queue.Dequeue();
        if (unsent is { } reason)
        {
            notes.Done(change);
            notes.CountUnsent(change, reason);
        }
        else if (outcome.Kind == OutcomeKind.Delivered)
        {
            notes.Done(change);
            notes.Count(change);
        }
        else
        {
            PutAside(change, outcome);
            if (outcome.Kind == OutcomeKind.Retry) return false;
        }
        if (queue.Count == 0)
        {
            customers.Remove(change.Customer);
            return false;
        }
        // Nothing stands before it any more: should we end here, whoever comes next finds it due.
        foreach (var row in queue.Peek().Rows) notes.Put(row with { NextAttemptAt = notes.Now });
        return true;
    }

    /// <summary>What a row says; null for one that cannot be read, which must not hold up the others.</summary>
    public OutboxChange? Parse(Delivery row)
    {
        try
        {
            return OutboxChange.Parse(row.Change);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            notes.Put(row with { IsDead = true, Error = "The change cannot be read." });
            return null;
        }
    }
}
