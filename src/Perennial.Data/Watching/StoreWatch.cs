using Perennial.Core;
using Perennial.Data.Destinations;
using Perennial.Data.Engines;
using Perennial.Data.Folding;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Segments;
using Perennial.Data.Settings;
using Perennial.Data.Shards;

namespace Perennial.Data.Watching;

/// <summary>What a process watches of the store, and what its writes go by.</summary>
public sealed class StoreWatch
{
    readonly StoreShards shards;
    readonly ScoringRunStore runs;
    readonly FoldStore fold;

    internal StoreWatch(StoreShards shards, ScoringRunStore runs, FoldStore fold) =>
        (this.shards, this.runs, this.fold) = (shards, runs, fold);

    /// <summary>Whether the store answers: asks it for next to nothing.</summary>
    /// <exception cref="BadInputException">It does not.</exception>
    public void Touch()
    {
        using var rental = shards.Rent();
        _ = rental.Database.Number("select 1");
    }

    /// <summary>What the store is and holds.</summary>
    public StoreState State(Instant now)
    {
        var (due, dueSince) = fold.DueProfiles(now);
        using var rental = shards.Rent();
        var (pending, pendingSince) = rental.Database.Query("count-pending-aliases").CountSince();
        return new StoreState(shards.Engine.Name, shards.Engine.Bytes(rental.Database), shards.Count,
            Migrations.Applied(rental.Database), due, dueSince, pending, pendingSince);
    }

    /// <summary>Asks for all that a process watches, in one statement.</summary>
    public ShopPulse Pulse(Instant now)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("pulse", "now").Bind(1, now);
        var pulses = new List<ShardPulse>(shards.Count);
        var (run, import, changes) = (0L, 0L, 0L);
        ScoringTime? time = null;
        while (rows.Step())
        {
            pulses.Add(new ShardPulse(rows.Int32(0), rows.Int64(1), rows.Int64(2) != 0, rows.Int64(3) != 0,
                rows.Int64(4) != 0));
            (run, import, changes) = (rows.Int64(5), rows.Int64(6), rows.Int64(7));
            time = rows.NullableInt64(8) is { } said ? new ScoringTime(said < 0 ? null : (int)said) : null;
        }
        return new ShopPulse(now, pulses, run, import, changes, time);
    }

    /// <summary>What every write goes by, as of now.</summary>
    public MomentParts MomentParts()
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        var version = database.Query("moment").Number() ?? 0;
        return new MomentParts(version, runs.Latest(database), SettingStore.All(database),
            PromotionMonthStore.All(database), SegmentStore.InForce(database), StayStore.Watched(database),
            DestinationStore.All(database));
    }
}
