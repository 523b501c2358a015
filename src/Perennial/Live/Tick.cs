using System.Diagnostics;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Data;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Watch;

namespace Perennial.Live;

/// <summary>
/// Brings profiles up to date that time alone has changed: found by an index, so that a tick at which nobody is due
/// reads a page of it and no more. Also finishes whatever was interrupted.
/// </summary>
/// <param name="store">The shop.</param>
/// <param name="moments">What is written by.</param>
/// <param name="time">The clock.</param>
/// <param name="committed">Called after profiles changed.</param>
sealed class Tick(ShopStore store, ShopMoments moments, TimeProvider time, Action committed)
{
    readonly StrategyTurns turns = new(store);

    // Small enough that whoever writes events waits for a moment only.
    const int MostAtOnce = 1_000;

    /// <summary>Whoever was stopped between an order and what waited for it may not come back: to be called now and
    /// then.</summary>
    public void PlaceChanges(CancellationToken cancel)
    {
        if (store.Intake.PlaceChanges(moments.At(Instant.From(time.GetUtcNow())), cancel) > 0) committed();
    }

    /// <summary>One tick: everybody who is due now.</summary>
    /// <returns>How many were.</returns>
    public int Once(CancellationToken cancel)
    {
        var total = 0;
        using var trace = Measures.Traces.StartActivity("tick");
        var began = Stopwatch.GetTimestamp();
        while (!cancel.IsCancellationRequested)
        {
            var now = Instant.From(time.GetUtcNow());
            if (total == 0 && store.Watch.IsUnfinished() && Unfinished.Finish(store, now, cancel)) committed();
            var moment = moments.At(now);
            if (total == 0 && store.Intake.MovePending(moment, cancel) > 0) committed();
            // What somebody who changed segments did not come to the end of.
            if (total == 0 && store.Stays.Recount(moment, cancel) != default) committed();
            var due = store.Folding.TryRefoldDue(moment, MostAtOnce, cancel);
            total += due;
            if (due > 0) committed();
            if (due < MostAtOnce) break;
        }
        // Who is due goes by columns as they are now.
        if (!cancel.IsCancellationRequested && turns.Run(() => moments.At(Instant.From(time.GetUtcNow())), cancel) > 0)
            committed();
        // A tick a second at which nobody is due is nothing to look at.
        if (trace is not null && total == 0) trace.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        trace?.SetTag("perennial.profiles", total);
        Measures.Ticked(total, Stopwatch.GetElapsedTime(began));
        return total;
    }
}
