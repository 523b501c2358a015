namespace Perennial.Data.Engines.Sqlite;

/// <summary>A shop in one file: one shard.</summary>
sealed class SqliteEngine : Engine
{
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

    // Whoever writes waits for the others; two runs one after the other cost time and harm nothing.
    public override IDisposable? TryTurn(int turn) => new Turn();

    sealed class Turn : IDisposable
    {
        public void Dispose()
        {
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
