using Perennial.Core;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>The file itself: whose it is, and how connections to it are set up.</summary>
static class StoreFile
{
    /// <summary>"PRNL": marks a SQLite file as ours, for us and for the command <c>file</c>.</summary>
    const long ApplicationId = 0x50524E4C;

    /// <summary>Opens a connection and sets what SQLite keeps per connection.</summary>
    public static SqliteDatabase Connect(string path, StoreOptions options, bool makes)
    {
        if (Directory.Exists(path)) throw StoreErrors.From(path, SQLitePCL.raw.SQLITE_CANTOPEN, "");
        var database = SqliteDatabase.Open(path, options.BusyTimeout, makes);
        try
        {
            // full: what was reported as written survives a power cut; one sync a transaction is cheap.
            // wal_autocheckpoint, in pages: live events touch the same pages again and again, and each goes into the
            // file once a checkpoint.
            // journal_size_limit: the log of one large import does not stay on the disk for ever.
            // secure_delete: what is deleted is overwritten at once, so that little is left to be cleaned after an
            // erasure.
            database.Execute($"""
                pragma synchronous = {(options.RelaxedSync ? "normal" : "full")};
                pragma wal_autocheckpoint = 16000;
                pragma journal_size_limit = 67108864;
                pragma secure_delete = on;
                {ReadCache}
                """);
            if (options.MaxPages > 0) database.Execute($"pragma max_page_count = {options.MaxPages}");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    // In KiB when negative. Readers scan, which a cache does not help; a bulk write keeps the pages it fills in
    // memory so that each goes to the log once, and gives the memory back.
    const string ReadCache = "pragma cache_size = -65536;";
    const string WriteCache = "pragma cache_size = -262144;";

    /// <summary>Sets a connection up for a large write, or for readings again.</summary>
    public static void ExpectBulk(SqliteDatabase database, bool bulk) =>
        database.Execute(bulk ? WriteCache : $"{ReadCache} pragma shrink_memory;");

    /// <summary>Makes an empty file ours; refuses any other program's.</summary>
    /// <exception cref="BadInputException">The database belongs to another program.</exception>
    public static void MarkAsOurs(SqliteDatabase database)
    {
        if (IsOurs(database))
        {
            MakeShared(database);
            return;
        }
        if (!IsEmpty(database)) RefuseOthers(database);
        // Every event tears a page of each table it touches: smaller pages make that half as dear, and a large import
        // hardly dearer. The size is fixed before anything is written.
        database.Execute($"""
            pragma page_size = 4096;
            pragma journal_mode = wal;
            pragma application_id = {ApplicationId};
            """);
    }

    /// <summary>Refuses what is no store.</summary>
    /// <exception cref="BadInputException">The database belongs to another program, or is empty.</exception>
    public static void RefuseOthers(SqliteDatabase database)
    {
        if (!IsOurs(database)) throw new BadInputException(database.Path, IsEmpty(database)
            ? "This is an empty database." : "This database belongs to another program.",
            "Name another file: a new store is made where there is none.");
    }

    /// <summary>Whether nothing was ever stored: what a program leaves that is killed while it makes the file. The
    /// next to open it goes on from there.</summary>
    public static bool IsUnwritten(SqliteDatabase database) =>
        IsEmpty(database) || (IsOurs(database) && Migrations.Applied(database) == 0);

    /// <summary>Writes what the file holds at one instant to another, without its free space.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void CopyInto(SqliteDatabase database, string file, CancellationToken cancellation)
    {
        using var stop = cancellation.Register(() => SQLitePCL.raw.sqlite3_interrupt(database.Handle));
        try
        {
            using var copy = database.Prepare("vacuum into @file", "file");
            copy.Bind(1, file).Run();
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    /// <summary>A connection that keeps everybody else from the file, with nothing beside it: no write-ahead log.
    /// </summary>
    /// <exception cref="BadInputException">Somebody has it open.</exception>
    public static SqliteDatabase TakeAlone(string path, StoreOptions options)
    {
        var database = Connect(path, options with { BusyTimeout = TimeSpan.FromSeconds(1) }, makes: false);
        try
        {
            database.Execute("pragma locking_mode = exclusive");
            using (var mode = database.Prepare("pragma journal_mode = delete"))
                if (mode.Step() && mode.Text(0) == "delete")
                {
                    mode.Reset();
                    database.Execute("begin exclusive; commit");
                    return database;
                }
        }
        catch (BadInputException)
        {
            // Told below in words that fit.
        }
        database.Dispose();
        throw new BadInputException(path, "Another process has the shop open.",
            "Stop it first: perennial serve, or another command.");
    }

    /// <summary>Makes a file that was copied, or that somebody had alone, one that several may use.</summary>
    public static void MakeShared(SqliteDatabase database)
    {
        using (var mode = database.Prepare("pragma journal_mode"))
            if (mode.Step() && mode.Text(0) == "wal") return;
        database.Execute("pragma journal_mode = wal");
    }

    /// <summary>Whether the file is whole.</summary>
    public static IReadOnlyList<Finding> Check(SqliteDatabase database)
    {
        const string remedy = "Bring back the last copy of the file; what is in this one cannot be trusted.";
        try
        {
            using var rows = database.Prepare("pragma integrity_check(10)");
            var problems = new List<string>();
            while (rows.Step()) problems.Add(rows.Text(0)!);
            if (problems is ["ok"]) return [];
            database.Distrust();
            return [new Finding("file", $"The file is damaged: {problems[0]}.", remedy, problems.Count)];
        }
        catch (BadInputException error)
        {
            return [new Finding("file", error.Problem, remedy, 1)];
        }
    }

    static bool IsOurs(SqliteDatabase database) => database.Number("pragma application_id") == ApplicationId;

    static bool IsEmpty(SqliteDatabase database) => database.Number("pragma application_id") == 0
        && database.Number("select count(*) from sqlite_master") == 0;
}
