using Perennial.Core;
using Perennial.Core.Scoring;

namespace Perennial.Data;

/// <summary>One line of the list of scoring runs.</summary>
public sealed record RunEntry(long Id, Instant AsOf, int AsOfDay, Instant CreatedAt, int Customers);

public sealed partial class SqliteStore
{
    /// <summary>The run whose cut points are in force: the one computed last; null before the first.</summary>
    public ScoringRun? LatestRun()
    {
        using var lease = Rent();
        return LatestRun(lease.Database);
    }

    /// <summary>The last run of a day before the given one (the latest run's, usually), or null.</summary>
    /// <param name="day">Days since 1970-01-01.</param>
    public ScoringRun? RunBeforeDay(int day)
    {
        using var lease = Rent();
        return ReadRun(lease.Database.Query("run-before-day", "as_of_day").Bind(1, day));
    }

    /// <summary>The run of a number, or null.</summary>
    public ScoringRun? Run(long id)
    {
        using var lease = Rent();
        return ReadRun(lease.Database.Query("run", "scoring_run_id").Bind(1, id));
    }

    /// <summary>The runs, the last one first.</summary>
    public IReadOnlyList<RunEntry> Runs(int limit = 100)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("runs", "limit").Bind(1, limit);
        var runs = new List<RunEntry>();
        while (rows.Step())
            runs.Add(new RunEntry(rows.Int64(0), rows.Instant(1), rows.Int32(2), rows.Instant(3), rows.Int32(4)));
        return runs;
    }

    internal static ScoringRun? LatestRun(SqliteDatabase database) => ReadRun(database.Query("latest-run"));

    static ScoringRun? ReadRun(Statement row)
    {
        if (!row.Step()) return null;
        var run = RunJson.Run(row.Int64(0), row.Bytes(1));
        row.Reset();
        return run;
    }
}
