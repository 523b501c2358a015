using Perennial.Channels.Destinations;
using Perennial.Channels.Outgoing;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Watch;

namespace Perennial.Destinations;

/// <summary>The right to work on one destination in one shard, for as long as it is held.</summary>
sealed class ShardLease
{
    static readonly TimeSpan leaseTime = TimeSpan.FromSeconds(60);
    static readonly TimeSpan renewEvery = TimeSpan.FromSeconds(20);

    readonly ShopStore store;
    readonly TimeProvider time;
    readonly int shard;
    readonly string destination;
    Instant until;

    ShardLease(ShopStore store, TimeProvider time, DeliveryCursor cursor, string holder, Instant until)
    {
        (this.store, this.time, Holder, this.until) = (store, time, holder, until);
        (shard, destination) = (cursor.Shard, cursor.Destination);
        Since = Instant.From(time.GetUtcNow());
    }

    /// <summary>By whom it is held.</summary>
    public string Holder { get; }

    /// <summary>Since when.</summary>
    public Instant Since { get; }

    /// <summary>Whether somebody else has taken over.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Takes the right, and says how far the destination is; null where somebody else has it.</summary>
    public static (ShardLease Lease, DeliveryCursor Cursor)? Take(
        ShopStore store, string destination, int shard, string holder, TimeProvider time)
    {
        var now = Instant.From(time.GetUtcNow());
        var until = After(now, leaseTime);
        return store.Cursors.Lease(shard, destination, holder, now, until) is { } cursor
            ? (new ShardLease(store, time, cursor, holder, until), cursor) : null;
    }

    static Instant After(Instant now, TimeSpan span) => new(now.UnixMs + (long)span.TotalMilliseconds);

    /// <summary>Keeps it for longer, where that is due.</summary>
    /// <returns>False where somebody else has it by now.</returns>
    public bool Renew()
    {
        if (IsLost) return false;
        var now = Instant.From(time.GetUtcNow());
        if (until.UnixMs - now.UnixMs > (leaseTime - renewEvery).TotalMilliseconds) return true;
        var longer = After(now, leaseTime);
        if (store.Cursors.Lease(shard, destination, Holder, now, longer) is null) IsLost = true;
        else until = longer;
        return !IsLost;
    }

    /// <summary>It is not ours any more.</summary>
    public void Lose() => IsLost = true;

    /// <summary>Gives it back.</summary>
    public void Release()
    {
        if (!IsLost) store.Cursors.Release(shard, destination, Holder);
    }

    /// <summary>Speaks to the destination, and keeps the right meanwhile. Where that is lost, nothing was tried.
    /// </summary>
    public async Task<SendResult> Hold(IReadOnlyList<OutgoingChange> batch, Sender send, CancellationToken cancel)
    {
        using var trace = Measures.Traces.StartActivity("deliver");
        trace?.SetTag("perennial.destination", destination).SetTag("perennial.changes", batch.Count);
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
            if (!Renew()) await mine.CancelAsync();
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
}

/// <summary>Sends changes to a destination, by whichever of its roads.</summary>
delegate Task<SendResult> Sender(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel);
