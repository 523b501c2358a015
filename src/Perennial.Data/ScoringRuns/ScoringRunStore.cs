using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.ScoringRuns;

/// <summary>The scoring runs that were made.</summary>
public sealed class ScoringRunStore
{
    readonly StoreShards shards;

    internal ScoringRunStore(StoreShards shards) => this.shards = shards;

    /// <summary>The run whose cut points are in force: the one computed last; null before the first.</summary>
    public ScoringRun? Latest()
    {
        using var lease = shards.Rent();
        return Latest(lease.Database);
    }

    /// <summary>The last run of a day before the given one (the latest run's, usually), or null.</summary>
    /// <param name="day">Days since 1970-01-01.</param>
    public ScoringRun? BeforeDay(int day)
    {
        using var lease = shards.Rent();
        return Read(lease.Database.Query("run-before-day", "as_of_day").Bind(1, day));
    }

    /// <summary>The run of a number, or null.</summary>
    public ScoringRun? Find(long id)
    {
        using var lease = shards.Rent();
        return Read(lease.Database.Query("run", "scoring_run_id").Bind(1, id));
    }

    /// <summary>The runs, the last one first.</summary>
    public IReadOnlyList<RunEntry> Last(int limit = 100)
    {
        using var lease = shards.Rent();
        var rows = lease.Database.Query("runs", "limit").Bind(1, limit);
        var runs = new List<RunEntry>();
        while (rows.Step())
        {
            runs.Add(new RunEntry(rows.Int64(0), rows.Instant(1), rows.Int32(2), rows.Instant(3), rows.Int32(4))
            {
                Duration = rows.IsNull(5) ? null : TimeSpan.FromMilliseconds(rows.Int64(5)),
            });
        }
        return runs;
    }

    /// <summary>Notes how long a run took.</summary>
    public void PutDuration(long id, TimeSpan duration)
    {
        using var lease = shards.Rent();
        lease.Database.Query("put-run-duration", "duration_ms", "scoring_run_id")
            .Bind(1, (long)duration.TotalMilliseconds).Bind(2, id).Run();
    }

    internal static ScoringRun Add(Database database, ScoringRun run, Instant now)
    {
        database.Query("add-run", "scoring_run_id", "as_of_at", "as_of_day", "created_at", "customers", "run_json")
            .Bind(1, run.Id).Bind(2, run.AsOf).Bind(3, run.AsOfDay).Bind(4, now).Bind(5, run.Customers)
            .Bind(6, RunJson.Text(run)).Run();
        return run;
    }

    // Every write scores by the latest run, and its models keep tables that were made for them: it is read from the
    // store once.
    volatile ScoringRun? lastRead;

    internal ScoringRun? Latest(Database database)
    {
        var known = lastRead;
        if (known is not null && database.Query("latest-run-id").Number() == known.Id) return known;
        return lastRead = Read(database.Query("latest-run"));
    }

    static ScoringRun? Read(Statement row)
    {
        if (!row.Step()) return null;
        var run = RunJson.Run(row.Int64(0), row.Bytes(1));
        row.Reset();
        return run;
    }

    /// <summary>Names of the RFM segments in force; null before the first run.</summary>
    internal IReadOnlyList<string>? RfmSegments(Database database) => RfmSegments(Latest(database));

    internal static IReadOnlyList<string>? RfmSegments(ScoringRun? run) => run?.Segments.ToSet().Names;
}
