using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Watch;

namespace Perennial.Loops;

/// <summary>The store does not do its work.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Since">When that was met first.</param>
public sealed record StoreAway(StoreFault Fault, Instant Since)
{
    /// <summary>In a sentence that anybody may read.</summary>
    public string Sentence => $"{Fault.Words()}, since {Since}.";
}

/// <summary>
/// Whether the store does its work: what any statement of this process met counts, and only work that succeeds in every
/// shard ends it. Says it in the log for everybody, once, then at growing intervals.
/// </summary>
sealed class StoreHealth
{
    /// <summary>What the loop is called that tries the store.</summary>
    public const string Trying = "trying the store";

    // Whoever else goes on failing meanwhile is not overtaken by trying.
    static readonly TimeSpan betweenTries = TimeSpan.FromMilliseconds(250);

    readonly ShopStore store;
    readonly Supervisor loops;
    readonly TimeProvider time;
    readonly ILogger log;
    readonly Seldom seldom;
    readonly Wake wake = new();
    readonly Lock gate = new();
    volatile StoreAway? away;
    long met;
    bool isSaid, isDamaged;

    /// <summary>Listens from now on, and tries whatever failed until it works.</summary>
    public StoreHealth(ShopStore store, Supervisor loops, TimeProvider time, ILogger log)
    {
        (this.store, this.loops, this.time, this.log) = (store, loops, time, log);
        seldom = new Seldom(time);
        store.Watch.Failed += Met;
        loops.Keep(Trying, Try);
    }

    /// <summary>Since when and why it is away; null while it works.</summary>
    public StoreAway? Away => away;

    void Met(StoreAwayException error)
    {
        bool isNew, isSaidNow;
        StoreAway since;
        lock (gate)
        {
            met++;
            isNew = away is null;
            away = since = new StoreAway(error.Fault, away?.Since ?? Now);
            isDamaged |= error.Fault == StoreFault.Damaged;
            isSaidNow = seldom.May();
            isSaid |= isSaidNow;
        }
        wake.Call();
        if (!isSaidNow) return;
        var kind = error.Fault.Kind();
        if (isNew) LoopLog.StoreAway(log, kind, Loop.Current ?? "a request", error.Problem, error.Remedy);
        else LoopLog.StoreStillAway(log, Seconds(since), kind, error.Problem);
    }

    async Task Try(Loop loop, CancellationToken cancel)
    {
        while (true)
        {
            if (away is null) await wake.Wait(Timeout.InfiniteTimeSpan, time, cancel);
            cancel.ThrowIfCancellationRequested();
            wake.WasCalled();
            var before = Volatile.Read(ref met);
            if (away is null) continue;
            store.Watch.Try(isDamaged);
            loop.Worked();
            if (!Clear(before)) await Task.Delay(betweenTries, time, cancel);
        }
    }

    // Somebody who failed while it was tried knows better.
    bool Clear(long before)
    {
        StoreAway was;
        bool wasSaid;
        lock (gate)
        {
            if (met != before) return false;
            (was, wasSaid) = (away!, isSaid);
            (away, isDamaged, isSaid) = (null, false, false);
            seldom.Over();
        }
        if (wasSaid) LoopLog.StoreBack(log, Seconds(was));
        loops.StoreIsBack();
        return true;
    }

    Instant Now => Instant.From(time.GetUtcNow());

    double Seconds(StoreAway since) => Math.Round((Now.UnixMs - since.Since.UnixMs) / 1000.0, 1);

    /// <summary>Listens no more.</summary>
    public void End() => store.Watch.Failed -= Met;
}
