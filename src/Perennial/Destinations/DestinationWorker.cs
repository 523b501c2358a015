using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Data.Engines;
using Perennial.Loops;
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
    // A destination that cannot be called for its settings; they seldom change.
    static readonly TimeSpan betweenOpenings = TimeSpan.FromSeconds(30);

    // There is one in a process for each destination, and it goes on with what it held before an error.
    const string Worker = "serve";

    readonly Wake wake = new();
    readonly Dictionary<int, (ShardSync Work, long IdleSince)> held = [];
    string? said;

    /// <summary>Says that there may be something to send.</summary>
    public void Wake() => wake.Call();

    /// <summary>Runs until cancelled, or until the destination asks never to be called again.</summary>
    /// <param name="loop">Is told where everything that there was to send was tried.</param>
    /// <param name="cancel">Ends it.</param>
    /// <remarks>What is wrong with the destination itself is noted for people to see, and is no fault of this loop's;
    /// everything else ends it, and its supervisor begins it again.</remarks>
    public async Task Run(Loop loop, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                using var destination = DestinationKind.Open(DestinationSettings.FromJson(entry.Settings), context);
                await Send(destination, loop, cancel);
                return;
            }
            catch (BadInputException error) when (error is not StoreAwayException)
            {
                Say(error.Message);
                store.Destinations.NoteProblem(entry.Name, error.Message);
                loop.Worked();
            }
            await Task.Delay(betweenOpenings, time, cancel);
        }
    }

    void Say(string problem)
    {
        // The same again and again says nothing more.
        if (problem != said) log($"Destination {entry.Name}: {problem}");
        said = problem;
    }

    // Returns once it is disabled.
    async Task Send(Destination destination, Loop loop, CancellationToken cancel)
    {
        store.Destinations.NoteProblem(entry.Name, null);
        var composer = new ChangeComposer(store, destination.Settings);
        var composedAt = time.GetTimestamp();
        // What was there before it began is for it, too.
        wake.Call();
        var sentAt = 0L;
        var (isWhole, looked) = (false, false);
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
                {
                    Take(destination, composer);
                    looked = true;
                }
                var worked = false;
                if (time.GetElapsedTime(sentAt) >= destination.Pace || destination.Pace == TimeSpan.Zero)
                    foreach (var shard in held.Keys.ToList()) worked |= await Work(shard, cancel);
                if (worked) sentAt = time.GetTimestamp();
                said = null;
                if (held.Values.Any(one => one.Work.IsDisabled))
                {
                    isWhole = true;
                    return;
                }
                if (looked) loop.Worked();
                if (!worked) await wake.Wait(held.Count > 0 ? lookEvery : Timeout.InfiniteTimeSpan, time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            isWhole = true;
            throw;
        }
        finally
        {
            // After an error nothing that was held is true for certain; the store knows.
            foreach (var shard in held.Keys.ToList())
            {
                if (isWhole) Release(shard);
                else held.Remove(shard);
            }
        }
    }

    void Take(Destination destination, ChangeComposer composer)
    {
        var now = Instant.From(time.GetUtcNow());
        foreach (var shard in store.Cursors.ShardsWithWork(entry.Name, Worker, now))
        {
            if (held.ContainsKey(shard)) continue;
            if (ShardSync.Begin(store, destination, composer, shard, Worker, time) is { } work)
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
