using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data;
using Perennial.Data.Profiles;
using Perennial.Moments;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Watch;

namespace Perennial.Scoring;

/// <summary>A scoring run over the whole store: statuses brought up to date, new cut points, scores, ranks.</summary>
static class Rescore
{
    /// <param name="store">The shop.</param>
    /// <param name="options">How to score; null for as last time.</param>
    /// <param name="asOf">Score as of the end of this day; null for now.</param>
    /// <param name="now">The present.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="cancel">Stops between two transactions; the next run goes on from there.</param>
    /// <param name="refoldAll">Compute every profile anew from its facts first; else only those that are due.</param>
    public static ScoringRun Run(ShopStore store, ScoringOptions? options, DateOnly? asOf, Instant now,
        Action<string, double> progress, CancellationToken cancel, bool refoldAll = false)
    {
        using var turn = Turn(store, now, progress, cancel, out var before);
        // Another process has just made the run that this one was asked for.
        if (before is not null && options is null && asOf is null && !refoldAll) return before;
        using var trace = Measures.Traces.StartActivity("scoring run");
        var began = Stopwatch.GetTimestamp();
        ScoringRun? run = null;
        try
        {
            run = Score(store, options, asOf, now, progress, refoldAll, cancel);
            trace?.SetTag("perennial.customers", run.Customers);
            store.ScoringRuns.PutDuration(run.Id, Stopwatch.GetElapsedTime(began));
            return run;
        }
        finally
        {
            Measures.Scored(Stopwatch.GetElapsedTime(began), run is not null);
            if (run is null) trace?.SetStatus(ActivityStatusCode.Error);
        }
    }

    static ScoringRun Score(ShopStore store, ScoringOptions? options, DateOnly? asOf, Instant now,
        Action<string, double> progress, bool refoldAll, CancellationToken cancel)
    {
        Unfinished.FinishSaving(store, now, progress, cancel);
        var shop = ShopSettings.Of(store);
        var moments = new ShopMoments(store);
        var instant = asOf is { } date ? shop.Calendar.EndOf(ShopCalendar.Day(date)) : now;
        if (asOf is not null) shop = shop.AsOf(store, instant, Instant.Never, cancel);
        progress("bringing profiles up to date", 0.1);
        if (refoldAll || !IsCurrent(store, asOf, now)) RefoldAll(store, Before(), asOf, cancel);
        else store.Folding.RefoldDue(Before(), int.MaxValue, cancel);

        var (scored, scoring) = Read();
        if (asOf is null && ShopSettings.PutPromotions(store, scoring.Promotions))
        {
            // Another month is over: what customers bought is measured against what was on offer then.
            shop = ShopSettings.Of(store);
            RefoldAll(store, Before(), asOf, cancel);
            (scored, scoring) = Read();
        }
        var lastScoringRun = store.ScoringRuns.Latest();
        if (lastScoringRun is not null) store.Scoring.RestoreRfmSegments(scored, lastScoringRun.Id);
        var run = scoring.Score(scored, options ?? shop.Scoring(lastScoringRun), lastScoringRun?.AsOfDay);
        cancel.ThrowIfCancellationRequested();
        progress("saving", 0.9);
        // Stays in segments follow one another in time: a look back at an earlier day is not among them.
        var keepsStays = lastScoringRun is null || lastScoringRun.AsOf <= instant;
        var saved = store.Scoring.Save(run, scored,
            moments.Of(now, instant, shop.Profiles, keepsStays ? run : null), new Unfinished.Saving(progress), cancel);
        // Who is at the top can be said once everybody has their new scores.
        if (asOf is null) RuleLevels.Recount(store, now, cancel);
        return saved;

        ShopMoment Before() => moments.Of(now, instant, shop.Profiles, run: null);

        (StoreSnapshot, ShopScoring) Read()
        {
            var all = store.Profiles.Load();
            if (asOf is not null) all = Begun.By(instant, Instant.Never, store, shop, all);
            all.Profiles.ReadAt(instant, shop.Calendar);
            var scoring = new ShopScoring(store, all, instant, shop)
            {
                IsPresent = asOf is null, Progress = progress, Cancel = cancel,
                LastTrial = store.ScoringRuns.Latest()?.Models.Recommendations?.Trial,
            };
            scoring.Read();
            // What is stored may still wait for a change that the models of the run before foresaw.
            scoring.Folded.NextChangeAt.CopyTo(all.Profiles.NextChangeAt, 0);
            return (all, scoring);
        }
    }

    // One process makes a run at a time. The others help with what is cut by shard, then take what it made.
    static IDisposable Turn(ShopStore store, Instant now, Action<string, double> progress, CancellationToken cancel,
        out ScoringRun? made)
    {
        const int pauseMs = 100;
        made = null;
        if (store.Scoring.TryTurn() is { } first) return first;
        var last = store.ScoringRuns.Latest()?.Id;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            progress("helping another process", 0.1);
            if (store.ProfileState.FoldedAsOf is null && store.Folding.OpenRefold() is { } job)
                store.Folding.Refold(
                    job.Id, new ShopMoments(store).At(now) with { AsOf = job.AsOf }, cancellation: cancel);
            if (store.Scoring.TryTurn() is { } turn)
            {
                var latest = store.ScoringRuns.Latest();
                made = latest?.Id == last ? null : latest;
                return turn;
            }
            cancel.WaitHandle.WaitOne(pauseMs);
        }
    }

    static bool IsCurrent(ShopStore store, DateOnly? asOf, Instant now) =>
        asOf is null && store.ProfileState.FoldedAsOf is null && !store.ProfileState.RefoldNeeded
        && store.Folding.OpenRefold() is null
        // A clock that was ahead folded them as of then.
        && !store.Clock.AnyProfileAhead(now);

    static void RefoldAll(ShopStore store, ShopMoment moment, DateOnly? asOf, CancellationToken cancel)
    {
        // Said before profiles leave the present and taken back after they return: killed between the two, the next
        // run finds the note and computes everything once more.
        if (asOf is { } date) store.ProfileState.PutFoldedAsOf(ShopCalendar.Day(date));
        store.Folding.RefoldAll(moment, cancellation: cancel);
        if (asOf is null) store.ProfileState.PutFoldedAsOf(null);
    }
}
