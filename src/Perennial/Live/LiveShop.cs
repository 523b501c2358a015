using Perennial.Channels.Webhooks;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Data;
using Perennial.Destinations;
using Perennial.Loops;
using Perennial.Moments;
using Perennial.Watch;

namespace Perennial.Live;

/// <summary>What goes on while a shop is served: events are written, time passes, customers are compared at night, and
/// destinations are told.</summary>
/// <remarks>Any number of processes may do this on one store; each finds out by itself what there is to do.</remarks>
sealed class LiveShop : IAsyncDisposable
{
    const int SpareThreads = 8;

    static readonly TimeSpan betweenNightLooks = TimeSpan.FromMinutes(1), betweenPlacings = TimeSpan.FromMinutes(1),
        trimEvery = TimeSpan.FromSeconds(30), betweenHandOvers = TimeSpan.FromSeconds(1);

    // A scoring run costs as much where it fails at its end.
    static readonly Pauses afterScoringRun = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));

    readonly CancellationTokenSource stop = new();
    readonly Task syncing;
    readonly Gauges gauges;
    readonly Watcher watcher;

    LiveShop(ShopStore store, TimeProvider time, ILogger log)
    {
        Store = store;
        Time = time;
        Loops = new Supervisor(time, log);
        Health = new StoreHealth(store, Loops, time, log);
        var watch = new ShopWatch(store, time);
        Moments = new ShopMoments(store);
        watch.Saw += pulse => Moments.Saw(pulse.Changes);
        Sync = new SyncLoop(store, watch, Loops, time, problem => WatchLog.Delivery(log, problem));
        Intake = new LiveIntake(store, Moments, Loops, time, Counts);
        Intake.Committed += Sync.Signal;
        watcher = new Watcher(store, watch, Counts, time, log);
        Intake.Wrote += watcher.Wrote;
        gauges = new Gauges(store, Intake, time);
        syncing = Sync.Run(stop.Token);
        StartTick(watch);
        var scoring = new NightlyScoring(store, time, Sync.Signal);
        Loops.Every("nightly scoring", betweenNightLooks, cancel =>
        {
            if (watch.Last is { } pulse && scoring.MayBeDue(pulse)) scoring.IfDue(cancel);
        }, afterScoringRun);
        Loops.Every("trimming the outbox", trimEvery, _ =>
        {
            foreach (var shard in store.Outbox.ShardsToTrim()) store.Outbox.Trim(shard);
        });
        var forgetting = new Forgetting(store, time, problem => WatchLog.Delivery(log, problem));
        Loops.Every("finishing erasures", Forgetting.Every, forgetting.Once);
        var sandbox = new Sandbox(store);
        Loops.Every("handing over contacts", betweenHandOvers, cancel =>
        {
            if (sandbox.HandOver(() => Moments.At(Instant.From(time.GetUtcNow())), cancel) > 0) Sync.Signal();
        });
        Loops.Every("forgetting old decisions", betweenNightLooks, new OldDecisions(store, Moments, time).Forget);
        Loops.Every("counting what came in", Watcher.Every, watcher.Look);
        Loops.Every("looking at the store", ShopWatch.Every, _ => watch.Look());
    }

    void StartTick(ShopWatch watch)
    {
        var tick = new Tick(Store, Moments, Time, Sync.Signal);
        var ticking = new Wake();
        watch.Saw += pulse =>
        {
            if (pulse.IsDue) ticking.Call();
        };
        // What a process left that was killed is finished before the first look.
        ticking.Call();
        Loops.When("tick", ticking, cancel => tick.Once(cancel));
        Loops.Every("bringing changes to their orders", betweenPlacings, tick.PlaceChanges);
    }

    /// <summary>Starts everything.</summary>
    public static LiveShop Start(ShopStore store, TimeProvider time, ILogger log)
    {
        // A scoring run computes on every thread that there is, for a second at a time on a busy machine: whoever
        // writes events is not to wait until one is free.
        ThreadPool.GetMinThreads(out var computing, out var waiting);
        ThreadPool.SetMinThreads(Math.Max(computing, Environment.ProcessorCount + SpareThreads), waiting);
        return new(store, time, log);
    }

    /// <summary>The store.</summary>
    public ShopStore Store { get; }

    /// <summary>What facts are written by.</summary>
    public ShopMoments Moments { get; }

    /// <summary>Takes events.</summary>
    public LiveIntake Intake { get; }

    /// <summary>Keeps everything going.</summary>
    public Supervisor Loops { get; }

    /// <summary>Whether the store does its work.</summary>
    public StoreHealth Health { get; }

    /// <summary>Tells destinations.</summary>
    public SyncLoop Sync { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Counts what comes to the doors.</summary>
    public IntakeCounts Counts { get; } = new();

    /// <summary>Fetches what vendors publish.</summary>
    public PublicFiles PublicFiles { get; } = new();

    /// <summary>Writes what has been taken, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await Intake.DisposeAsync();
        await stop.CancelAsync();
        await syncing;
        stop.Dispose();
        await Loops.DisposeAsync();
        Health.End();
        PublicFiles.Dispose();
        gauges.Dispose();
        watcher.End(Intake.Written);
    }
}
