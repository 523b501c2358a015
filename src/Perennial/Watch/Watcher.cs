using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Data.Intake;

namespace Perennial.Watch;

/// <summary>Writes down every few seconds what came in, and says in the log what happened: here, and to the store by
/// whichever process.</summary>
/// <param name="store">The shop.</param>
/// <param name="watch">Sees what is new.</param>
/// <param name="counts">What came in.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is said.</param>
sealed class Watcher(ShopStore store, ShopWatch watch, IntakeCounts counts, TimeProvider time, ILogger log)
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    static readonly TimeSpan longestScoring = TimeSpan.FromMinutes(30);
    static readonly TimeSpan slow = TimeSpan.FromSeconds(1);
    static readonly TimeSpan betweenWords = TimeSpan.FromSeconds(15);
    static readonly TimeSpan betweenRefusals = TimeSpan.FromMinutes(1);

    readonly Dictionary<(string Source, string Reason), long> refused = [];
    long? lastImport, lastScoringRun, lastChanges;
    IReadOnlyList<DestinationEntry> entries = [];
    Instant saidAt, refusalsAt;
    Dictionary<string, (bool IsDisabled, long Dead)>? destinations;

    /// <summary>A transaction was written.</summary>
    public void Wrote(int count, TimeSpan took)
    {
        if (took >= slow) WatchLog.Slow(log, count, Math.Round(took.TotalSeconds, 1));
    }

    Instant Now => Instant.From(time.GetUtcNow());

    /// <summary>One look.</summary>
    public void Look(CancellationToken cancel)
    {
        Count();
        cancel.ThrowIfCancellationRequested();
        if (Since(refusalsAt) >= betweenRefusals) SayRefusals();
        if (Since(saidAt) < betweenWords) return;
        saidAt = Now;
        var pulse = watch.Recent(saidAt);
        if (pulse.Import != lastImport) SayImports();
        if (pulse.ScoringRun != lastScoringRun) SayScoringRuns();
        SayDestinations(pulse.Changes);
    }

    /// <summary>The last look: writes down what was counted since the one before.</summary>
    /// <param name="events">How many events were written.</param>
    public void End(long events)
    {
        try
        {
            Count();
        }
        catch (BadInputException error)
        {
            WatchLog.Uncounted(log, error.Problem);
        }
        SayRefusals();
        WatchLog.Stopped(log, events);
    }

    TimeSpan Since(Instant then) => TimeSpan.FromMilliseconds(Now.UnixMs - then.UnixMs);

    void Count()
    {
        foreach (var one in counts.Flush(store, Now).Where(one => one.Reason.Length > 0))
        {
            var key = (one.Source, one.Reason);
            refused[key] = refused.GetValueOrDefault(key) + one.Events;
        }
    }

    void SayRefusals()
    {
        refusalsAt = Now;
        foreach (var ((source, reason), count) in refused)
            WatchLog.Refused(log, count, source.Length == 0 ? "unknown" : source, reason);
        refused.Clear();
    }

    void SayImports()
    {
        var known = lastImport;
        var imports = store.Intake.Imports(5);
        // One under way is said when it is at its end.
        if (imports.Any(one => one.State == ImportState.UnderWay)) return;
        lastImport = imports.Count == 0 ? 0 : imports[0].Id;
        if (known is null) return;
        foreach (var one in imports.Where(one => one.Id > known && one.State == ImportState.Whole).Reverse())
        {
            WatchLog.Imported(log, one.Id, one.Source, one.Customers.Added, one.Orders.Added,
                one.Activities.Added + one.Contacts.Added + one.Responses.Added);
        }
    }

    void SayScoringRuns()
    {
        var known = lastScoringRun;
        var runs = store.ScoringRuns.Last(3);
        // How long a run took is noted when it is over.
        if (runs.Count > 0 && runs[0].Id > (known ?? long.MaxValue) && runs[0].Duration is null
            && Since(runs[0].CreatedAt) < longestScoring) return;
        lastScoringRun = runs.Count == 0 ? 0 : runs[0].Id;
        if (known is null) return;
        foreach (var run in runs.Where(run => run.Id > known).Reverse())
            WatchLog.Scored(log, run.Id, run.Customers, Math.Round(run.Duration?.TotalSeconds ?? 0, 1));
    }

    void SayDestinations(long changes)
    {
        if (changes != lastChanges) (entries, lastChanges) = (store.Destinations.All(), changes);
        if (entries.Count == 0 && destinations is null) return;
        var given = entries.Count == 0 ? new Dictionary<string, long>() : store.Deliveries.Dead();
        var before = destinations;
        destinations = entries.ToDictionary(entry => entry.Name, entry =>
            (entry.Disabled is not null, given.GetValueOrDefault(entry.Name)));
        if (before is null) return;
        foreach (var entry in entries)
        {
            var (wasDisabled, dead) = before.GetValueOrDefault(entry.Name);
            if (entry.Disabled is { } why && !wasDisabled) WatchLog.Disabled(log, entry.Name, why);
            var more = destinations[entry.Name].Dead - dead;
            if (more > 0) WatchLog.GivenUp(log, entry.Name, more);
        }
    }
}
