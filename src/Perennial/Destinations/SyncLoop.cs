using System.Collections.Concurrent;
using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Data.Watching;
using Perennial.Watch;

namespace Perennial.Destinations;

/// <summary>Keeps all destinations up to date, for as long as the program serves. Any number of processes may do so on
/// one store: each takes the shards that nobody is at.</summary>
/// <param name="store">The shop.</param>
/// <param name="watch">Sees what another process wrote, and a destination that was loaded, changed or removed.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Is told what people should know: never secrets, never personal data.</param>
/// <param name="environment">Where secrets are; the process's environment unless given.</param>
sealed class SyncLoop(
    ShopStore store, ShopWatch watch, TimeProvider time, Action<string> log,
    Func<string, string?>? environment = null)
{
    static readonly TimeSpan trimEvery = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<string, DestinationWorker> workers = [];
    readonly Wake wake = new();
    readonly DestinationContext context = new(time, environment ?? Environment.GetEnvironmentVariable);

    /// <summary>Says that something was committed: it is sent at once rather than at the next look. Costs next to
    /// nothing; may be called from any thread, whenever.</summary>
    public void Signal()
    {
        foreach (var worker in workers.Values) worker.Wake();
    }

    /// <summary>Runs until cancelled; then gives back what it holds.</summary>
    public async Task Run(CancellationToken cancel)
    {
        var running = new Dictionary<string, (string Settings, CancellationTokenSource Stop, Task Work)>();
        var trimmedAt = time.GetTimestamp();
        var changes = -1L;
        watch.Saw += Saw;
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                var seen = watch.Last?.Changes ?? 0;
                if (seen != changes || running.Values.Any(one => one.Work.IsCompleted))
                    changes = await Reload(running, cancel) ? seen : -1;
                if (time.GetElapsedTime(trimmedAt) > trimEvery)
                {
                    Guarded("trimming the outbox", () =>
                    {
                        foreach (var shard in store.Outbox.ShardsToTrim()) store.Outbox.Trim(shard);
                    });
                    trimmedAt = time.GetTimestamp();
                }
                await wake.Wait(Timeout.InfiniteTimeSpan, time, cancel);
                wake.WasCalled();
            }
        }
        finally
        {
            watch.Saw -= Saw;
            foreach (var name in running.Keys.ToList()) await End(running, name);
        }
    }

    void Saw(ShopPulse pulse)
    {
        wake.Call();
        if (pulse.HasToSend) Signal();
    }

    async Task<bool> Reload(
        Dictionary<string, (string Settings, CancellationTokenSource Stop, Task Work)> running,
        CancellationToken cancel)
    {
        IReadOnlyList<DestinationEntry> entries = [];
        if (!Guarded("reading destinations", () => entries = store.Destinations.All())) return false;
        var wanted = entries.Where(entry => entry.Disabled is null).ToDictionary(entry => entry.Name);
        foreach (var name in running.Keys.ToList())
        {
            if (!wanted.TryGetValue(name, out var entry) || entry.Settings != running[name].Settings
                || running[name].Work.IsCompleted) await End(running, name);
        }
        foreach (var entry in wanted.Values.Where(entry => !running.ContainsKey(entry.Name)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var worker = new DestinationWorker(store, entry, context, time, log);
            workers[entry.Name] = worker;
            running[entry.Name] = (entry.Settings, stop, Task.Run(() => worker.Run(stop.Token), cancel));
        }
        return true;
    }

    async Task End(
        Dictionary<string, (string Settings, CancellationTokenSource Stop, Task Work)> running, string name)
    {
        var (_, stop, work) = running[name];
        running.Remove(name);
        workers.TryRemove(name, out _);
        await stop.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    bool Guarded(string what, Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (BadInputException error)
        {
            log($"Syncing: {what} failed: {error.Message}");
            return false;
        }
    }
}
