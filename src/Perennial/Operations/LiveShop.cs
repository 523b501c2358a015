using Perennial.Channels.Webhooks;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Jobs;
using Perennial.Operations.Sync;
using Perennial.Operations.Watch;
using Instant = Perennial.Core.Instant;

namespace Perennial.Operations;

/// <summary>What goes on while a shop is served: events are written, time passes, customers are compared at night, and
/// destinations are told.</summary>
/// <remarks>Any number of processes may do this on one store; each finds out by itself what there is to do.</remarks>
sealed class LiveShop : IAsyncDisposable
{
    // A run that failed is not tried again at once; whether it is time, the clock says and not the store.
    static readonly TimeSpan betweenRuns = TimeSpan.FromMinutes(1);
    static readonly TimeSpan betweenFlushes = TimeSpan.FromSeconds(5);

    readonly CancellationTokenSource stop = new();
    readonly RefusalLog refusals;
    readonly Timers timers;
    readonly Task syncing;
    readonly Gauges gauges;
    readonly Watcher watcher;

    LiveShop(ShopStore store, TimeProvider time, ILogger log)
    {
        Store = store;
        Time = time;
        refusals = new RefusalLog(store, time);
        var watch = new ShopWatch(store, time);
        Moments = new ShopMoments(store);
        Sync = new SyncLoop(store, watch, time, problem => Log.Said(log, problem));
        var tally = new IntakeTally();
        Doors.Refused += (source, refusal) => tally.Refused(source, refusal, Instant.From(time.GetUtcNow()));
        Intake = new LiveIntake(store, Moments, time, Refuse, tally);
        Intake.Committed += Sync.Signal;
        watcher = new Watcher(store, watch, tally, time, log);
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
        timers.Start("nightly scoring", betweenRuns, cancel =>
        {
            if (watch.Last is { } pulse && scoring.MayBeDue(pulse)) scoring.IfDue(cancel);
        });
        timers.Start("looking at the store", ShopWatch.Every, _ => watch.Look());
        timers.Start("counting refusals", betweenFlushes, _ => refusals.Flush());
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

    /// <summary>What came to the doors since the start.</summary>
    public DoorCounts Doors { get; } = new();

    /// <summary>Fetches what vendors publish.</summary>
    public PublicFiles PublicFiles { get; } = new();

    /// <summary>Notes an event that a door did not take.</summary>
    public void Refuse(string source, Refusal refusal)
    {
        refusals.Note(source, refusal);
        Doors.Add(source, refusal, Instant.From(Time.GetUtcNow()));
    }

    /// <summary>Writes what has been taken, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await Intake.DisposeAsync();
        await timers.DisposeAsync();
        await stop.CancelAsync();
        await syncing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        refusals.Flush();
        PublicFiles.Dispose();
        gauges.Dispose();
        watcher.End(Intake.Written);
    }
}
