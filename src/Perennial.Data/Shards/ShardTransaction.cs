using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data.Engines;

namespace Perennial.Data.Shards;

/// <summary>
/// The one place where a shard is locked, written, told and committed. Whatever writes about customers runs in one, by
/// a moment that holds for as long as the shard is locked: so no write forgets stays or destinations.
/// </summary>
/// <remarks>The moment was made before. If the shop's settings, run, segments or destinations have changed since, the
/// lock says so, and it is made anew: nobody can change them while it is held.</remarks>
sealed class ShardTransaction : IDisposable
{
    readonly ShardLock held;
    OutboxWriter? outbox;
    bool isChanged, isEverybody;

    public ShardTransaction(Database database, int shard, ShardLock held, ShopMoment moment)
    {
        (Database, Shard, this.held) = (database, shard, held);
        Moment = moment.Version == held.Moment ? moment
            : Renewed(moment);
    }

    /// <summary>The same instant by the shop as it is now.</summary>
    public static ShopMoment Renewed(ShopMoment moment)
    {
        var renewed = moment.Renew() with { Now = moment.Now, AsOf = moment.AsOf };
        return moment.Segments is null ? renewed with { Segments = null, Strategies = null } : renewed;
    }

    /// <summary>The connection, in the transaction.</summary>
    public Database Database { get; }

    /// <summary>The shard.</summary>
    public int Shard { get; }

    /// <summary>What is written beside it; null where it is only read.</summary>
    public StoreShards.Other? BesideIt { get; init; }

    /// <summary>Writes what is of no shard, in a short transaction of its own where the database has nodes: it stays
    /// though this one is undone.</summary>
    /// <exception cref="InvalidOperationException">The shard is only read.</exception>
    public T Beside<T>(Func<Database, T> work) => BesideIt is { } other ? other.Do(work)
        : throw new InvalidOperationException("Whoever only reads a shard writes nothing beside it.");

    /// <summary>What is written by.</summary>
    public ShopMoment Moment { get; private set; }

    /// <summary>Up to which publishing everybody of the shard was asked whether strategies bring them in, as the
    /// transaction began.</summary>
    public Instant StrategiesAsked => held.Asked;

    /// <summary>The version that the shard had.</summary>
    public long Before => held.Version;

    /// <summary>The version that the transaction makes, if anything changes.</summary>
    public long Version => held.Version + 1;

    /// <summary>What destinations have to be told.</summary>
    public OutboxWriter Outbox => outbox ??= new OutboxWriter(Database, Shard);

    /// <summary>From here on the scores of another run are in force.</summary>
    public void GoBy(ScoringRun run) => Moment = Moment with { ScoringRun = run };

    /// <summary>By so much a date may lie ahead: senders' clocks, and those of several processes, differ.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(1);

    /// <summary>From here on as of what some customers' profiles have seen already, where that is later: what came in
    /// between is not to be forgotten until somebody looks again.</summary>
    public void NotBefore(CustomerId first, CustomerId last)
    {
        var seen = Database.Query("last-folded", "shard", "first_id", "last_id")
            .Bind(1, Shard).Bind(2, first).Bind(3, last);
        // What lies further ahead than clocks differ was folded by one that was wrong.
        if (seen.Step() && !seen.IsNull(0) && seen.Instant(0) > Moment.AsOf
            && seen.Instant(0).UnixMs <= Moment.Now.UnixMs + (long)ClockTolerance.TotalMilliseconds)
            Moment = Moment with { AsOf = seen.Instant(0) };
        seen.Reset();
    }

    /// <summary>Customers of the shard from one on, ascending.</summary>
    public List<CustomerId> Customers(CustomerId first, int most) =>
        Database.Query("next-customers", "shard", "first_id", "most")
            .Bind(1, Shard).Bind(2, first).Bind(3, most).Ids();

    /// <summary>Stays are left as they were though profiles changed: they have to be looked at again.</summary>
    public void PutOffStays() => Database.Query("stays-put-off", "shard").Bind(1, Shard).Run();

    /// <summary>Something changed: whoever keeps a copy reads it again.</summary>
    public void Change() => isChanged = true;

    /// <summary>So much changed that whoever keeps a copy reads the whole shard again.</summary>
    public void ChangeEverybody() => isChanged = isEverybody = true;

    /// <summary>Writes what still waits. Before the commit.</summary>
    public void Flush()
    {
        outbox?.Flush();
        if (isEverybody)
        {
            Database.Query("set-rescored-version", "version", "shard").Bind(1, Version).Bind(2, Shard).Run();
            Database.Query("forget-changed-profiles", "shard").Bind(1, Shard).Run();
        }
        else if (isChanged)
            Database.Query("set-shard-version", "version", "shard").Bind(1, Version).Bind(2, Shard).Run();
    }

    public void Dispose() => outbox?.Dispose();
}
