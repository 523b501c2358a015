using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Engines;

namespace Perennial.Data.Shards;

/// <summary>The shards of a store and the connections to them: what every room of the store is given.</summary>
sealed class StoreShards(Engine engine, int customersPerChunk) : IDisposable
{
    readonly ConcurrentBag<Database> idle = [];

    /// <summary>Whether the processes that hold something live.</summary>
    public LifeSigns Signs { get; } = new(engine);

    /// <summary>Where the store is kept.</summary>
    public Engine Engine => engine;

    /// <summary>Into how many shards customers are cut.</summary>
    public int Count { get; private set; }

    /// <summary>Whether nobody else uses the store meanwhile, so that nothing has to give way.</summary>
    public bool IsAlone { get; set; }

    /// <summary>How many customers one transaction takes of a work that concerns everybody.</summary>
    public int CustomersPerChunk => customersPerChunk;

    /// <summary>Makes the shards of a store that has none yet, and counts them: before anything else is asked of it.
    /// </summary>
    public void Make(Database database)
    {
        if (Number(database) == 0)
        {
            using var transaction = Transaction.Schema(database);
            // Several processes may make a store at once, and all of them must count the same shards.
            if (Number(database) == 0)
                for (var shard = 0; shard < engine.NewShards; shard++)
                    database.Query("add-shard", "shard").Bind(1, shard).Run();
            transaction.Commit();
        }
        Count = Number(database);
    }

    static int Number(Database database) => (int)database.Number("select count(*) from shard");

    /// <summary>The shard that holds a customer.</summary>
    public int Of(CustomerId id) => id.Shard(Count);

    /// <summary>A connection for one operation; back to the idle ones when disposed.</summary>
    public Rental Rent()
    {
        while (idle.TryTake(out var database))
        {
            if (database.IsUsable) return new Rental(this, database);
            database.Dispose();
        }
        return new Rental(this, engine.Connect());
    }

    /// <summary>A connection while it is rented.</summary>
    public readonly struct Rental(StoreShards shards, Database database) : IDisposable
    {
        public Database Database => database;

        // Where one connection broke, those that wait will have too: each of them would fail somebody once.
        public void Dispose()
        {
            database.Settle();
            if (database.IsUsable) shards.idle.Add(database);
            else
            {
                database.Dispose();
                shards.CloseIdle();
            }
        }
    }

    /// <summary>Does something in a shard's transaction. What stops it undoes all of it.</summary>
    public T InShard<T>(int shard, ShopMoment moment, Func<ShardTransaction, T> work, bool bulk = false)
    {
        using var rental = Rent();
        using BulkWriting? writing = bulk ? new BulkWriting(rental.Database) : null;
        using var transaction = Transaction.Write(rental.Database);
        var held = rental.Database.LockShard(shard);
        return Work(transaction, rental.Database, shard, held, moment, work);
    }

    /// <summary>Writes what is of no shard while a shard's transaction is open.</summary>
    public readonly struct Other(StoreShards shards, Database inTransaction)
    {
        public T Do<T>(Func<Database, T> work) => shards.Beside(inTransaction, work);
    }

    // What is of no shard is written beside the shard's transaction, where the engine can do both.
    T Beside<T>(Database inTransaction, Func<Database, T> work)
    {
        if (!engine.WritesSideBySide) return work(inTransaction);
        using var rental = Rent();
        using var transaction = Transaction.Write(rental.Database);
        var result = work(rental.Database);
        transaction.Commit();
        return result;
    }

    /// <summary>The same, unless another process is at the shard: then it is left to that one.</summary>
    /// <returns>False where it is.</returns>
    public bool TryInShard(int shard, ShopMoment moment, Action<ShardTransaction> work, bool bulk = false)
    {
        using var rental = Rent();
        using BulkWriting? writing = bulk ? new BulkWriting(rental.Database) : null;
        using var transaction = Transaction.Write(rental.Database);
        if (rental.Database.TryLockShard(shard) is not { } held) return false;
        Work(transaction, rental.Database, shard, held, moment, one =>
        {
            work(one);
            return true;
        });
        return true;
    }

