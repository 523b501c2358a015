using System.Diagnostics;
using Perennial.Core;
using SQLitePCL;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>One connection to the file. Used by one thread at a time.</summary>
/// <remarks>
/// Straight on SQLite's own interface rather than ADO.NET: a million orders are ten million bound values, and
/// boxing each of them costs more than SQLite does (docs/decisions/0010-sqlite-without-ado-net.md).
/// </remarks>
sealed class SqliteDatabase : Database
{
    readonly Dictionary<string, SqliteStatement> prepared = [];
    readonly Dictionary<string, Stack<SqliteStatement>> idle = [];
    bool hadLog, isUnsettled, isDistrusted;

    static SqliteDatabase()
    {
        const int configMemoryStatus = 9;
        Batteries_V2.Init();
        // Nobody asks how much memory SQLite has; to count it takes a lock each time that some is asked for. Where
        // another part of the process has begun to use SQLite it is counted on, and nothing else is different.
        _ = raw.sqlite3_config(configMemoryStatus, 0);
    }

    readonly TimeSpan busyTimeout;
    bool hasTurn;

    SqliteDatabase(string path, sqlite3 handle, TimeSpan busyTimeout)
    {
        Path = path;
        Handle = handle;
        this.busyTimeout = busyTimeout;
    }

    /// <summary>Where the process's connections to the file stand in line to write.</summary>
    public WriteQueue Queue { get; set; } = new();

    public override string Path { get; }

    internal sqlite3 Handle { get; }

    // One that could not be undone ends with the connection.
    public override bool IsUsable => !InTransaction && !isUnsettled && !isDistrusted;

    /// <summary>Ends it when it is given back: it has pages in mind that are damaged, and would read them for as long
    /// as nobody writes, though the file is whole again.</summary>
    public void Distrust() => isDistrusted = true;

    // A reading that an error has cut off would go on seeing the state of then, and nothing could be written after it.
    public override void Settle()
    {
        if (!IsReading()) return;
        foreach (var statement in prepared.Values) statement.Reset();
        if (!IsReading()) return;
        // Somebody has lost one without giving it back: whoever comes next gets another connection.
        isUnsettled = true;
        var pointer = Handle.DangerousGetHandle();
        for (var lost = Native.sqlite3_next_stmt(pointer, 0); lost != 0; lost = Native.sqlite3_next_stmt(pointer, lost))
            _ = Native.sqlite3_reset(lost);
    }

    unsafe bool IsReading() => Native.sqlite3_txn_state(Handle.DangerousGetHandle(), null) != 0;

