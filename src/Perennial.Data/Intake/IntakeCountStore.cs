using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Intake;

/// <summary>What came in and was refused, hour by hour.</summary>
public sealed class IntakeCountStore
{
    const long KeptHours = 35 * 24;

    readonly StoreShards shards;
    long lastIntakeHour;

    internal IntakeCountStore(StoreShards shards) => this.shards = shards;

    /// <summary>Adds to what came in and was refused; the same again adds to its number. What is older than five weeks
    /// goes.</summary>
    public void Add(IReadOnlyCollection<IntakeCount> counts, Instant now)
    {
        if (counts.Count == 0) return;
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        var add = database.Query("add-intake", "source", "hour", "reason", "problem", "remedy", "events", "timed",
            "lag_ms", "last_event_at", "last_received_at");
        // In one order, so that two processes that write the same rows never wait for one another.
        var ordered = counts.OrderBy(one => one.Source, StringComparer.Ordinal).ThenBy(one => one.Hour)
            .ThenBy(one => one.Reason, StringComparer.Ordinal).ThenBy(one => one.Problem, StringComparer.Ordinal);
        foreach (var one in ordered)
        {
            add.Bind(1, one.Source).Bind(2, one.Hour).Bind(3, one.Reason).Bind(4, one.Problem).Bind(5, one.Remedy)
                .Bind(6, one.Events).Bind(7, one.Timed).Bind(8, one.LagMs).Bind(9, one.LastEventAt)
                .Bind(10, one.LastReceivedAt).Run();
        }
        transaction.Commit();
        if (counts.Min(one => one.Hour) == lastIntakeHour) return;
        lastIntakeHour = counts.Min(one => one.Hour);
        database.Query("trim-intake", "hour").Bind(1, IntakeCount.HourOf(now) - KeptHours).Run();
    }

    /// <summary>What came in by source, reason and problem: events and lag of the last hours, the instants of whenever
    /// they were.</summary>
    /// <param name="now">The present.</param>
    /// <param name="hours">How many hours, this one among them.</param>
    public IReadOnlyList<IntakeCount> OfLast(Instant now, int hours)
    {
        var before = IntakeCount.HourOf(now) - hours;
        using var rental = shards.Rent();
        var rows = rental.Database.Query("intake-since", "hour").Bind(1, before);
        var found = new List<IntakeCount>();
        while (rows.Step())
        {
            found.Add(new IntakeCount(rows.Text(0)!, before + 1, rows.Text(1)!, rows.Text(2)!, rows.Text(3)!,
                rows.Int64(4), rows.Int64(5), rows.Int64(6), rows.IsNull(7) ? Instant.None : rows.Instant(7),
                rows.Instant(8)));
        }
        return found;
    }
}
