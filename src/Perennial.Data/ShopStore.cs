using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Engines.Postgres;
using Perennial.Data.Products;
using Perennial.Data.Profiles;

namespace Perennial.Data;

/// <summary>
/// Everything the program keeps, in one SQLite file (one shard) or in a PostgreSQL database (64): written in whole
/// transactions, each of one shard, read by any number of threads and processes at once.
/// </summary>
/// <remarks>Safe for several threads. Writes to one shard wait for one another; readings never wait.</remarks>
public sealed partial class ShopStore : IDisposable
{
    readonly Engine engine;
    readonly ConcurrentBag<Database> idle = [];
    readonly KnownProducts knownProducts = new();

    ShopStore(Engine engine) => this.engine = engine;

    /// <summary>The file, or the database without its password.</summary>
    public string Path => engine.Path;

    /// <summary>How many statements this process has asked the store since it was opened.</summary>
    public long Statements => engine.Statements.Total;

    /// <summary>The same, told apart by their texts for whoever asks for that.</summary>
    internal StatementCount StatementCount => engine.Statements;

    /// <summary>Into how many shards customers are cut, each the unit of one transaction.</summary>
    public int ShardCount { get; private set; }

    /// <summary>Whether a place is an address of a database server, and not a file's path.</summary>
    public static bool IsDatabase(string place) => PostgresPlace.IsOne(place);

    /// <summary>A place as it may also be written, with <c>sqlite:</c> before a file's path.</summary>
    public static string PlaceOf(string text) =>
        text.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) ? text["sqlite:".Length..] : text;

    /// <summary>How to name a place to people: an address without its password.</summary>
    /// <exception cref="BadInputException">It looks like an address, but is none.</exception>
    public static string Shown(string place) =>
        IsDatabase(place) ? PostgresPlace.Shown(PostgresPlace.Parse(place)) : place;

    /// <summary>Opens a store, makes it where there is none, and brings an older one up to date.</summary>
    /// <param name="place">A file's path, or how to reach a PostgreSQL database:
    /// <c>postgres://name:password@host/name</c> or <c>Host=...;Database=...</c>.</param>
    /// <param name="now">When, for the notes of what was applied.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="BadInputException">The place cannot be opened, or is no store of this program, or of a newer
    /// one, or another process holds it locked.</exception>
    public static ShopStore Open(string place, Instant now, StoreOptions? options = null)
    {
        var store = new ShopStore(Engine.Of(place, options ?? new StoreOptions()));
        try
        {
            using var lease = store.Rent();
            var database = lease.Database;
            store.engine.Claim(database);
            Migrations.Apply(database, Migrations.Known, now);
            AddColumnsAndShards(database, store.engine.NewShards);
            store.engine.SchemaIsCurrent(database);
            store.ShardCount = (int)database.Number("select count(*) from shard");
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    static void AddColumnsAndShards(Database database, int shards)
    {
        if (ProfileSql.AddMissingColumns(database) > 0 && database.Number("select count(*) from profile") > 0)
            PutSetting(database, RefoldNeededSetting, "1");
        if (database.Number("select count(*) from shard") > 0) return;
        using var transaction = Transaction.Schema(database);
        // Several processes may make a store at once, and all of them must count the same shards.
        if (database.Number("select count(*) from shard") == 0)
            for (var shard = 0; shard < shards; shard++) database.Query("add-shard", "shard").Bind(1, shard).Run();
        transaction.Commit();
    }

    /// <summary>Spreads tables over the nodes of a Citus cluster, those that are not yet. Returns them; null where the
    /// store is in no cluster.</summary>
    public IReadOnlyList<string>? Distribute()
    {
        using var lease = Rent();
        return engine.Distribute(lease.Database);
    }

    /// <summary>The shard that holds a customer.</summary>
    public int ShardOf(CustomerId id) => id.Shard(ShardCount);

    /// <summary>Does something for every shard, as many at a time as it pays.</summary>
    void EachShard(Action<int> act, CancellationToken cancellation = default) =>
        EachOf([.. Enumerable.Range(0, ShardCount)], act, cancellation);

    void EachOf(List<int> shards, Action<int> act, CancellationToken cancellation)
    {
        if (shards.Count == 1 || engine.ShardsAtOnce == 1)
        {
            foreach (var shard in shards)
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
            Parallel.ForEach(shards, how, act);
        }
        catch (AggregateException errors) when (errors.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }

    /// <summary>A connection for one operation; back to the idle ones when disposed.</summary>
    internal Lease Rent()
    {
        while (idle.TryTake(out var database))
        {
            if (database.IsUsable) return new Lease(this, database);
            database.Dispose();
        }
        return new Lease(this, engine.Connect());
    }

    internal readonly struct Lease(ShopStore store, Database database) : IDisposable
    {
        public Database Database => database;

        public void Dispose()
        {
            if (database.IsUsable) store.idle.Add(database);
            else database.Dispose();
        }
    }

    /// <summary>Closes the file, or the connections.</summary>
    public void Dispose()
    {
        while (idle.TryTake(out var database)) database.Dispose();
        engine.Dispose();
    }
}