    public override bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Opens the file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="busyTimeout">How long others are waited for.</param>
    /// <param name="makes">Whether it is made where there is none.</param>
    public static SqliteDatabase Open(string path, TimeSpan busyTimeout, bool makes = true)
    {
        // No mutex: a connection belongs to one thread at a time, and the mutex would cost every call.
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (makes ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new SqliteDatabase(path, handle, busyTimeout);
        try
        {
            database.Check(code);
            raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public override void Execute(string sql)
    {
        Statements.Add(sql);
        Check(raw.sqlite3_exec(Handle, sql));
    }

    public override Statement Prepare(string sql, params ReadOnlySpan<string> parameters) =>
        new SqliteStatement(this, sql, parameters);

    public override Statement Reuse(string sql, params ReadOnlySpan<string> parameters)
    {
        if (!prepared.TryGetValue(sql, out var statement))
            prepared.Add(sql, statement = new SqliteStatement(this, sql, parameters));
        statement.Reset();
        return statement;
    }

    public override Rows Scan(string sql, int shard) => Prepare(sql, "shard").Bind(1, shard);

    public override Rows RowsOf(string sql, int shard, IReadOnlyList<CustomerId> ids) =>
        new SqliteRowsOf(this, sql, ids, _ => shard);

    public override Rows RowsOfAny(string sql, IReadOnlyList<CustomerId> ids, int shards) =>
        new SqliteRowsOf(this, sql, ids, id => id.Shard(shards));

    public override string JsonObjectOf => "json_group_object";

    protected override string AnyOf(string sql, ValueList list) => sql.Replace(
        list.Condition, $"in (select value from json_each(@{list.Name}))", StringComparison.Ordinal);

    protected override string TextOf(ValueList list) => list.ToJson();

    /// <summary>A statement of this connection for a text, and back to the idle ones when given back: several readings
    /// of one text may go on side by side.</summary>
    internal SqliteStatement Borrow(string sql, params ReadOnlySpan<string> parameters) =>
        idle.TryGetValue(sql, out var statements) && statements.TryPop(out var statement)
            ? statement : new SqliteStatement(this, sql, parameters);

    internal void GiveBack(string sql, SqliteStatement statement)
    {
        statement.Reset();
        if (!idle.TryGetValue(sql, out var statements)) idle.Add(sql, statements = []);
        statements.Push(statement);
    }

    public override Inserter Inserter(string sql, string[] parameters) => new SqliteInserter(this, sql, parameters);

    public override bool HasTable(string table)
    {
        using var statement = Prepare("select 1 from sqlite_master where type = 'table' and name = @name", "name");
        return statement.Bind(1, table).Any();
    }

    public override IReadOnlyList<string> Tables()
    {
        using var rows = Prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'");
        var names = new List<string>();
        while (rows.Step()) names.Add(rows.Text(0)!);
        return names;
    }

    public override IReadOnlyList<TableColumn> TableColumns(string table)
    {
        using var rows = Prepare("select name, lower(type), pk from pragma_table_info(@table) order by cid", "table");
        rows.Bind(1, table);
        var columns = new List<TableColumn>();
        while (rows.Step()) columns.Add(new TableColumn(rows.Text(0)!, rows.Text(1)!, rows.Int32(2)));
        return columns;
    }

    public override string Words => "sqlite";

    public override void Define(string sql) => Execute(sql);

    // A transaction that may write is alone in the file: it has the lock.
    public override ShardLock? TryLockShard(int shard) => LockShard(shard);

    // And nobody else changes tables.
    public override void LockSchema()
    {
    }

    public override void ExpectBulk(bool bulk) => StoreFile.ExpectBulk(this, bulk);

    public override void BeginWrite()
    {
        var began = Stopwatch.GetTimestamp();
        if (!hasTurn && !Queue.Enter(busyTimeout)) throw Error(raw.SQLITE_BUSY);
        hasTurn = true;
        try
        {
            Begin(busyTimeout - Stopwatch.GetElapsedTime(began));
        }
        catch
        {
            Ended();
            throw;
        }
    }

    // SQLite's own waiting looks ten times a second in the end, and misses the pause of a process that writes again and
    // again.
    void Begin(TimeSpan patience)
    {
        const int betweenLooksMs = 2;
        const string begin = "begin immediate";
        Statements.Add(begin);
        var began = Stopwatch.GetTimestamp();
        raw.sqlite3_busy_timeout(Handle, 0);
        try
        {
            while (true)
            {
                var code = raw.sqlite3_exec(Handle, begin);
                if ((code & 0xff) != raw.SQLITE_BUSY || Stopwatch.GetElapsedTime(began) >= patience)
                {
                    Check(code);
                    return;
                }
                Thread.Sleep(betweenLooksMs);
            }
        }
        finally
        {
            raw.sqlite3_busy_timeout(Handle, (int)busyTimeout.TotalMilliseconds);
        }
    }

    public override void Ended()
    {
        if (!hasTurn) return;
        hasTurn = false;
        Queue.Leave();
    }

    public override void BeginRead() => Execute("begin");

    // What is committed into a file that is nobody's any more is lost: it may not be said to be written.
    public override void Commit()
    {
        Execute("commit");
        Ended();
        if (HasMoved() || LostLog()) throw Faults.Note(StoreErrors.Gone(Path));
    }

    /// <summary>Whether the file is no more where it was opened: a question to the file system.</summary>
    public unsafe bool HasMoved()
    {
        var hasMoved = 0;
        // Where the system cannot say, nothing has.
        _ = Native.sqlite3_file_control(Handle.DangerousGetHandle(), null, Native.HasMoved, &hasMoved);
        return hasMoved != 0;
    }

    /// <summary>The log is there: somebody keeps it open.</summary>
    public void KnowsLog() => hadLog = true;

    /// <summary>Whether the log beside it is gone: it stays for as long as a connection is open that has read or
    /// written.</summary>
    public bool LostLog()
    {
        var hasLog = File.Exists(Path + "-wal");
        var isLost = hadLog && !hasLog;
        hadLog |= hasLog;
        return isLost;
    }

    public override void Rollback()
    {
        try
        {
            Execute("rollback");
        }
        finally
        {
            Ended();
        }
    }

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw Error(code);
    }

    public Exception Error(int code)
    {
        var extended = raw.sqlite3_extended_errcode(Handle);
        var full = (extended & 0xff) == (code & 0xff) ? extended : code;
        var message = raw.sqlite3_errmsg(Handle).utf8_to_string();
        if ((full & 0xff) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_IOERR) Distrust();
        return Faults.Note(hadLog && HasMoved() ? StoreErrors.Gone(Path) : StoreErrors.From(Path, full, message));
    }

    public override void Dispose()
    {
        foreach (var statement in prepared.Values) statement.Dispose();
        foreach (var statements in idle.Values)
            foreach (var statement in statements) statement.Dispose();
        Handle.Dispose();
        Ended();
    }
}
