using Perennial.Channels.Webhooks;
using Perennial.Data;
using Perennial.Destinations;
using Perennial.Segments;
using Perennial.Watch;

namespace Perennial.Live;

/// <summary>What goes on while a shop is served: events are written, time passes, customers are compared at night, and
/// destinations are told.</summary>
/// <remarks>Any number of processes may do this on one store; each finds out by itself what there is to do.</remarks>
sealed class LiveShop : IAsyncDisposable
{
    // A run that failed is not tried again at once; whether it is time, the clock says and not the store.
    static readonly TimeSpan betweenNightLooks = TimeSpan.FromMinutes(1);

    readonly CancellationTokenSource stop = new();
    readonly Timers timers;
    readonly Task syncing;
    readonly Gauges gauges;
    readonly Watcher watcher;

    LiveShop(ShopStore store, TimeProvider time, ILogger log)
    {
        Store = store;
        Time = time;
        var watch = new ShopWatch(store, time);
        Moments = new ShopMoments(store);
        Sync = new SyncLoop(store, watch, time, problem => Log.Said(log, problem));
        Intake = new LiveIntake(store, Moments, time, Counts);
        Intake.Committed += Sync.Signal;
        watcher = new Watcher(store, watch, Counts, time, log);
        Intake.Wrote += watcher.Wrote;
        gauges = new Gauges(store, Intake, time);
        timers = new Timers(log);
        var tick = new Tick(store, Moments, time, Sync.Signal);
        var scoring = new NightlyScoring(store, time, Sync.Signal);
        var ticking = new Wake();
        watch.Saw += pulse =>
        {
            if (pulse.IsDue) ticking.Call();
        };
        // What a process left that was killed is finished before the first look.
        ticking.Call();
        timers.StartWhen("tick", ticking, cancel => tick.Once(cancel));
        timers.Start("nightly scoring", betweenNightLooks, cancel =>
        {
            if (watch.Last is { } pulse && scoring.MayBeDue(pulse)) scoring.IfDue(cancel);
        });
        timers.Start("looking at the store", ShopWatch.Every, _ => watch.Look());
        timers.Start("watching", Watcher.Every, cancel => watcher.Look(cancel));
        syncing = Task.Run(() => Sync.Run(stop.Token));
    }

    /// <summary>Starts everything.</summary>
    public static LiveShop Start(ShopStore store, TimeProvider time, ILogger log) => new(store, time, log);

    /// <summary>The store.</summary>
    public ShopStore Store { get; }

    /// <summary>What facts are written by.</summary>
    public ShopMoments Moments { get; }

    /// <summary>Takes events.</summary>
    public LiveIntake Intake { get; }

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
        await timers.DisposeAsync();
        await stop.CancelAsync();
        await syncing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        PublicFiles.Dispose();
        gauges.Dispose();
        watcher.End(Intake.Written);
    }
}
