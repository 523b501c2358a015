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
    readonly DeliveryCursor taken;
    Instant until;
    bool isLost;

    ShardLease(ShopStore store, TimeProvider time, DeliveryCursor taken, Instant until)
    {
        (this.store, this.time, this.taken, this.until) = (store, time, taken, until);
        Since = Instant.From(time.GetUtcNow());
    }

    /// <summary>Since when.</summary>
    public Instant Since { get; }

    /// <summary>Whether somebody else has taken over, or may have.</summary>
    public bool IsLost => isLost || taken.Lost.IsCancellationRequested;

    /// <summary>Takes the right, and says how far the destination is; null where somebody else has it.</summary>
    public static (ShardLease Lease, DeliveryCursor Cursor)? Take(
        ShopStore store, string destination, int shard, string worker, TimeProvider time)
    {
        var now = Instant.From(time.GetUtcNow());
        var until = After(now, leaseTime);
        return store.Cursors.Lease(shard, destination, worker, now, until) is { } cursor
            ? (new ShardLease(store, time, cursor, until), cursor) : null;
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
        if (!store.Cursors.Renew(taken, longer)) Lose();
        else until = longer;
        return !IsLost;
    }

    /// <summary>It is not ours any more, and what was held under it is nothing.</summary>
    public void Lose() => isLost = true;

    /// <summary>Gives it back.</summary>
    public void Release()
    {
        if (!IsLost) store.Cursors.Release(taken);
    }

    /// <summary>Speaks to the destination, and keeps the right meanwhile. Where that is lost, nothing was tried.
    /// </summary>
    public async Task<SendResult> Hold(IReadOnlyList<OutgoingChange> batch, Sender send, CancellationToken cancel)
    {
        // A process that was stopped for a while finds its place taken.
        if (!Renew()) return new SendResult(batch.Count);
        using var trace = Measures.Traces.StartActivity("deliver");
        trace?.SetTag("perennial.destination", taken.Destination).SetTag("perennial.changes", batch.Count);
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(cancel, taken.Lost);
        var sending = send(batch, mine.Token);
        try
        {
            await Keep(sending, mine);
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

    async Task Keep(Task sending, CancellationTokenSource mine)
    {
        while (!sending.IsCompleted)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(mine.Token);
            if (await Task.WhenAny(sending, Task.Delay(renewEvery, time, enough.Token)) == sending)
            {
                await enough.CancelAsync();
                return;
            }
            try
            {
                if (!Renew()) await mine.CancelAsync();
            }
            catch
            {
                // Nothing may be on its way any more when somebody else begins.
                await mine.CancelAsync();
                await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        }
    }
}

/// <summary>Sends changes to a destination, by whichever of its roads.</summary>
delegate Task<SendResult> Sender(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel);
