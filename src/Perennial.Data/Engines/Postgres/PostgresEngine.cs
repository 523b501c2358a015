using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Perennial.Core;

namespace Perennial.Data.Engines.Postgres;

/// <summary>A shop in a PostgreSQL database, or in a Citus cluster: many shards, any number of processes.</summary>
sealed class PostgresEngine : Engine
{
    const int Shards = 64;

    // Who has let a database go is listed there for a moment longer.
    static readonly TimeSpan ending = TimeSpan.FromSeconds(1), patience = TimeSpan.FromSeconds(30);

    readonly PostgresConnections connections;
    readonly StoreOptions options;
    readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, uint>> columns = new();
    int isClosed;

    public PostgresEngine(NpgsqlConnectionStringBuilder address, StoreOptions options) : base(options)
    {
        this.options = options;
        Path = PostgresPlace.Shown(address);
        // A statement that was run a few times is prepared by itself; the size of the buffer is for COPY.
        address.MaxAutoPrepare = 400;
        address.AutoPrepareMinUsages = 3;
        address.ReadBufferSize = 65_536;
        address.WriteBufferSize = 65_536;
        address.Enlist = false;
        address.NoResetOnClose = true;
        address.CommandTimeout = 0;
        // What was acknowledged has reached the disk, whatever the server's default is, unless it need not.
        address.Options = $"{address.Options} -c synchronous_commit={(options.RelaxedSync ? "off" : "on")} "
            + $"-c lock_timeout={(long)options.BusyTimeout.TotalMilliseconds}".Trim();
        if (!address.ContainsKey("Application Name") || string.IsNullOrEmpty(address.ApplicationName))
            address.ApplicationName = "perennial";
        connections = PostgresConnections.To(address);
    }

    public override string Name => "PostgreSQL";

    public override string Path { get; }

    public override long Bytes(Database database) => database.Number("select pg_database_size(current_database())");

    public override int NewShards => options.NewShards > 0 ? options.NewShards : Shards;

    public override int ShardsAtOnce => Math.Clamp(Environment.ProcessorCount, 1, 8);

    public override bool WritesSideBySide => true;

    public override bool RewritesShards => true;

    // A server that cannot be reached says so when it is connected to.
    public override bool Exists => true;

    public override Database Connect() => Of(Connection());

    PostgresDatabase Of(NpgsqlConnection connection) => new(this, connection)
    {
        Statements = Statements, Faults = Faults,
    };

    /// <summary>A connection from the pool, open.</summary>
    public NpgsqlConnection Connection() => Open(connections.Any);

    /// <summary>A connection that is nobody else's before or after: what it holds ends with it.</summary>
    public NpgsqlConnection OwnConnection() => Open(connections.Own);

    /// <summary>Ends the pool's connections, those that are in use when they are given back.</summary>
    public void BeginAnew() => connections.BeginAnew();

    NpgsqlConnection Open(Func<NpgsqlConnection> connect)
    {
        try
        {
            return connect();
        }
        catch (Exception error) when (PostgresErrors.IsOne(error))
        {
            throw Error(error);
        }
    }

    /// <summary>What an error of the driver means for a store; whoever listens is told.</summary>
    public Exception Error(Exception error) => Faults.Note(PostgresErrors.From(Path, error));

    /// <summary>The types of a table's columns, as numbers of the catalogue.</summary>
    public IReadOnlyDictionary<string, uint> TypesOf(PostgresDatabase database, string table) =>
        columns.GetOrAdd(table, _ => database.ReadTypes(table));

    public override void MarkAsOurs(Database database)
    {
        if (database.HasTable("migration")) RefuseOthers(database);
        else if (database.HasTable("customer") || database.HasTable("shard") || database.HasTable("setting"))
            throw Foreign();
    }

    public override bool IsUnwritten(Database database)
    {
        if (!database.HasTable("migration"))
        {
            MarkAsOurs(database);
            return true;
        }
        RefuseOthers(database);
        return Migrations.Applied(database) == 0;
    }

    void RefuseOthers(Database database)
    {
        var columns = database.ColumnsOf("migration");
        if (!columns.Contains("hash") || !columns.Contains("applied_at")) throw Foreign();
    }

