using SQLitePCL;

namespace Perennial.Data;

/// <summary>One connection to the file. Used by one thread at a time.</summary>
/// <remarks>
/// Straight on SQLite's own interface rather than ADO.NET: a million orders are ten million bound values, and
/// boxing each of them costs more than SQLite does (docs/decisions/0010-sqlite-without-ado-net.md).
/// </remarks>
sealed class SqliteDatabase : IDisposable
{
    readonly Dictionary<string, Statement> prepared = [];

    static SqliteDatabase() => Batteries_V2.Init();

    SqliteDatabase(string path, sqlite3 handle)
    {
        Path = path;
        Handle = handle;
    }

    public string Path { get; }

    internal sqlite3 Handle { get; }

    /// <summary>True while a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Opens the file, making it where there is none.</summary>
    public static SqliteDatabase Open(string path, TimeSpan busyTimeout)
    {
        // No mutex: a connection belongs to one thread at a time, and the mutex would cost every call.
        const int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new SqliteDatabase(path, handle);
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

    /// <summary>Runs statements that return nothing of interest.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(Handle, sql));

    /// <summary>The first cell of the first row as a number; 0 if there is no row.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Number() ?? 0;
    }

    /// <summary>Prepares a text. The caller disposes of it.</summary>
    public Statement Prepare(string sql, params ReadOnlySpan<string> parameters) => new(this, sql, parameters);

    /// <summary>A named query, prepared once for the connection and reset. One reading of it at a time.</summary>
    /// <param name="name">As in <see cref="SqlText"/>.</param>
    /// <param name="parameters">The names the caller will bind, in order; checked.</param>
    public Statement Query(string name, params ReadOnlySpan<string> parameters)
    {
        if (!prepared.TryGetValue(name, out var statement))
            prepared.Add(name, statement = new Statement(this, SqlText.Query(name), parameters));
        statement.Reset();
        return statement;
    }

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw Error(code);
    }

    public Exception Error(int code)
    {
        var extended = raw.sqlite3_extended_errcode(Handle);
        var full = (extended & 0xff) == (code & 0xff) ? extended : code;
        return StoreErrors.From(Path, full, raw.sqlite3_errmsg(Handle).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (var statement in prepared.Values) statement.Dispose();
        Handle.Dispose();
    }
}

/// <summary>A transaction that is undone unless it is committed.</summary>
readonly ref struct Transaction
{
    readonly SqliteDatabase database;

    Transaction(SqliteDatabase database, string begin)
    {
        this.database = database;
        database.Execute(begin);
    }

    /// <summary>Takes the file's write lock at once: a write that began by reading could not wait for it.</summary>
    public static Transaction Write(SqliteDatabase database) => new(database, "begin immediate");

    /// <summary>All readings in it see one state of the store.</summary>
    public static Transaction Read(SqliteDatabase database) => new(database, "begin");

    public void Commit() => database.Execute("commit");

    // After a full disk SQLite has rolled back by itself.
    public void Dispose()
    {
        if (database.InTransaction) database.Execute("rollback");
    }
}
