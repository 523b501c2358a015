using System.Collections.Concurrent;
using Perennial.Core;
using Perennial.Data.Sqlite;

namespace Perennial.Data;

/// <summary>How a store is opened.</summary>
public sealed record StoreOptions
{
    /// <summary>How long to wait for another process that is writing. Default 10 seconds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The file may not grow beyond so many pages: a full disk, for tests. 0 for no limit.</summary>
    internal int MaxPages { get; init; }
}

/// <summary>
/// Everything the program keeps, in one SQLite file: one shard (0), written in whole transactions, read by any
/// number of threads and processes at once.
/// </summary>
/// <remarks>Safe for several threads. Writes wait for one another; readings never wait (write-ahead log).</remarks>
public sealed partial class ShopStore : IDisposable
{
    /// <summary>The only shard of a SQLite store.</summary>
    const int Shard = 0;

    readonly StoreOptions options;
    readonly ConcurrentBag<Database> idle = [];
    readonly KnownProducts knownProducts = new();

    ShopStore(string path, StoreOptions options)
    {
        Path = path;
        this.options = options;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens a store, makes it where there is no file, and brings an older one up to date.</summary>
    /// <param name="path">The file.</param>
    /// <param name="now">When, for the notes of what was applied.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="BadInputException">The file cannot be opened, or is no store of this program, or of a newer
    /// one, or another process holds it locked.</exception>
    public static ShopStore Open(string path, Instant now, StoreOptions? options = null)
    {
        var store = new ShopStore(path, options ?? new StoreOptions());
        try
        {
            using var lease = store.Rent();
            StoreFile.Claim((SqliteDatabase)lease.Database);
            Migrations.Apply(lease.Database, Migrations.Known, now);
            AddColumnsAndShard(lease.Database);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    static void AddColumnsAndShard(Database database)
    {
        if (ProfileSql.AddMissingColumns(database) > 0 && database.Number("select count(*) from profile") > 0)
            PutSetting(database, RefoldNeededSetting, "1");
        if (database.Number("select count(*) from shard") == 0)
            database.Query("add-shard", "shard").Bind(1, Shard).Run();
    }

    /// <summary>A connection for one operation; back to the idle ones when disposed.</summary>
    Lease Rent()
    {
        if (!idle.TryTake(out var database)) database = StoreFile.Connect(Path, options);
        return new Lease(this, database);
    }

    readonly struct Lease(ShopStore store, Database database) : IDisposable
    {
        public Database Database => database;

        public void Dispose() => store.idle.Add(database);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        while (idle.TryTake(out var database)) database.Dispose();
    }
}
