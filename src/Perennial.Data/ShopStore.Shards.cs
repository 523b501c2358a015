using Perennial.Core.Shards;
using Perennial.Data.Engines;
using Perennial.Data.Shards;
using Perennial.Data.Watching;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>What every write goes by, as of now.</summary>
    public MomentParts MomentParts()
    {
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Read(database);
        var version = database.Query("moment").Number() ?? 0;
        return new MomentParts(version, LatestRun(database), Settings(database),
            SegmentsOf(database.Query("segments")), Watched(database), Destinations(database));
    }

    /// <summary>Does something in a shard's transaction. What stops it undoes all of it.</summary>
    T InShard<T>(int shard, ShopMoment moment, Func<ShardTransaction, T> work, bool bulk = false)
    {
        using var lease = Rent();
        using BulkWriting? writing = bulk ? new BulkWriting(lease.Database) : null;
        using var transaction = Transaction.Write(lease.Database);
        var held = lease.Database.LockShard(shard);
        return Work(transaction, lease.Database, shard, held, moment, work);
    }

    /// <summary>The same, unless another process is at the shard: then it is left to that one.</summary>
    /// <returns>False where it is.</returns>
    bool TryInShard(int shard, ShopMoment moment, Action<ShardTransaction> work, bool bulk = false)
    {
        using var lease = Rent();
        using BulkWriting? writing = bulk ? new BulkWriting(lease.Database) : null;
        using var transaction = Transaction.Write(lease.Database);
        if (lease.Database.TryLockShard(shard) is not { } held) return false;
        Work(transaction, lease.Database, shard, held, moment, one =>
        {
            work(one);
            return true;
        });
        return true;
    }

    static T Work<T>(Transaction transaction, Database database, int shard, ShardLock held, ShopMoment moment,
        Func<ShardTransaction, T> work)
    {
        using var one = new ShardTransaction(database, shard, held, moment);
        var result = work(one);
        one.Flush();
        transaction.Commit();
        return result;
    }

    /// <summary>Changes what moments are made of: writes under way end before, later ones go by what is new.</summary>
    /// <param name="change">Writes it.</param>
    /// <param name="watchesOthers">Whether other segments are watched afterwards, so that everybody has to be looked at
    /// again (<see cref="RecountStays"/>).</param>
    T ChangeMoment<T>(Func<Database, T> change, bool watchesOthers = false)
    {
        using var lease = Rent();
        using var transaction = Transaction.Write(lease.Database);
        lease.Database.Query(watchesOthers ? "next-moment-and-stays" : "next-moment").Run();
        var result = change(lease.Database);
        transaction.Commit();
        return result;
    }
}
