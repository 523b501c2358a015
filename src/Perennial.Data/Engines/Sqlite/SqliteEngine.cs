namespace Perennial.Data.Engines.Sqlite;

/// <summary>A shop in one file: one shard.</summary>
sealed class SqliteEngine : Engine
{
    // What the system says of a file that somebody else has locked: Linux, macOS, Windows.
    static readonly int[] lockedByOther = [11, 35, unchecked((int)0x80070020)];

    readonly WriteQueue queue = new();
    readonly string path;
    readonly StoreOptions options;
    readonly Lock opening = new();
    // Has nothing to do but to know which file was opened first, and to keep its log.
    SqliteDatabase? first;
    bool keepsLog, isClosed;

    public SqliteEngine(string path, StoreOptions options) : base(options) =>
        (this.path, this.options) = (path, options);

    public override string Name => "SQLite";

    public override string Path => path;

    public override long Bytes(Database database) =>
        database.Number("pragma page_count") * database.Number("pragma page_size");

    // One process writes at a time anyway.
    public override int NewShards => options.NewShards > 0 ? options.NewShards : 1;

    public override int ShardsAtOnce => 1;

    public override long Writers => queue.Came;

    public override bool WritesSideBySide => false;

    public override bool RewritesShards => false;

    public override bool Exists => File.Exists(path) || Directory.Exists(path);

    public override Database Connect()
    {
        RefuseMoved();
        lock (opening)
        {
            try
            {
                var database = StoreFile.Connect(path, options, makes: first is null);
                first ??= SqliteDatabase.Open(path, options.BusyTimeout, makes: false);
                (database.Statements, database.Faults) = (Statements, Faults);
                database.Queue = queue;
                // Who has not committed yet would not miss it.
                if (keepsLog) database.KnowsLog();
                return database;
            }
            catch (StoreAwayException away)
            {
                throw Faults.Note(away);
            }
        }
    }

    public override void RefuseMoved()
    {
        lock (opening)
        {
            ObjectDisposedException.ThrowIf(isClosed, this);
            if (first is null || !(first.HasMoved() || (keepsLog && first.LostLog()))) return;
        }
        throw Faults.Note(StoreErrors.Gone(path));
    }

    public override void SchemaIsCurrent(Database database)
    {
        lock (opening)
        {
            // Who has read once has the log open.
            first!.Number("pragma schema_version");
            first.KnowsLog();
            ((SqliteDatabase)database).KnowsLog();
            keepsLog = true;
        }
    }

    public override void MarkAsOurs(Database database) => StoreFile.MarkAsOurs((SqliteDatabase)database);

    public override bool IsUnwritten(Database database)
    {
        var file = (SqliteDatabase)database;
        if (StoreFile.IsUnwritten(file)) return true;
        StoreFile.RefuseOthers(file);
        return false;
    }

    // The system gives the lock of a file back when the process dies.
    public override IDisposable? TryTurn(int turn)
    {
        try
        {
            return new FileStream($"{path}-turn{turn}", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (UnauthorizedAccessException)
        {
            throw StoreErrors.From(path, SQLitePCL.raw.SQLITE_READONLY, "");
        }
        catch (IOException error) when (lockedByOther.Contains(error.HResult))
        {
            return null;
        }
        catch (IOException error)
        {
            throw StoreErrors.From(path, SQLitePCL.raw.SQLITE_IOERR, error.Message);
        }
    }

    public override LifeSign RaiseSign() => SqliteSign.Raise(path);

    public override HashSet<string> Dead(Database database, IReadOnlySet<string> signs) =>
        [.. signs.Where(name => SqliteSign.IsGone(path, name))];

    public override IReadOnlyList<Finding> Check(Database database) => StoreFile.Check((SqliteDatabase)database);

    public override bool CopyInto(string file, CancellationToken cancellation)
    {
        using var database = StoreFile.Connect(path, options, makes: false);
        StoreFile.CopyInto(database, file, cancellation);
        return true;
    }

    public override IDisposable TakeAlone() => StoreFile.TakeAlone(path, options);

    public override bool CleansAtOnce => true;

    public override bool CleanTraces(IEnumerable<string> tables, CancellationToken cancellation)
    {
        using var cleaner = new TraceCleaner(path, options);
        return cleaner.Run(cancellation);
    }

    public override void Dispose()
    {
        lock (opening)
        {
            isClosed = true;
            first?.Dispose();
        }
    }
}
