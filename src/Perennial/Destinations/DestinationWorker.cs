using System.Security.Cryptography;
using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Watch;

namespace Perennial.Destinations;

/// <summary>Sends to one destination whatever is there for it, in all shards that nobody else is at.</summary>
sealed class DestinationWorker(
    ShopStore store, DestinationEntry entry, DestinationContext context, TimeProvider time, Action<string> log)
{
    // Held so long at most, so that processes that came later get their share.
    static readonly TimeSpan holdAtMost = TimeSpan.FromSeconds(10);
    static readonly TimeSpan holdIdle = TimeSpan.FromSeconds(1);
    // How soon what it holds is looked at again; while it holds nothing, it waits to be woken.
    static readonly TimeSpan lookEvery = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan afterError = TimeSpan.FromSeconds(30);

    readonly Wake wake = new();
    readonly string holder =
        $"{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
    readonly Dictionary<int, (ShardSync Work, long IdleSince)> held = [];

    /// <summary>Says that there may be something to send.</summary>
    public void Wake() => wake.Call();

    /// <summary>Runs until cancelled, or until the destination asks never to be called again.</summary>
    public async Task Run(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                using var destination =
                    DestinationKind.Open(DestinationSettings.FromJson(entry.Settings), context);
                if (!await Send(destination, cancel)) return;
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
            store.Destinations.NoteProblem(entry.Name, problem);
        }
        catch (BadInputException error)
        {
            log($"Destination {entry.Name}: {error.Message}");
        }
    }

    // Returns false once it is disabled.
    async Task<bool> Send(Destination destination, CancellationToken cancel)
    {
        var composer = new ChangeComposer(store, destination.Settings);
        var composedAt = time.GetTimestamp();
        // What was there before it began is for it, too.
        wake.Call();
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
                if (wake.WasCalled() && (sentAt == 0 || time.GetElapsedTime(sentAt) >= destination.Pace))
                    Take(destination, composer);
                var worked = false;
                if (time.GetElapsedTime(sentAt) >= destination.Pace || destination.Pace == TimeSpan.Zero)
                    foreach (var shard in held.Keys.ToList()) worked |= await Work(shard, cancel);
                if (worked) sentAt = time.GetTimestamp();
                if (held.Values.Any(one => one.Work.IsDisabled)) return false;
                if (!worked) await wake.Wait(held.Count > 0 ? lookEvery : Timeout.InfiniteTimeSpan, time, cancel);
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
        foreach (var shard in store.Cursors.ShardsWithWork(entry.Name, holder, now))
        {
            if (held.ContainsKey(shard)) continue;
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
}
