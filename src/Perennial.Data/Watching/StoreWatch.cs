using Perennial.Core;
using Perennial.Data.Destinations;
using Perennial.Data.Engines;
using Perennial.Data.Folding;
using Perennial.Data.Rules;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Segments;
using Perennial.Data.Settings;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;

namespace Perennial.Data.Watching;

/// <summary>What a process watches of the store, and what its writes go by.</summary>
public sealed class StoreWatch
{
    readonly StoreShards shards;
    readonly ScoringRunStore runs;
    readonly FoldStore fold;
    readonly PublishedFiles published;
    readonly IReadOnlyCollection<string> tables;

    /// <param name="shards">The store.</param>
    /// <param name="runs">Its runs.</param>
    /// <param name="fold">Who is due.</param>
    /// <param name="published">The files of strategies.</param>
    /// <param name="tables">The tables that it has.</param>
    internal StoreWatch(
        StoreShards shards, ScoringRunStore runs, FoldStore fold, PublishedFiles published,
        IReadOnlyCollection<string> tables) =>
        (this.shards, this.runs, this.fold, this.published, this.tables) = (shards, runs, fold, published, tables);

    /// <summary>Whether the store answers: asks it for next to nothing.</summary>
    /// <exception cref="BadInputException">It does not.</exception>
    public void Touch()
    {
        using var rental = shards.Rent();
        shards.Engine.RefuseMoved();
        _ = rental.Database.Number("select 1");
    }

    /// <summary>Finds out whether the store does all of its work again: every table is there and every shard can be
    /// written, wherever it is.</summary>
    /// <param name="wasDamaged">Whether everything that is kept has to be readable, too.</param>
    /// <exception cref="StoreAwayException">It does not.</exception>
    public void Try(bool wasDamaged)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        shards.Engine.RefuseMoved();
        if (wasDamaged && shards.Engine.Check(database) is [var finding, ..])
            throw Met(StoreFault.Damaged, finding.Problem, finding.Remedy);
        if (tables.Except(database.Tables()).Order(StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw Met(StoreFault.Refused, $"The table {missing} is not there.",
                "Put it back, or bring back the last copy of the store.");
        for (var shard = 0; shard < shards.Count; shard++)
        {
            using var transaction = Transaction.Write(database);
            database.Query("try-writing", "shard").Bind(1, shard).Run();
            transaction.Commit();
        }
    }

    Exception Met(StoreFault fault, string problem, string remedy) =>
        shards.Engine.Faults.Note(new StoreAwayException(fault, shards.Engine.Path, problem, remedy));

    /// <summary>Called with whatever keeps the store from its work, on the thread that met it.</summary>
    public event Action<StoreAwayException>? Failed
    {
        add => shards.Engine.Faults.Met += value;
        remove => shards.Engine.Faults.Met -= value;
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

    /// <summary>Whether a scoring run is not in all profiles yet, or profiles are being computed anew: by somebody who
    /// is at it, or who was killed.</summary>
    public bool IsUnfinished()
    {
        using var rental = shards.Rent();
        return rental.Database.Query("any-unfinished").Any();
    }

    /// <summary>Asks for all that a process watches, in one statement.</summary>
    public ShopPulse Pulse(Instant now)
    {
        using var rental = shards.Rent();
        shards.Engine.RefuseMoved();
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
            DestinationStore.All(database))
        {
            Levels = RuleStore.KeptLevels(database), Strategies = StrategyParts.Read(database, published),
        };
    }
}