    BadInputException Foreign() => new(Path, "The database has tables of another program.",
        "Name another database, or a schema of its own: add ?search_path=perennial after `create schema perennial`.");

    public override IReadOnlyList<Finding> Check(Database database) => PostgresCheck.Run((PostgresDatabase)database);

    public override IDisposable? TryTurn(int turn)
    {
        var taken = new Turn((PostgresDatabase)Connect(), turn);
        try
        {
            if (taken.Take()) return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
        taken.Dispose();
        return null;
    }

    sealed class Turn(PostgresDatabase database, int turn) : IDisposable
    {
        bool isHeld = true;

        public bool Take() => isHeld = database.Query("try-turn", "turn").Bind(1, turn).Number() == 1;

        // One that could not be given back ends with its connection; so does that of one that broke.
        public void Dispose()
        {
            try
            {
                if (!isHeld || !database.IsUsable) return;
                database.Query("end-turn", "turn").Bind(1, turn).Any();
                isHeld = false;
            }
            finally
            {
                if (isHeld) database.Discard();
                else database.Dispose();
            }
        }
    }

    public override LifeSign RaiseSign() => PostgresSign.Raise(this);

    public override HashSet<string> Dead(Database database, IReadOnlySet<string> signs)
    {
        var seen = PostgresSign.Seen(database);
        return [.. signs.Where(name => !seen.Contains(name))];
    }

    // In a cluster the tables are spread as soon as they are made, and those that came later after them.
    public override void SchemaIsCurrent(Database database)
    {
        columns.Clear();
        IsCluster = Citus.IsPresent(database);
        if (!IsCluster) return;
        using var transaction = Transaction.Schema(database);
        Citus.Distribute(database);
        transaction.Commit();
    }

    /// <summary>Whether the database is a Citus cluster, whose nodes have no snapshot in common.</summary>
    public bool IsCluster { get; private set; }

    public override IReadOnlyList<string>? Distribute(Database database) =>
        Citus.IsPresent(database) ? Citus.Distribute(database) : null;

    public override bool CopyInto(string file, CancellationToken cancellation) => false;

    public override IDisposable TakeAlone()
    {
        var database = Connect();
        var began = Stopwatch.GetTimestamp();
        do
        {
            if (database.Query("other-sessions").Number() is not > 0) return database;
            Thread.Sleep(20);
        }
        while (Stopwatch.GetElapsedTime(began) < ending);
        database.Dispose();
        throw new BadInputException(Path, "Other processes of perennial are at work in this database.",
            "Stop them first: perennial serve on every machine.");
    }

    // Rewriting a table locks it.
    public override bool CleansAtOnce => false;

    public override bool CleanTraces(IEnumerable<string> tables, CancellationToken cancellation)
    {
        // What is set for it is to end with it: nobody resets a connection of the pool.
        using var database = Of(OwnConnection());
        if (database.Query("traces-from").Number() is null) return true;
        if (!WaitForReaders(database, cancellation)) return false;
        // Whoever waits for a table now is not refused for it.
        database.Execute("set lock_timeout = 0");
        foreach (var table in tables)
        {
            cancellation.ThrowIfCancellationRequested();
            database.Execute($"vacuum (full) {table}");
        }
        database.Query("traces-are-clean", "next_page").Bind(1, 1).Run();
        // Files of tables that were rewritten go with a checkpoint, for which only some may ask.
        database.Execute("do $$ begin checkpoint; exception when insufficient_privilege then null; end $$");
        return true;
    }

    // A table that is rewritten keeps the rows that somebody still reads, though they were deleted before; and those
    // deleted after the oldest write began that runs anywhere on the server, for rewriting reads as everybody does.
    static bool WaitForReaders(Database database, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        var deleted = database.Number("select cast(cast(pg_current_xact_id() as text) as bigint)");
        while (database.Number($"""
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and age(backend_xmin) >= age(cast(cast('{deleted}' as xid8) as xid))
            """) > 0 || database.Number($"""
            select count(*) where pg_snapshot_xmin(pg_current_snapshot()) <= cast('{deleted}' as xid8)
            """) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TimeProvider.System.GetElapsedTime(began) > patience) return false;
            Thread.Sleep(100);
        }
        return true;
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref isClosed, 1) == 0) connections.Dispose();
    }
}
