using System.Security.Cryptography;
using System.Threading.Channels;
using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Data;

namespace Perennial.Operations.Sync;

/// <summary>Sends to one destination whatever is there for it, in all shards that nobody else is at.</summary>
sealed class DestinationWorker(
    ShopStore store, DestinationEntry entry, DestinationContext context, TimeProvider time, Action<string> log)
{
    // Held so long at most, so that processes that came later get their share.
    static readonly TimeSpan holdAtMost = TimeSpan.FromSeconds(10);
    static readonly TimeSpan holdIdle = TimeSpan.FromSeconds(1);
    static readonly TimeSpan afterError = TimeSpan.FromSeconds(30);

    readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly string holder =
        $"{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
    readonly Dictionary<int, (ShardSync Work, long IdleSince)> held = [];

    /// <summary>Says that there may be something to send.</summary>
    public void Wake() => wake.Writer.TryWrite(true);

    /// <summary>Runs until cancelled, or until the destination asks never to be called again.</summary>
    public async Task Run(TimeSpan lookEvery, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                using var destination =
                    DestinationKind.Open(DestinationSettings.FromJson(entry.Settings), context);
                if (!await Send(destination, lookEvery, cancel)) return;
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (BadInputException error)
            {
                log($"Destination {entry.Name}: {error.Message}");
                Note(error.Message);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // Its text might quote what was sent.
                log($"Destination {entry.Name}: {error.GetType().Name} in {error.TargetSite?.DeclaringType?.Name}.");
                Note("It failed unexpectedly; the log says where.");
            }
            await Task.Delay(afterError, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    void Note(string problem)
    {
        try
        {
            store.NoteProblem(entry.Name, problem);
        }
        catch (BadInputException error)
        {
            log($"Destination {entry.Name}: {error.Message}");
        }
    }

    // Returns false once it is disabled.
    async Task<bool> Send(Destination destination, TimeSpan lookEvery, CancellationToken cancel)
    {
        var composer = new ChangeComposer(store, destination.Settings);
        var composedAt = time.GetTimestamp();
        var lookedAt = 0L;
        var sentAt = 0L;
        try
        {
            while (true)
            {
                cancel.ThrowIfCancellationRequested();
                if (time.GetElapsedTime(composedAt) > TimeSpan.FromMinutes(1) && held.Count == 0)
                {
                    // Names of segments and scores follow the last scoring run.
                    composer = new ChangeComposer(store, destination.Settings);
                    composedAt = time.GetTimestamp();
                }
                var woken = wake.Reader.TryRead(out _);
                if (woken || lookedAt == 0 || time.GetElapsedTime(lookedAt) >= lookEvery)
                {
                    lookedAt = time.GetTimestamp();
                    if (sentAt == 0 || time.GetElapsedTime(sentAt) >= destination.Pace) Take(destination, composer);
                }
                var worked = false;
                if (time.GetElapsedTime(sentAt) >= destination.Pace || destination.Pace == TimeSpan.Zero)
                    foreach (var shard in held.Keys.ToList()) worked |= await Work(shard, cancel);
                if (worked) sentAt = time.GetTimestamp();
                if (held.Values.Any(one => one.Work.IsDisabled)) return false;
                if (!worked) await Wait(lookEvery, cancel);
            }
        }
        finally
        {
            foreach (var shard in held.Keys.ToList()) Release(shard);
        }
    }

    void Take(Destination destination, ChangeComposer composer)
    {
        var now = Instant.From(time.GetUtcNow());
        foreach (var shard in store.ShardsToSync().Where(shard => !held.ContainsKey(shard)))
        {
            if (!store.HasWork(shard, entry.Name, holder, now)) continue;
            if (ShardSync.Begin(store, destination, composer, shard, holder, time) is { } work)
                held[shard] = (work, time.GetTimestamp());
        }
    }

    async Task<bool> Work(int shard, CancellationToken cancel)
    {
        var (work, idleSince) = held[shard];
        var worked = await work.Round(cancel);
        if (worked) held[shard] = (work, time.GetTimestamp());
        else work.Save();
        var age = Instant.From(time.GetUtcNow()).UnixMs - work.LeasedAt.UnixMs;
        var isIdle = !worked && time.GetElapsedTime(idleSince) > holdIdle;
        if (work.IsLost || isIdle || age > holdAtMost.TotalMilliseconds || work.Blocked is not null)
        {
            if (work.Blocked is { } blocked) log($"Destination {entry.Name}: {blocked.Problem}");
            if (!work.IsDisabled) Release(shard);
        }
        return worked;
    }

    void Release(int shard)
    {
        held[shard].Work.End();
        held.Remove(shard);
    }

    async Task Wait(TimeSpan atMost, CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var woken = wake.Reader.WaitToReadAsync(enough.Token).AsTask();
        await Task.WhenAny(woken, Task.Delay(atMost, time, enough.Token));
        await enough.CancelAsync();
        await woken.ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
