using Perennial.Core;

namespace Perennial.Data;

/// <summary>What came in from a source in an hour, of which the same became.</summary>
/// <param name="Source">The source.</param>
/// <param name="Hour">Hours since 1970 in UTC.</param>
/// <param name="Reason">Why it was refused; empty for what was taken.</param>
/// <param name="Events">How many.</param>
/// <param name="LagMs">From when they happened until they came, all of them together.</param>
/// <param name="LastEventAt">The latest that one of them happened; None where that is not known.</param>
/// <param name="LastReceivedAt">When the last came.</param>
public sealed record IntakeHour(
    string Source, long Hour, string Reason, long Events, long LagMs, Instant LastEventAt, Instant LastReceivedAt);

/// <summary>What the store is and holds.</summary>
/// <param name="Engine">SQLite or PostgreSQL.</param>
/// <param name="Bytes">How much room it takes.</param>
/// <param name="Shards">Into how many shards it is cut.</param>
/// <param name="Schema">The number of its last migration.</param>
/// <param name="Due">Profiles that time has changed and no tick has folded yet.</param>
/// <param name="DueSince">Since when the first of these has been due; None where there is none.</param>
/// <param name="PendingMoves">Keys whose facts still have to be moved to the customer whose they are.</param>
/// <param name="PendingSince">When the first of these was said to be; None where there is none.</param>
public sealed record StoreState(
    string Engine, long Bytes, int Shards, long Schema, long Due, Instant DueSince, long PendingMoves,
    Instant PendingSince);

public sealed partial class ShopStore
{
    const long MsAnHour = 3_600_000, KeptHours = 35 * 24;

    long lastIntakeHour;

    /// <summary>The hour of an instant, as <see cref="IntakeHour"/> counts them.</summary>
    public static long HourOf(Instant at) => at.UnixMs / MsAnHour;

    /// <summary>Adds to what came in; what is older than five weeks goes.</summary>
    public void AddIntake(IReadOnlyCollection<IntakeHour> hours, Instant now)
    {
        if (hours.Count == 0) return;
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Write(database);
        // In one order, so that two processes never wait for one another.
        foreach (var one in hours.OrderBy(one => (one.Source, one.Hour, one.Reason)))
        {
            database.Query("add-to-intake-hour", "source", "hour", "reason", "events", "lag_ms", "last_event_at",
                    "last_received_at")
                .Bind(1, one.Source).Bind(2, one.Hour).Bind(3, one.Reason).Bind(4, one.Events).Bind(5, one.LagMs)
                .Bind(6, one.LastEventAt).Bind(7, one.LastReceivedAt).Run();
        }
        transaction.Commit();
        if (hours.Min(one => one.Hour) != lastIntakeHour)
        {
            lastIntakeHour = hours.Min(one => one.Hour);
            database.Query("trim-intake-hours", "hour").Bind(1, HourOf(now) - KeptHours).Run();
        }
    }

    /// <summary>What came in by source and reason: events and lag of the last hours, the instants of whenever they
    /// were.</summary>
    /// <param name="now">The present.</param>
    /// <param name="hours">How many hours, this one among them.</param>
    public IReadOnlyList<IntakeHour> IntakeOfLast(Instant now, int hours)
    {
        var before = HourOf(now) - hours;
        using var lease = Rent();
        var rows = lease.Database.Query("intake-since", "hour", "hour2").Bind(1, before).Bind(2, before);
        var found = new List<IntakeHour>();
        while (rows.Step())
        {
            found.Add(new IntakeHour(rows.Text(0)!, before + 1, rows.Text(1)!, rows.Int64(2), rows.Int64(3),
                rows.IsNull(4) ? Instant.None : rows.Instant(4), rows.Instant(5)));
        }
        return found;
    }

    /// <summary>Whether the store answers: asks it for next to nothing.</summary>
    /// <exception cref="BadInputException">It does not.</exception>
    public void Touch()
    {
        using var lease = Rent();
        _ = lease.Database.Number("select 1");
    }

    /// <summary>How many profiles are due, and since when the first is; None where none is.</summary>
    public (long Count, Instant Since) DueProfiles(Instant now)
    {
        using var lease = Rent();
        return CountSince(lease.Database.Query("count-due", "as_of").Bind(1, now.UnixMs));
    }

    /// <summary>What the store is and holds.</summary>
    public StoreState State(Instant now)
    {
        var (due, dueSince) = DueProfiles(now);
        using var lease = Rent();
        var (pending, pendingSince) = CountSince(lease.Database.Query("count-pending-aliases"));
        return new StoreState(engine.Name, engine.Bytes(lease.Database), ShardCount,
            Migrations.Applied(lease.Database), due, dueSince, pending, pendingSince);
    }

    static (long Count, Instant Since) CountSince(Statement row)
    {
        row.Step();
        var found = (row.Int64(0), row.IsNull(1) ? Instant.None : row.Instant(1));
        row.Reset();
        return found;
    }
}
