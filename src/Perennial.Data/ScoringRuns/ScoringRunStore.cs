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
        using var rental = shards.Rent();
        return Latest(rental.Database);
    }

    /// <summary>The last run of a day before the given one (the latest run's, usually), or null.</summary>
    /// <param name="day">Days since 1970-01-01.</param>
    public ScoringRun? BeforeDay(int day)
    {
        using var rental = shards.Rent();
        return Read(rental.Database.Query("scoring-run-before-day", "as_of_day").Bind(1, day));
    }

    /// <summary>The run of a number, or null.</summary>
    public ScoringRun? Find(long id)
    {
        using var rental = shards.Rent();
        return Read(rental.Database.Query("scoring-run", "scoring_run_id").Bind(1, id));
    }

    /// <summary>The runs, the last one first.</summary>
    public IReadOnlyList<ScoringRunEntry> Last(int limit = 100)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("scoring-runs", "limit").Bind(1, limit);
        var runs = new List<ScoringRunEntry>();
        while (rows.Step())
        {
            runs.Add(new ScoringRunEntry(rows.Int64(0), rows.Instant(1), rows.Int32(2), rows.Instant(3), rows.Int32(4))
            {
                Duration = rows.IsNull(5) ? null : TimeSpan.FromMilliseconds(rows.Int64(5)),
            });
        }
        return runs;
    }

    /// <summary>Notes how long a scoring run took.</summary>
    public void PutDuration(long id, TimeSpan duration)
    {
        using var rental = shards.Rent();
        rental.Database.Query("put-scoring-run-duration", "duration_ms", "scoring_run_id")
            .Bind(1, (long)duration.TotalMilliseconds).Bind(2, id).Run();
    }

    internal static ScoringRun Add(Database database, ScoringRun run, Instant now)
    {
        database.Query("add-scoring-run",
                "scoring_run_id", "as_of_at", "as_of_day", "created_at", "customers", "scoring_run_json")
            .Bind(1, run.Id).Bind(2, run.AsOf).Bind(3, run.AsOfDay).Bind(4, now).Bind(5, run.Customers)
            .Bind(6, ScoringRunJson.Text(run)).Run();
        return run;
    }

    // Every write scores by the latest run, and its models keep tables that were made for them: it is read from the
    // store once.
    volatile ScoringRun? lastRead;

    internal ScoringRun? Latest(Database database)
    {
        var known = lastRead;
        if (known is not null && database.Query("latest-scoring-run-id").Number() == known.Id) return known;
        return lastRead = Read(database.Query("latest-scoring-run"));
    }

    static ScoringRun? Read(Statement row)
    {
        if (!row.Step()) return null;
        var run = ScoringRunJson.Read(row.Int64(0), row.Bytes(1));
        row.Reset();
        return run;
    }

    /// <summary>Names of the RFM segments in force; null before the first scoring run.</summary>
    internal IReadOnlyList<string>? RfmSegments(Database database) => RfmSegments(Latest(database));

    internal static IReadOnlyList<string>? RfmSegments(ScoringRun? run) => run?.RfmSegmentSet.ToSet().Names;
}
