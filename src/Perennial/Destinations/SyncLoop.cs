using System.Collections.Concurrent;
using Perennial.Channels.Destinations;
using Perennial.Data;
using Perennial.Data.Watching;
using Perennial.Loops;
using Perennial.Watch;

namespace Perennial.Destinations;

/// <summary>Keeps all destinations up to date, for as long as the program serves. Any number of processes may do so on
/// one store: each takes the shards that nobody is at.</summary>
/// <param name="store">The shop.</param>
/// <param name="watch">Sees what another process wrote, and a destination that was loaded, changed or removed.</param>
/// <param name="loops">Keeps this and each destination going.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Is told what people should know: never secrets, never personal data.</param>
/// <param name="environment">Where secrets are; the process's environment unless given.</param>
sealed class SyncLoop(
    ShopStore store, ShopWatch watch, Supervisor loops, TimeProvider time, Action<string> log,
    Func<string, string?>? environment = null)
{
    readonly ConcurrentDictionary<string, DestinationWorker> workers = [];
    readonly Dictionary<string, (string Settings, CancellationTokenSource Stop, Task Work)> running = [];
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
        watch.Saw += Saw;
        try
        {
            // Destinations that run go on while what there is of them cannot be read.
            await loops.Run("deliveries", Follow, cancel);
        }
        finally
        {
            watch.Saw -= Saw;
            foreach (var name in running.Keys.ToList()) await End(name);
        }
    }

    async Task Follow(Loop loop, CancellationToken cancel)
    {
        var changes = -1L;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var seen = watch.Last?.Changes ?? 0;
            if (seen != changes || running.Values.Any(one => one.Work.IsCompleted))
            {
                await Reload(cancel);
                changes = seen;
            }
            loop.Worked();
            await wake.Wait(Timeout.InfiniteTimeSpan, time, cancel);
            wake.WasCalled();
        }
    }

    void Saw(ShopPulse pulse)
    {
        wake.Call();
        if (pulse.HasToSend) Signal();
    }

    async Task Reload(CancellationToken cancel)
    {
        var wanted = store.Destinations.All().Where(entry => entry.Disabled is null).ToDictionary(entry => entry.Name);
        foreach (var name in running.Keys.ToList())
        {
            if (!wanted.TryGetValue(name, out var entry) || entry.Settings != running[name].Settings
                || running[name].Work.IsCompleted) await End(name);
        }
        foreach (var entry in wanted.Values.Where(entry => !running.ContainsKey(entry.Name)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var worker = new DestinationWorker(store, entry, context, time, log);
            workers[entry.Name] = worker;
            running[entry.Name] = (entry.Settings, stop, Task.Run(
                () => loops.Run($"deliveries to {entry.Name}", worker.Run, stop.Token), CancellationToken.None));
        }
    }

    async Task End(string name)
    {
        var (_, stop, work) = running[name];
        running.Remove(name);
        workers.TryRemove(name, out _);
        await stop.CancelAsync();
        await work;
        stop.Dispose();
    }
}