    /// <summary>Reads a shard as whoever writes to it does, and neither locks nor changes it.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="moment">As of when, and by what: it is gone by even where the shop has changed since.</param>
    /// <param name="look">Reads; whatever it writes is lost.</param>
    public T Look<T>(int shard, ShopMoment moment, Func<ShardTransaction, T> look)
    {
        using var rental = Rent();
        using var transaction = Transaction.Read(rental.Database);
        using var reading = new ShardTransaction(rental.Database, shard, new ShardLock(0, moment.Version, Instant.None),
            moment);
        return look(reading);
    }

    T Work<T>(Transaction transaction, Database database, int shard, ShardLock held, ShopMoment moment,
        Func<ShardTransaction, T> work)
    {
        using var one = new ShardTransaction(database, shard, held, moment) { BesideIt = new Other(this, database) };
        var result = work(one);
        one.Flush();
        transaction.Commit();
        return result;
    }

    /// <summary>Changes what moments are made of: writes under way end before, later ones go by what is new.</summary>
    /// <param name="change">Writes it.</param>
    /// <param name="watchesOthers">Whether other segments are watched afterwards, so that everybody has to be looked at
    /// again.</param>
    public T ChangeMoment<T>(Func<Database, T> change, bool watchesOthers = false)
    {
        using var rental = Rent();
        using var transaction = Transaction.Write(rental.Database);
        rental.Database.Query(watchesOthers ? "next-moment-and-stays" : "next-moment").Run();
        var result = change(rental.Database);
        transaction.Commit();
        return result;
    }

    /// <summary>Does something for every shard, as many at a time as it pays.</summary>
    public void Each(Action<int> act, CancellationToken cancellation = default) =>
        Each([.. Enumerable.Range(0, Count)], act, cancellation);

    /// <summary>The same for some shards.</summary>
    public void Each(List<int> some, Action<int> act, CancellationToken cancellation)
    {
        if (some.Count == 1 || engine.ShardsAtOnce == 1)
        {
            foreach (var shard in some)
            {
                cancellation.ThrowIfCancellationRequested();
                act(shard);
            }
            return;
        }
        var how = new ParallelOptions
        {
            MaxDegreeOfParallelism = engine.ShardsAtOnce, CancellationToken = cancellation,
        };
        try
        {
            Parallel.ForEach(some, how, act);
        }
        catch (AggregateException errors) when (errors.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }

    /// <summary>Does something piece by piece, a transaction each, until nothing is left of it. Between two of them
    /// whoever writes events gets in.</summary>
    /// <param name="piece">Does the next; false where there was none.</param>
    /// <param name="cancellation">Between two.</param>
    public void InChunks(Func<bool> piece, CancellationToken cancellation)
    {
        const int shareOfPause = 8, shareOfOthers = 2;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (began, came) = (Stopwatch.GetTimestamp(), engine.Writers);
            if (!piece()) return;
            // Other processes look now and then whether they can have a file; they find it free in the pause. Whoever
            // came in this one meanwhile is next, and behind them are those whom they kept waiting.
            if (Count == 1 && !IsAlone)
            {
                cancellation.WaitHandle.WaitOne(Stopwatch.GetElapsedTime(began)
                    / (engine.Writers - came > 1 ? shareOfOthers : shareOfPause));
            }
        }
    }

    /// <summary>Reads something of customers, shard by shard.</summary>
    public IEnumerable<T> Read<T>(
        IReadOnlyList<CustomerId> ids, Func<int, IReadOnlyList<CustomerId>, IEnumerable<T>> read) =>
        ids.GroupBy(Of).SelectMany(shard => read(shard.Key, [.. shard]));

    void CloseIdle()
    {
        while (idle.TryTake(out var database)) database.Dispose();
    }

    /// <summary>Closes the file, or the connections.</summary>
    public void Dispose()
    {
        Signs.Dispose();
        CloseIdle();
        engine.Dispose();
    }
}
