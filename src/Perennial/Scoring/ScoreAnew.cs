using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Settings;
using Perennial.Shop;

namespace Perennial.Scoring;

/// <summary>A scoring run that somebody asks for.</summary>
static class ScoreAnew
{
    /// <summary>What is written down.</summary>
    public const string Scoring = "scored anew";

    /// <param name="store">The shop.</param>
    /// <param name="options">How to score; null for as last time.</param>
    /// <param name="asOf">Score as of the end of this day; null for now.</param>
    /// <param name="all">Compute every profile anew from its facts first; else only those that are due.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">The present.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="cancel">Stops between two transactions; the next run goes on from there.</param>
    public static ScoringRun Run(ShopStore store, ScoringOptions? options, DateOnly? asOf, bool all, Actor by,
        Instant now, Action<string, double> progress, CancellationToken cancel)
    {
        if (asOf is { } day) AsOfDay.Check(day, store, ShopSettings.Of(store).Calendar, now);
        var run = StoppedException.After(
            "not everybody has been compared anew. perennial rescore goes on from there.",
            () => Rescore.Run(store, options, asOf, now, progress, cancel, all));
        store.Audit.Add(new AuditEntry(now, by, Scoring, $"run {run.Id}"));
        return run;
    }
}
